"""What answers a question: things it names, all that it asks of them, and enough of its words."""

from daybook.analysis.text.asked import Asking, Line, Lines

RIVAL, MARGIN, PRICE, HERO = "qrivalq", "qmarginq", "qpriceq", "qheroq"
SET = frozenset


def line(text: str, *about: str, section: str = "", others: bool = False) -> Line:
    return Line(text, SET(about), SET({section} if section else ()), others=others)


LINES = Lines((line(f"对家壶 {PRICE} 211", RIVAL, PRICE, section=RIVAL, others=True), line("电热水壶 44.1", HERO, MARGIN),
               line("平底锅 129", PRICE), line("合同提到 qrivalq", "qcontractq")))


def asked(text: str, things: tuple[str, ...] = (), matters: tuple[str, ...] = (), before: tuple[str, ...] = ()) -> list[int]:
    return [c.at for c in LINES.covering(Asking(text, SET(things), SET(matters), SET(before)), 0.6)]


def test_a_line_about_another_thing_or_without_what_is_asked_answers_nothing() -> None:
    assert asked(f"{RIVAL} {PRICE}", (RIVAL,), (PRICE,)) == [0]
    assert asked(f"{RIVAL} {MARGIN}", (RIVAL,), (MARGIN,)) == [], "what a rival earns is nowhere"
    assert asked(f"{HERO} {MARGIN}", (HERO,), (MARGIN,)) == [1]
    assert asked(RIVAL, (RIVAL,)) == [0], "a contract that mentions a rival is not about one"


def test_others_answer_only_who_asks_for_them_and_a_part_asks_of_the_thing_before_it() -> None:
    assert asked(PRICE, (), (PRICE,)) == [2]
    assert asked(PRICE, (), (PRICE,), before=(RIVAL,)) == [0]


def test_words_that_stand_nowhere_weigh_against_an_answer_and_numbers_have_to_be_there() -> None:
    assert asked("平底锅") == [2]
    assert asked("平底锅 涂层脱落") == []
    assert asked("平底锅 130") == []
    assert asked("") == []
