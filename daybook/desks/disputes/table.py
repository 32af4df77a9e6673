"""The disputes page as data: rates with their lines, cases by deadline and money, causes, claimants, and what nobody can tell."""

from daybook.desks.disputes.book import book_of
from daybook.desks.disputes.cases import again_and_again, cases_of
from daybook.desks.disputes.findings import clusters_of, why_of
from daybook.desks.disputes.rates import rates_of
from daybook.domain.disputes import DisputesTable, QualityCluster
from daybook.domain.said import Said
from daybook.domain.seen import Seen


def disputes_table(seen: Seen) -> DisputesTable:
    """What the page of a morning shows."""
    titles = {c.item_id: c.title for c in book_of(seen).cases if c.title}
    clusters = tuple(QualityCluster(one.item_id, one.refunds, one.usual, min(q.day for q in one.lines), one.odds, why_of(one, seen),
                                    titles.get(one.item_id) or "") for one in clusters_of(seen))
    claimants = tuple(one for one in book_of(seen).claimants if again_and_again(one, seen))
    shop = seen.shop
    return DisputesTable(shop.name, shop.platform, shop.zone, shop.currency, seen.on, seen.as_of, rates_of(seen), cases_of(seen),
                         clusters, claimants, untold(seen))


def untold(seen: Seen) -> tuple[tuple[str, str], ...]:
    """(what, why nobody can tell): facts that no export of the shop holds."""
    told, found = book_of(seen).told, []
    if not told:
        return (("cases", Said("no refund and no case was known then")),)
    if "disputes" not in told:
        found.append(("cases", Said("no case at the platform stands in the exports: none there was, or no export tells it")))
    if "buyer_id" not in told:
        found.append(("claims", Said("buyers are masked in the exports, and a masked buyer is nobody")))
    return tuple(found)
