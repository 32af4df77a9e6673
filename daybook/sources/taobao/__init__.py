"""Exports of Taobao and Tmall seller centres, of their ad consoles and of the shop's account."""

from daybook.sources.reader import Reader
from daybook.sources.taobao.ad_cuts import AD_CUTS
from daybook.sources.taobao.affiliate_export import AFFILIATES
from daybook.sources.taobao.content_export import CONTENT_REPORTS
from daybook.sources.taobao.event_export import EVENTS
from daybook.sources.taobao.goods_export import GOODS_AND_SHOWS
from daybook.sources.taobao.item_source_export import ITEM_SOURCES
from daybook.sources.taobao.market_export import MarketExport
from daybook.sources.taobao.questions_export import QUESTIONS
from daybook.sources.taobao.rivals_export import RivalsExport
from daybook.sources.taobao.scores_export import SCORES, ScoreDaysExport
from daybook.sources.taobao.service_export import INQUIRIES, ServiceExport
from daybook.sources.taobao.settlement_export import SETTLEMENT, BuyersBill

#: Reports of service, money, ads by audience and creative, rivals and events.
TAOBAO: tuple[Reader, ...] = (
    ServiceExport(), INQUIRIES, SCORES, ScoreDaysExport(), SETTLEMENT, BuyersBill(), *AD_CUTS, *AFFILIATES, *EVENTS,
    *GOODS_AND_SHOWS, ITEM_SOURCES, RivalsExport(), MarketExport(), QUESTIONS, *CONTENT_REPORTS,
)
