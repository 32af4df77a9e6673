"""Paste: a table copied from a console's page is a file like any other, once it lies in one."""

import re

from daybook.domain.errors import WrongUsage
from daybook.workflows.house import House
from daybook.workflows.scratch import scratch_folder
from daybook.workflows.sorting import SortedFile, sort_in

NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def take_pasted(house: House, text: str, name: str, shop: str = "") -> list[SortedFile]:
    """Lands, reads and loads pasted cells (TAB between them); `name` may state the day that the rows count.

    A table whose shop or day nothing tells is refused with what to say, since nothing is left to wait with.
    """
    if shop:
        house.shop(shop)
    if "\t" not in text:
        raise WrongUsage("what was pasted holds no table: there is no TAB between cells",
                         next_step="copy the rows of the console's table with its header, and paste them again")
    with scratch_folder() as folder:
        file = folder / f"{NO_NAME.sub(' ', name).strip() or 'pasted'}.tsv"
        file.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
        found = list(sort_in(house, [file], shop=shop, keep_questions=False))
    for one in found:
        if one.question is not None:
            what = "the shop with --shop" if one.question.kind == "shop" else "the day in --name, such as 商品 2026-11-22"
            raise WrongUsage(one.question.text, next_step=f"name {what}")
    return found
