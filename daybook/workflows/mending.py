"""A mapping mended in place: proposed from the kept file, tried without storing, and kept for the shop when it works."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from daybook.domain.errors import DaybookError
from daybook.domain.shop import Shop
from daybook.sources.landing import unseal
from daybook.workflows.house import House
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.look import look, propose_mapping


def proposed_mapping(house: House, shop: Shop, landing: Any) -> str:
    """The mapping that this shop saved for such a file, else one to start from."""
    from daybook.workflows.reading import saved_mapping

    with _unsealed(house, shop, landing) as file:
        return saved_mapping(shop, file) or propose_mapping(file)


def mend(house: House, shop: Shop, landing: Any, text: str, *, keep: bool) -> dict[str, Any]:
    """What a kept file holds by a mapping; with `keep` the file is taken in and the mapping saved for the shop.

    Raises DaybookError when the mapping does not fit the file; then nothing is changed.
    """
    with _unsealed(house, shop, landing) as file:
        mapping = file.with_name("mapping.toml")
        mapping.write_text(text, encoding="utf-8")
        found = look(file, mapping, shop.zone, shop.currency, house.now())
        if keep:
            [report] = ingest(house, [Incoming(shop.name, file, landing.known_at, mapping)])
            if report.problem is not None:
                raise report.problem
        return found


@contextmanager
def _unsealed(house: House, shop: Shop, landing: Any) -> Iterator[Path]:
    """The kept file as it came in, for as long as it is looked at."""
    with tempfile.TemporaryDirectory(prefix="daybook-") as folder:
        file = Path(folder) / Path(landing.name).name
        if file.name == "mapping.toml":
            raise DaybookError("the file has the name of a mapping", where=landing.name, next_step="rename and drop it again")
        unseal(house.home / landing.path, house.keys.of(shop.client), file)
        yield file
