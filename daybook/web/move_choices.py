"""Fields of moves that have few values, and those that name the object itself."""

from collections.abc import Mapping

#: Fields with few values; what they mean stands in the docstring of the move.
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("match_type", "was"): ("exact", "phrase", "broad"), ("match_type", "to"): ("exact", "phrase", "broad"),
    ("keyword_add", "match"): ("exact", "phrase", "broad"), ("keyword_negative", "match"): ("exact", "phrase", "broad"),
    ("reply", "channel"): ("review", "question", "chat"),
    ("refund", "kind"): ("refund_only", "return", "before_dispatch"),
    ("compensation", "form"): ("cash", "coupon", "goods"),
    ("sku_add", "kind"): ("trial", "single", "accessory", "refill", "variant", "other"),
    ("cancel_order", "reason"): ("buyer_asked", "out_of_stock", "fraud", "price_error")}
#: Asked for before the rest: of what.
KEPT = ("object_id", "item_id")
