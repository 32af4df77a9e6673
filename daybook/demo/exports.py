"""Writes the world in the platforms' own export layouts; knows nothing of readers or facts."""

from collections.abc import Callable
from pathlib import Path

from daybook.demo import compass, douyin_orders, shopify, sycm, taobao_orders, wanxiangtai
from daybook.demo.answers import write_answers
from daybook.demo.creators import write_creators
from daybook.demo.given import write_given
from daybook.demo.landings import DAILY_DAYS
from daybook.demo.live import write_shows
from daybook.demo.paper import Manifest, Sink, write_manifest
from daybook.demo.rivals import write_rivals
from daybook.demo.service import write_service
from daybook.demo.signups import write_promised
from daybook.demo.tested import write_tests
from daybook.demo.world import ShopWorld, World
from daybook.domain.said import Said


def write(
    world: World, folder: Path, progress: Callable[[str], None] = lambda line: None, daily: int = DAILY_DAYS
) -> Manifest:
    """All exports into folder/<client>/<shop>/<kind>/, with manifest.json and answers.json beside the clients.

    `daily` is how many of the newest days come as files of their own; what is older comes month by month.
    `progress` is told the name of each shop as it is done.
    """
    entries = []
    for shop in world.shops:
        sink = Sink(folder, shop.plan.client, shop.plan.name, shop.plan.platform)
        _WRITERS[shop.plan.platform](shop, sink, daily)
        write_given(shop, sink, daily)
        write_shows(world.seed, shop, sink)
        write_promised(world.seed, shop, sink)
        write_service(world.seed, shop, sink, daily)
        write_creators(world.seed, shop, sink, daily)
        write_tests(world.seed, shop, sink, daily)
        write_rivals(world.seed, shop, sink, daily)
        entries.extend(sink.entries)
        progress(Said("{shop}: {n} files", shop=shop.plan.name, n=len(sink.entries)))
    write_answers(world, folder)
    return write_manifest(folder, entries)


def _taobao(shop: ShopWorld, sink: Sink, daily: int) -> None:
    taobao_orders.write_orders(shop, sink, daily)
    taobao_orders.write_refunds(shop, sink, daily)
    sycm.write_sycm(shop, sink, daily)
    wanxiangtai.write_wanxiangtai(shop, sink, daily)


def _douyin(shop: ShopWorld, sink: Sink, daily: int) -> None:
    douyin_orders.write_orders(shop, sink, daily)
    douyin_orders.write_refunds(shop, sink, daily)
    compass.write_compass(shop, sink, daily)


_WRITERS = {"taobao": _taobao, "tmall": _taobao, "douyin": _douyin, "shopify": shopify.write_shopify}
