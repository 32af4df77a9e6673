SELECT
  "t0"."client",
  "t0"."shop",
  "t0"."moment",
  "t0"."rollup_day",
  "t0"."item_id",
  COUNT("t0"."review_id") AS "reviews",
  SUM(CAST("t0"."rating" = 'bad' AS BIGINT)) AS "bad_reviews"
FROM "counted" AS "t0"
GROUP BY
  1,
  2,
  3,
  4,
  5
