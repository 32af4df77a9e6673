SELECT
  "t0"."client",
  "t0"."shop",
  "t0"."moment",
  "t0"."rollup_day",
  "t0"."paid_hour",
  SUM("t0"."paid_amount") AS "paid_gmv",
  COUNT("t0"."order_id") AS "paid_orders",
  SUM("t0"."units") AS "units_sold"
FROM "counted" AS "t0"
GROUP BY
  1,
  2,
  3,
  4,
  5
