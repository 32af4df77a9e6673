SELECT
  "t0"."client",
  "t0"."shop",
  "t0"."moment",
  "t0"."rollup_day",
  SUM("t0"."amount") AS "refunded_by_day",
  COUNT("t0"."refund_id") AS "refunds_by_day"
FROM "counted" AS "t0"
GROUP BY
  1,
  2,
  3,
  4
