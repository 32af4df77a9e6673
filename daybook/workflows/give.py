"""One value that no export has, as a person types it into a form: read and stored exactly like a line of its file."""

import csv
from collections.abc import Mapping

from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.workflows.given import SetReport, set_from_csv
from daybook.workflows.house import House
from daybook.workflows.scratch import scratch_folder


def give(house: House, shop: Shop, kind: str, said: Mapping[str, str]) -> SetReport:
    """Stores one value for a shop; nothing is overwritten.  Raises WrongUsage with the reason where it is refused."""
    row = {name: value.strip() for name, value in {**said, "shop": shop.name}.items()}
    with scratch_folder() as folder:
        file = folder / f"{kind} form.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([list(row), list(row.values())])
        report = set_from_csv(house, kind, file, client=shop.client, shop=shop.name)
    if report.rejected:
        refused = report.rejected[0]
        raise WrongUsage(Said("{column} {value} {reason}", column=refused.column, value=repr(refused.value),
                              reason=refused.reason), where=shop.name,
                         next_step="mend it and send it again; nothing was kept")
    return report
