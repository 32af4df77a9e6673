"""Questions to the operating file in words of many people, and about what such a file does not hold."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from daybook.domain.file_page import Claim, OperatingFile
from daybook.rulebook import file_words
from daybook.workflows.file_asked import ask
from tests.workflows.worked_house import MONDAY

HERE = Path(__file__).parent


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


ASKED = _read("other_words.toml")
TOLD = [(kind, question) for kind, questions in ASKED["told"].items() for question in questions]
NOWHERE = [question for questions in ASKED["not_in_the_file"].values() for question in questions]


def says(claim: Claim) -> tuple[str, ...]:
    return (f"{claim.subject} {claim.text}",)


@pytest.fixture(scope="module")
def file() -> OperatingFile:
    claims = tuple(Claim(row["section"], row["subject"], f"{row['zh']} {row['en']}", row["ref"], row["known_on"],
                         kinds=tuple(row["kinds"].split())) for row in _read("told_shop.toml")["claim"])
    return OperatingFile("qingchuan-tmall", "qingchuan", MONDAY.replace(day=30), claims)


def test_there_are_questions_enough_in_both_languages() -> None:
    every = [question for _, question in TOLD] + NOWHERE
    assert len(set(every)) == len(every) >= 250
    assert min(sum(q.isascii() for q in every), sum(not q.isascii() for q in every)) >= 100


def test_a_question_in_other_words_is_answered_by_the_kind_of_claim_that_tells_it(file: OperatingFile) -> None:
    first = {question: ask(file, question, says).claims[:1] for _, question in TOLD}
    missed = [(kind, question, [c.kinds for c in first[question]]) for kind, question in TOLD
              if [c.kinds[0] for c in first[question]] != [kind]]
    assert not missed, "\n".join(map(str, missed))


def test_what_the_file_does_not_hold_is_said_not_to_be_in_it(file: OperatingFile) -> None:
    told = [(question, [(c.kinds, c.subject) for c in ask(file, question, says).claims]) for question in NOWHERE]
    assert not [one for one in told if one[1]], "\n".join(map(str, (one for one in told if one[1])))


def test_no_part_of_a_question_is_answered_by_the_neighbour_of_another(file: OperatingFile) -> None:
    answers = {question: ask(file, question, says).claims for question in ASKED["in_part"]}
    told = {question: " ".join(dict.fromkeys(c.kinds[0] for c in claims)) for question, claims in answers.items()}
    assert told == ASKED["in_part"]


def test_a_question_of_which_nothing_is_understood_is_said_not_to_be_in_the_file(file: OperatingFile) -> None:
    answer = ask(file, "Next month's number?", says)
    assert (answer.claims, answer.missing) == ((), ("Next month's number?",))


def test_a_word_means_one_thing_and_kinds_tell_concepts_that_are_known() -> None:
    rows = tomllib.loads((Path(file_words.__file__).with_name("file_words.toml")).read_text(encoding="utf-8"))
    words = Counter(word.strip().lower() for part in file_words.CONCEPTS for listed in rows[part].values()
                    for word in listed.split(","))
    assert [word for word, n in words.items() if n > 1] == []
    told = {key for part in ("sections", "kinds", "opened_by", "by_hand") for keys in rows[part].values() for key in keys.split()}
    known = {key for part in file_words.CONCEPTS for key in rows[part]}
    assert told - {"|"} <= known
    assert {*rows["wider"], *rows["wider"].values()} <= known
