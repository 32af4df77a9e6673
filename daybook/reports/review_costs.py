"""A review for somebody who sees no costs: what a single product leaves says what it costs."""

from dataclasses import replace

from daybook.domain.review import Review
from daybook.domain.said import Said

#: Sentences of a review that tell what a product leaves.
TELLS = ("leaves {left} of a yuan, the shop {whole}", "it lost {money} before ads")
CLOSED = Said("for those who may see costs")


def without_costs(one: Review) -> Review:
    """The same review without what products and roles left, and without the sentences that say it; the shop's whole stays."""
    return replace(
        one, roles=tuple(replace(r, contribution=None, why=_closed(r.why), measured=_closed(r.measured)) for r in one.roles),
        structure=tuple(replace(s, contribution=None) for s in one.structure),
        steps=tuple(replace(s, why=_closed(s.why)) for s in one.steps),
        focus=tuple(replace(f, why=_closed(f.why)) for f in one.focus),
        good=tuple(text for text in one.good if not _tells(text)), bad=tuple(text for text in one.bad if not _tells(text)))


def _closed(text: str) -> str:
    return CLOSED if _tells(text) else text


def _tells(value: object) -> bool:
    return isinstance(value, Said) and (value.template in TELLS or any(_tells(v) for v in value.values.values()))
