"""The sales desk (晨间台): yesterday's numbers, their comparisons, and what moved."""

from daybook.desks.desk import Desk
from daybook.desks.sales.events import BURST, GIANT, find_giant_order, find_refund_burst
from daybook.desks.sales.findings import CHANGED, find_changes
from daybook.desks.sales.moves import check_burst, look_at_change, mark_bulk_order
from daybook.desks.sales.slice_findings import SLICE_CHANGED, find_slice_changes

DESK = Desk("sales", "晨间台", finds=(find_changes, find_slice_changes, find_giant_order, find_refund_burst),
            moves={CHANGED: look_at_change, SLICE_CHANGED: look_at_change, GIANT: mark_bulk_order, BURST: check_burst})
