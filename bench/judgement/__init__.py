"""Fresh, seeded judgement sets and the runners that score Daybook's methods on them."""
