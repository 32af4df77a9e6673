"""What answers a question: lines about all that it names, and with enough of its other words."""

from daybook.analysis.text.asked import Asking, Line, Lines
from daybook.analysis.text.search import pieces

RIVAL, MARGIN, PRICE, HERO = "qrivalq", "qmarginq", "qpriceq", "qheroq"
SET = frozenset


def line(text: str, *tells: str, opened_by: str = "", mainly: tuple[str, ...] = (), mentions: tuple[str, ...] = (),
         section: str = "") -> Line:
    return Line(text, SET(tells), SET(mentions), SET({section} if section else ()), SET(pieces(text)),
                SET({opened_by} if opened_by else ()), SET(mainly))


LINES = Lines((line("对家壶 211", RIVAL, PRICE, opened_by=RIVAL), line("电热水壶 44.1", HERO, MARGIN),
               line("平底锅 129", PRICE), line("合同提到", "qcontractq", mentions=(RIVAL,), section="qcontractq")))


def asked(text: str, *concepts: str, soft: tuple[str, ...] = (), before: tuple[str, ...] = (), bound: tuple[str, ...] = (),
          weight: float = 1.0) -> list[int]:
    asking = Asking(" ".join((text, *concepts)), SET(concepts), SET(soft), SET(before), bound, weight)
    return [c.at for c in LINES.covering(asking, 0.6)]


def test_a_line_about_another_thing_or_without_what_is_asked_answers_nothing() -> None:
    assert asked("", RIVAL, PRICE) == [0]
    assert asked("", RIVAL, MARGIN) == [], "what a rival earns is nowhere"
    assert asked("", HERO, MARGIN) == [1]
    assert asked("", RIVAL) == [0], "a contract that mentions a rival is not about one"
    assert asked("", RIVAL, "qcontractq") == [3], "but says of it what a question about contracts asks"


def test_others_answer_only_who_asks_for_them_or_names_one_and_a_part_asks_of_the_thing_before_it() -> None:
    assert asked("", PRICE) == [2]
    assert asked("", PRICE, before=(RIVAL,)) == [0]
    assert asked("对家壶", PRICE) == [0], "by its name"


def test_words_that_stand_nowhere_weigh_against_an_answer_and_numbers_and_names_have_to_be_there() -> None:
    assert asked("平底锅") == [2]
    assert asked("平底锅 涂层脱落") == []
    assert asked("平底锅 130") == []
    assert asked("") == []
    assert asked("涂层", PRICE) == [], "of two that are asked one is not there"
    assert asked("涂层", PRICE, weight=0.5) == [2], "where the price is what is asked a word says little"
    assert asked("", PRICE, bound=("微波炉",)) == []


def test_what_decides_nothing_does_so_only_where_there_is_nothing_else() -> None:
    assert asked("", MARGIN, soft=("qproductq",)) == [1]
    assert asked("", soft=("qproductq",)) == []


def test_a_line_that_is_about_more_than_was_asked_stands_behind_one_that_is_not() -> None:
    lines = Lines((line("目标 39000", "qtargetq", "qspendq", mainly=("qtargetq",)), line("花费 1251", "qspendq")))
    assert [c.at for c in lines.covering(Asking("qspendq", SET({"qspendq"})), 0.6)] == [1]
    both = SET({"qspendq", "qtargetq"})
    assert [c.at for c in lines.covering(Asking("qspendq qtargetq", both), 0.6)] == [0]
    assert [c.at for c in lines.covering(Asking("qspendq", SET({"qspendq"})), 0.6, among={0})] == [0], "of the lines of a time"
