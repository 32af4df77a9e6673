SELECT
  "t0"."client",
  "t0"."shop",
  "t0"."moment",
  "t0"."rollup_day",
  "t0"."channel",
  SUM("t0"."paid_amount") AS "paid_gmv",
  COUNT("t0"."order_id") AS "paid_orders",
  CASE
    WHEN COUNT("t0"."buyer_id") = COUNT("t0"."order_id")
    THEN COUNT(DISTINCT "t0"."buyer_id")
    ELSE CAST(NULL AS BIGINT)
  END AS "paid_buyers",
  SUM("t0"."units") AS "units_sold",
  SUM("t0"."refund_amount") AS "refunded_of_paid",
  SUM(CAST("t0"."refund_amount" > 0 AS BIGINT)) AS "refunded_orders_of_paid",
  SUM("t0"."paid_amount") - SUM("t0"."refund_amount") AS "net_sales"
FROM "counted" AS "t0"
GROUP BY
  1,
  2,
  3,
  4,
  5
