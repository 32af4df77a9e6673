SELECT
  "t0"."client",
  "t0"."shop",
  "t0"."moment",
  "t0"."rollup_day",
  SUM("t0"."due_amount") AS "gmv",
  COUNT("t0"."order_id") AS "orders_created",
  COUNT("t0"."paid_on") AS "orders_paid_of_created"
FROM "counted" AS "t0"
GROUP BY
  1,
  2,
  3,
  4
