"""All definitions by name, checked once, and the page of the docs that is printed from them."""

from collections.abc import Iterator
from functools import cache
from types import ModuleType

from daybook.metrics.definitions import ads, cuts, disputes, live, refunds, reviews, sales, stock, traffic
from daybook.metrics.metric import Definition, Metric, Ratio

#: The files of definitions, in the order in which the docs show them.
SUBJECTS: tuple[tuple[str, ModuleType], ...] = (
    ("Sales 销售", sales),
    ("Refunds 退款", refunds),
    ("Disputes 纠纷", disputes),
    ("Traffic 流量", traffic),
    ("Traffic and sales cut finer 流量与成交构成", cuts),
    ("Live shows 直播", live),
    ("Reviews 评价", reviews),
    ("Ads 推广", ads),
    ("Stock 库存", stock),
)


def definitions_of(subject: ModuleType) -> Iterator[Definition]:
    """The definitions of one file, in the order in which they stand there."""
    for value in vars(subject).values():
        if isinstance(value, Metric | Ratio) and _home(value, subject):
            yield value


def _home(definition: Definition, subject: ModuleType) -> bool:
    """Whether a definition was written in this file and not imported from one shown before."""
    for _, earlier in SUBJECTS:
        if earlier is subject:
            return True
        if definition in vars(earlier).values():
            return False
    return True


@cache
def catalog() -> dict[str, Definition]:
    """name -> definition.

    Raises ValueError when two definitions share a name, one has no Chinese name, or stands in for none there is.
    """
    found: dict[str, Definition] = {}
    for _, subject in SUBJECTS:
        for definition in definitions_of(subject):
            if found.setdefault(definition.name, definition) is not definition:
                raise ValueError(f"two definitions are called {definition.name}")
    for definition in found.values():
        if not definition.zh:
            raise ValueError(f"{definition.name} has no Chinese name")
        if definition.stands_in_for and definition.stands_in_for not in found:
            raise ValueError(f"{definition.name} stands in for {definition.stands_in_for}, which there is not")
    return found


def catalog_page() -> str:
    """All definitions as a page of the docs (Markdown)."""
    lines = ["# Metrics", "", "Printed from `daybook/metrics/definitions`; `make golden` prints it again.", "",
             "A metric is one aggregate of one table per shop and day; a ratio is one sum over another, taken once, of "
             "the sums.", "*Never over* names what daily values may not be added over: asking for it is an error, not "
             "a number."]
    for title, subject in SUBJECTS:
        lines += ["", f"## {title}", "", "| name | 中文 | what it is | unit | never over | note |", "|---|---|---|---|---|---|"]
        lines += [_line(definition) for definition in definitions_of(subject)]
    return "\n".join(lines) + "\n"


def _line(definition: Definition) -> str:
    if isinstance(definition, Ratio):
        times = f" x {definition.times}" if definition.times != 1 else ""
        what, never = f"`{definition.over.name}` / `{definition.under.name}`{times}", _never(definition)
    else:
        what, never = f"{definition.table.zh} `{definition.table.name}` by `{definition.day}`", definition.never_sum_over
    moves = getattr(definition, "restates", "")
    note = definition.note + (f" Still moves for {moves}." if moves else "")
    if definition.stands_in_for:
        note += f" Stands in for `{definition.stands_in_for}`."
    cells = (f"`{definition.name}`", definition.zh, what, definition.unit.value, ", ".join(never), note.strip())
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _never(ratio: Ratio) -> tuple[str, ...]:
    both = (*ratio.over.never_sum_over, *ratio.under.never_sum_over)
    return tuple(dict.fromkeys(both))
