"""The typed columns of a mapped sheet, each read once."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.sources import grammar
from daybook.sources.cells import bare, by_distinct
from daybook.sources.columns import Columns
from daybook.sources.dates import Moments
from daybook.sources.mapping.numbering import number_within
from daybook.sources.mapping.spec import Condition, Mapping
from daybook.sources.places import province

if TYPE_CHECKING:
    import pyarrow as pa

MONEY = ("unit_price", "amount", "due_amount", "freight", "discount", "refund_amount")
PARCEL = ("shipped_at", "scanned_at", "delivered_at", "completed_at", "promised_ship_at", "promised_delivery_at")
#: So many distinct amounts are looked at to tell the decimal mark.
PROOFS = 20_000


class MappedRows:
    """One value per row of the sheet for everything that the mapping names."""

    def __init__(self, columns: Columns, mapping: Mapping) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        self.columns, self.mapping = columns, mapping
        self.mark = mapping.decimal or self._mark()
        self.order_id = columns.ids(self._title("order_id"), required=True)
        self.ordered = self._moments("ordered_at", required=True)
        self.units = self._units()
        self.unit_price = self._money("unit_price")
        self.amount = self._money("amount") if "amount" in mapping.columns else pc.multiply(
            self.unit_price, self.units).cast(pa.decimal128(18, 4))
        columns.reject(pc.is_null(self.amount), "is empty", self._title("amount") or self._title("unit_price"))
        self.status = self._status()
        self.paid = self._moments("paid_at") if "paid_at" in mapping.columns else self.ordered
        unpaid = pc.fill_null(pc.equal(self.status, "unpaid"), False)
        self.unpaid = pc.or_(unpaid, pc.is_null(self.paid.local))
        self.buyer = self._buyers()

    def lines(self) -> "dict[str, pa.Array]":
        """The columns of `order_lines`; lines without an id of their own are numbered within the order."""
        import pyarrow as pa

        own = self.columns.ids(self._title("line_id"))
        number = number_within(self.order_id).cast(pa.string())
        return {
            "order_id": self.order_id, "line_id": own if "line_id" in self.mapping.columns else number,
            "ordered_on": self.ordered.day, "paid_on": self._if_paid(self.paid.day), "item_id": self._text("item_id"),
            "sku": self._text("sku"), "title": self._text("title"), "variant": self._text("variant"),
            "units": self.units, "unit_price": self.unit_price, "paid_amount": self._paid(self.amount),
            "refund_amount": self._money("refund_amount"), "status": self.status, "currency": self.currency(),
        }

    def orders(self) -> "dict[str, pa.Array]":
        """The columns of `orders` where each row of the sheet is an order."""
        due = self._money("due_amount") if "due_amount" in self.mapping.columns else self.amount
        return {
            "order_id": self.order_id, "ordered_on": self.ordered.day, "ordered_at": self.ordered.at,
            "ordered_hour": self.ordered.hour, "paid_on": self._if_paid(self.paid.day),
            "paid_at": self._if_paid(self.paid.at), "paid_hour": self._if_paid(self.paid.hour), "status": self.status,
            "due_amount": due, "paid_amount": self._paid(self.amount), "freight_amount": self._money("freight"),
            "discount_amount": self._money("discount"), "refund_amount": self._money("refund_amount"),
            "units": self.units if "units" in self.mapping.columns else self.columns.count(""), **self.who(),
        }

    def refunds(self, is_refund: "pa.Array") -> "dict[str, pa.Array]":
        """The columns of `refunds`: a row is one refund, numbered within its document, on that document's day.

        Where most refunds of the file are negative amounts their sign is turned; a row against the rule then is
        a negative refund, such as a charge within a cancellation, and sums stay right.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        amounts = self.amount.filter(is_refund)
        below = pc.sum(pc.less(amounts, pa.scalar(Decimal(0), amounts.type)).cast(pa.int64())).as_py() or 0
        turned = below * 2 > len(amounts)
        amount, units = (pc.negate(v) if turned else v for v in (self.amount, self.units))
        number = number_within(self.order_id).cast(pa.string())
        day = self.ordered.day
        return {
            "refund_id": pc.binary_join_element_wise(self.order_id, number, "-"), "applied_on": day,
            "refunded_on": day, "item_id": self._text("item_id"), "sku": self._text("sku"),
            "amount": amount, "units": units, "country": self._text("country"),
            "province": self.province(), "buyer_id": self.buyer, "currency": self.currency(),
        }

    def who(self) -> "dict[str, pa.Array]":
        """Who bought, from where, how."""
        return {
            "buyer_id": self.buyer, "country": self._text("country"), "province": self.province(),
            "city": self._text("city"), "channel": self._text("channel"), "currency": self.currency(), **self.parcel(),
        }

    def parcel(self) -> "dict[str, pa.Array]":
        """What became of its parcel."""
        return {**{name: self._moments(name).at for name in PARCEL if name in self.mapping.columns},
                "courier": self._text("courier"), "warehouse": self._text("warehouse")}

    def freight(self) -> "pa.Array":
        return self._money("freight")

    def currency(self) -> "pa.Array":
        import pyarrow.compute as pc

        said = self.mapping.currency or self.columns.context.currency
        return pc.coalesce(self._text("currency"), self.columns.constant(said))

    def province(self) -> "pa.Array":
        """Chinese provinces in their short form, others as written."""
        import pyarrow as pa

        coded = self._text("province").dictionary_encode()
        short = [province(p) or p for p in coded.dictionary.to_pylist()]
        return pa.array(short, pa.string()).take(coded.indices)

    def _title(self, target: str) -> str:
        return self.mapping.columns.get(target, "")

    def _text(self, target: str) -> "pa.Array":
        return self.columns.text(self._title(target))

    def _money(self, target: str) -> "pa.Array":
        return self.columns.money(self._title(target), mark=self.mark)

    def _units(self) -> "pa.Array":
        import pyarrow as pa

        if "units" not in self.mapping.columns:
            return pa.repeat(pa.scalar(1, pa.int64()), self.columns.rows)
        units = self.columns.count(self._title("units"))
        self.columns.require(units, self._title("units"))
        return units

    def _mark(self) -> str:
        """The decimal mark that all money columns together prove."""
        import pyarrow.compute as pc

        titles = [self._title(m) for m in MONEY if m in self.mapping.columns]
        cells: list[str] = []
        for title in titles:
            cells += pc.unique(self.columns.text(title)).drop_null().to_pylist()[:PROOFS]
        return grammar.decimal_mark(cells, " / ".join(titles))

    def _moments(self, target: str, required: bool = False) -> Moments:
        title = self._title(target)
        if self.mapping.date_format:
            return self.columns.moments(title, required=required, clock_zone=self.mapping.zone,
                                        cells=self._formatted(title))
        return self.columns.moments(title, required=required, order=self.mapping.dates, clock_zone=self.mapping.zone)

    def _formatted(self, title: str) -> "pa.Array":
        """Cells of the mapping's own date format, rewritten as ISO; others stay and are refused later."""
        import pyarrow as pa

        text = bare(self.columns.cells(title))
        form = self.mapping.date_format
        iso, bad = by_distinct(
            text, pa.nulls(len(text), pa.string()), lambda c: datetime.strptime(c, form).isoformat(" "), pa.string())
        self.columns.reject(bad, f"is not a date of the form {form}", title)
        return iso

    def _status(self) -> "pa.Array":
        """The house's words by the mapping's [status]; null for a word that it does not name."""
        import pyarrow as pa

        coded = self._text("status").dictionary_encode()
        words = [self.mapping.status.get(w, w if w in self.mapping.status.values() else None)
                 for w in coded.dictionary.to_pylist()]
        return pa.array(words, pa.string()).take(coded.indices)

    def _buyers(self) -> "pa.Array":
        """Keyed hashes; null where there is no buyer or a masked one."""
        import pyarrow as pa

        coded = self.columns.ids(self._title("buyer")).dictionary_encode()
        hashes = [None if "*" in b else self.columns.context.buyer_hash(b) for b in coded.dictionary.to_pylist()]
        return pa.array(hashes, pa.string()).take(coded.indices)

    def _if_paid(self, values: "pa.Array") -> "pa.Array":
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.if_else(self.unpaid, pa.scalar(None, values.type), values)

    def _paid(self, amount: "pa.Array") -> "pa.Array":
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.if_else(self.unpaid, pa.scalar(Decimal(0), amount.type), amount)


def matches(columns: Columns, rule: Condition, mark: str) -> "pa.Array":
    """The rows of which a rule of the mapping is true; an empty cell only fits `empty`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = columns.text(rule.column)
    if rule.empty:
        return pc.is_null(text)
    if rule.starts_with:
        return pc.fill_null(pc.starts_with(text, rule.starts_with), False)
    values, _ = grammar.decimals(text, grammar.MONEY_STEP, mark)
    if rule.negative:
        return pc.fill_null(pc.less(values, pa.scalar(Decimal(0), values.type)), False)
    same = pc.fill_null(pc.equal(text, rule.equals), False)
    try:
        wanted = grammar.number(rule.equals or "", mark)
    except ValueError:
        return same
    if wanted is None:
        return same
    return pc.or_(same, pc.fill_null(pc.equal(values, pa.scalar(wanted, pa.decimal128(18, 4))), False))
