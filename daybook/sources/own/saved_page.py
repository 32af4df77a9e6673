"""A rival's page as a browser saved it (HTML): what it shows of price, title, image, sales and reviews, read from its own marks.

Nothing is fetched and nothing in the page is run.  What the page does not say stays unsaid.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from daybook.domain.errors import BrokenFile
from daybook.sources.delimited import decode

#: A page larger than this is no product page.
LARGEST = 8 * 1024 * 1024
#: Marks that say a price, in this order: what a buyer pays before what was asked once.
_PRICES = (r"(?:券后价?|到手价|活动价|促销价)[^\d¥￥]{0,8}[¥￥]?\s*(\d[\d,]*(?:\.\d{1,2})?)", r"[¥￥]\s*(\d[\d,]*(?:\.\d{1,2})?)")
_SOLD = re.compile(r"(?:已售|月销|销量)\s*[:：]?\s*([\d.,]+\s*万?\+?)|([\d.,]+\s*万?\+?)\s*人(?:付款|收货)")
_REVIEWS = re.compile(r"(?:评价|评论)\s*[(（:：]?\s*(\d[\d,]*)")
_TAGS = ("聚划算", "百亿补贴", "限时秒杀", "淘抢购", "双11", "双12", "618", "年货节", "天猫超级品牌日", "官方立减",
         "Black Friday", "Prime Day")
_SOLD_OUT = ("已售罄", "卖光了", "已下架", "sold out", "currently unavailable")


@dataclass
class _Page(HTMLParser):
    metas: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        key = named.get("property") or named.get("itemprop") or named.get("name")
        if key and "content" in named:
            self.metas.setdefault(key.lower(), named["content"])
        self._inside = "json" if tag == "script" and named.get("type") == "application/ld+json" else tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "json":
            self.scripts.append(data)
        elif self._inside not in ("script", "style") and data.strip():
            self.texts.append(data.strip())


def read_page(name: str, content: bytes) -> dict[str, str]:
    """Cells of a sighting (`price`, `tag`, `state`, `title`, `image`, `sold`, `reviews`) that a saved page tells.

    Raises BrokenFile for what is no page, or tells none of them.
    """
    if len(content) > LARGEST or b"<" not in content[:4096]:
        raise BrokenFile("this is no saved page", where=name, next_step="save the product page as HTML and send that file")
    page = _Page()
    try:
        page.feed(decode(name, content))
    except AssertionError as broken:            # html.parser's own answer to a marked section that is none
        raise BrokenFile("this is no saved page", where=name,
                         next_step="save the product page as HTML and send that file") from broken
    product = next(_products(page.scripts), {})
    offer = _first(product.get("offers"))
    text = " ".join(page.texts)
    image = product.get("image")
    sold = _SOLD.search(text)
    reviews = _REVIEWS.search(text)
    found = {
        "price": _price(str(_of(offer, "price") or page.metas.get("product:price:amount") or page.metas.get("price") or ""), text),
        "tag": next((tag for tag in _TAGS if tag.lower() in text.lower()), ""),
        "state": "sold_out" if any(word in text.lower() for word in _SOLD_OUT) else "",
        "title": " ".join(str(product.get("name") or page.metas.get("og:title") or page.title).split())[:400],
        "image": _address(image) or _address(page.metas.get("og:image")),
        "sold": next((g for g in sold.groups() if g), "").replace(" ", "") if sold else "",
        "reviews": reviews[1].replace(",", "") if reviews else "",
    }
    told = {cell: value for cell, value in found.items() if value}
    if not told.keys() - {"title"}:
        raise BrokenFile("the page shows no price, sales, image or reviews that can be read", where=name,
                         next_step="type what you see into the form; the file is kept with it if it is a screenshot")
    return told


def _first(told: Any) -> Any:
    return (told[0] if told else None) if isinstance(told, list) else told


def _of(told: Any, name: str) -> Any:
    return told.get(name) if isinstance(told, dict) else None


def _address(told: Any) -> str:
    """The address of an image, told as text, as an object with a `url`, or as a list of either; "" for anything else."""
    one = _first(told)
    found = _of(one, "url") or one
    return found.strip()[:400] if isinstance(found, str) else ""


def _products(scripts: list[str]) -> Iterator[dict[str, Any]]:
    for script in scripts:
        try:
            told = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for one in told if isinstance(told, list) else [told]:
            if isinstance(one, dict) and one.get("@type") == "Product":
                yield one


def _price(marked: str, text: str) -> str:
    if re.fullmatch(r"\d+(?:\.\d{1,2})?", marked):
        return marked
    for pattern in _PRICES:
        found = re.search(pattern, text)
        if found:
            return found[1].replace(",", "")
    return ""
