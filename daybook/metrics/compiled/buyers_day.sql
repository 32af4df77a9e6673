SELECT
  "t0"."client",
  "t0"."shop",
  "t0"."moment",
  "t0"."rollup_day",
  CASE
    WHEN COUNT("t0"."buyer_id") = COUNT("t0"."order_id")
    THEN COUNT(DISTINCT "t0"."buyer_id") FILTER(WHERE
      "t0"."first_on" = "t0"."rollup_day")
    ELSE CAST(NULL AS BIGINT)
  END AS "new_buyers",
  CASE
    WHEN COUNT("t0"."buyer_id") = COUNT("t0"."order_id")
    THEN COUNT(DISTINCT "t0"."buyer_id") FILTER(WHERE
      "t0"."first_on" < "t0"."rollup_day")
    ELSE CAST(NULL AS BIGINT)
  END AS "returning_buyers",
  CASE
    WHEN COUNT("t0"."buyer_id") = COUNT("t0"."order_id")
    THEN COALESCE(SUM("t0"."paid_amount") FILTER(WHERE
      "t0"."first_on" < "t0"."rollup_day"), 0)
    ELSE CAST(NULL AS DECIMAL(38, 4))
  END AS "returning_gmv"
FROM "counted" AS "t0"
GROUP BY
  1,
  2,
  3,
  4
