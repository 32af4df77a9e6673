SELECT
  "t0"."client",
  "t0"."shop",
  "t0"."moment",
  "t0"."rollup_day",
  "t0"."item_id",
  "t0"."sku",
  SUM("t0"."paid_amount") AS "line_gmv",
  SUM("t0"."units") AS "line_units",
  COUNT(DISTINCT "t0"."order_id") AS "line_orders"
FROM "counted" AS "t0"
GROUP BY
  1,
  2,
  3,
  4,
  5,
  6
