"""What buyers wrote of the demonstration: planted where an export shows it, and read as what it is."""

from daybook.analysis.text.causes import told
from daybook.demo.shops import plan_shops
from daybook.demo.talked import BEGINS, talk_of

DAYS = 120


def test_planted_talk_is_read_as_what_it_is() -> None:
    """Each complaint of a batch names packaging in words of its own; the rash is bodily harm; nobody answered the questions."""
    plans = plan_shops(1, 12)
    kinds = set()
    for plan in plans:
        talk = talk_of(1, plan, DAYS)
        assert bool(talk.questions) is (plan.platform in ("taobao", "tmall"))
        for one in talk.planted:
            kinds.add(one.kind)
            mine = [r.text for r in talk.reviews if r.product == one.product and one.first <= r.day <= one.last]
            if one.kind == "talk_batch":
                assert len(set(mine)) == len(mine) >= 5
                assert all("packaging" in told(text).causes for text in mine)
            elif one.kind == "talk_urgent":
                assert "harm" in told(mine[0]).urgent
            else:
                asked = [q.answer for q in talk.questions if one.first <= q.day <= one.last and q.product == 0]
                assert asked.count("") == 3
    assert kinds == set(BEGINS)
