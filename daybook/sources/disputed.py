"""After-sale cases that the platform was asked to judge, taken out of a table of after-sale cases."""

from typing import TYPE_CHECKING

from daybook.facts.talk_tables import DISPUTES
from daybook.sources.columns import Columns
from daybook.sources.reader import Batch
from daybook.sources.report import Aliases

if TYPE_CHECKING:
    import pyarrow as pa

#: How exports say that nobody was asked to judge.
NONE_ASKED = ("无", "无仲裁", "无需仲裁", "未仲裁", "未介入", "无需客服介入", "不需客服介入", "未申请客服介入", "不需要客服介入",
              "否")


def disputes(columns: Columns, refunds: "dict[str, pa.Array]", state: Aliases, liable: Aliases = (),
             kind: Aliases = (), line: Aliases = (), until: Aliases = (), closed: Aliases = (), applied: Aliases = ()) -> Batch:
    """The cases whose `state` says that they were taken to the platform; keyed and dated like their after-sale case."""
    import pyarrow as pa
    import pyarrow.compute as pc

    said = columns.text(*state)
    asked = pc.and_(pc.is_valid(said), pc.invert(pc.is_in(said, value_set=pa.array(NONE_ASKED))))
    return columns.batch(DISPUTES, {
        "dispute_id": refunds["refund_id"], "opened_on": refunds["applied_on"],
        "opened_at": columns.moments(*applied).at, "order_id": refunds["order_id"],
        "line_id": columns.ids(*line), "item_id": refunds["item_id"], "kind": columns.text(*kind),
        "reason": refunds["reason"], "status": said, "liable": columns.text(*liable), "amount": refunds["amount"],
        "answer_by": columns.moments(*until).at, "closed_on": columns.moments(*closed).day,
        "currency": refunds["currency"],
    }, pc.fill_null(asked, False))
