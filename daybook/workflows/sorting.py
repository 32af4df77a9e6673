"""Sorting: files of many shops dropped together find their shop and day by themselves, or wait with one question."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from daybook.domain.errors import DaybookError, NeedsPerson, NoDay
from daybook.domain.said import Said
from daybook.sources.dates import period_in_name
from daybook.sources.dropped import Dropped, dropped_files, under_name
from daybook.sources.landing import content_hash
from daybook.sources.signs import Signs, signs_of
from daybook.workflows.house import House
from daybook.workflows.ingest import FileReport, Incoming, Progress, ingest
from daybook.workflows.known_ids import id_clues
from daybook.workflows.questions import (
    DAY_RULES,
    Asked,
    answer,
    ask,
    day_by_rule,
    day_rule,
    files_behind,
    no_longer_waiting,
    question,
)
from daybook.workflows.scratch import scratch_folder
from daybook.workflows.whose import (
    Clue,
    Known,
    Verdict,
    decide,
    folded,
    pattern_of,
    place_clues,
    possible_shops,
    stated_clues,
)

#: Files sorted and taken in together: bounds memory, and makes few commits of many small files.
TOGETHER = 400
#: Clues that need no look into the lake beside them.
SURE = ("seen", "name", "account", "folder")


@dataclass(frozen=True)
class SortedFile:
    """What became of one file: the report of its ingest with how its shop was told, or the question it waits for."""

    dropped: Dropped
    report: FileReport
    why: str = ""
    question: Asked | None = None


@dataclass(frozen=True)
class _Looked:
    """One file with what it says, or why it could not be opened."""

    number: int
    one: Dropped
    signs: Signs
    clues: tuple[Clue, ...]
    verdict: Verdict
    problem: DaybookError | None = None


def sort_in(house: House, paths: Sequence[Path], *, answers: Mapping[str, str] | None = None,
            known_at: datetime | None = None, shop: str = "", mapping: Path | None = None,
            below: Path | None = None, keep_questions: bool = True, among: Sequence[str] | None = None,
            progress: Progress = lambda said: None) -> Iterator[SortedFile]:
    """Sorts and takes in files, folders and archives; one result per file, as they are done.

    `answers` are question key -> answer, remembered as with `take_answer`; `shop` says that all files are of one shop;
    `below` is the folder from which on the place of single files is told; `among` are the only shops by name that a file
    may be sorted to, those of whoever dropped it.  A file with a problem of its own is
    reported and the others load.  Raises LakeError or OSError when nothing could be published.
    """
    for key, said in (answers or {}).items():
        answer(house, key, said)
    with scratch_folder() as scratch:
        work = _Work(house, scratch, answers or {}, known_at, mapping, progress, keep_questions, among)
        files, number = dropped_files(paths, scratch, below), 0
        while batch := list(islice(files, TOGETHER)):
            if number or len(batch) == TOGETHER:
                progress(Said("sorting files {first} to {last}", first=number + 1, last=number + len(batch)))
            yield from work.take(batch, shop)
            number += len(batch)


def take_answer(house: House, key: str, said: str, progress: Progress = lambda said: None) -> list[SortedFile]:
    """Answers a question, remembers the answer, and takes in the files that waited for it.

    Raises WrongUsage for an unknown question and for an answer that is none.
    """
    answer(house, key, said)
    with scratch_folder() as scratch:
        work = _Work(house, scratch, {key: said}, None, None, progress)
        return [done for shop, files in files_behind(key, scratch).items() for done in work.take(files, shop or said)]


class _Work:
    """Some files on their way from the folder to the lake."""

    def __init__(self, house: House, scratch: Path, answers: Mapping[str, str], known_at: datetime | None,
                 mapping: Path | None, progress: Progress, keep_questions: bool = True,
                 among: Sequence[str] | None = None) -> None:
        self.house, self.scratch, self.answers = house, scratch, answers
        self.known_at, self.mapping, self.progress = known_at, mapping, progress
        self.shops = {s.name: s for s in house.shops() if among is None or s.name in among}
        self.keep_questions = keep_questions

    def take(self, files: Sequence[Dropped], shop: str) -> list[SortedFile]:
        looked = [_Looked(n, one, Signs(), (), Verdict(shop, "named in the call"), one.problem)
                  for n, one in enumerate(files)] if shop else self._look(files)
        asked = self._questions([x for x in looked if not x.verdict.shop and x.problem is None])
        done: dict[int, SortedFile] = {}
        ready: list[tuple[_Looked, str]] = []
        for x in looked:
            said = asked.get(x.number)
            if x.problem is not None and not x.verdict.shop:
                done[x.number] = SortedFile(x.one, _report(x.one, "refused", problem=x.problem))
            elif said is not None and said.key not in self.answers:
                done[x.number] = SortedFile(x.one, _report(x.one, "waiting", problem=_needed(x.one, said)),
                                            question=said)
            else:
                ready.append((x, self.answers[said.key] if said else x.verdict.shop))
        self._keep_questions(asked, {x.number: x.one for x in looked}, "shop")
        done |= self._load(ready)
        return [done[n] for n in sorted(done)]

    def _look(self, files: Sequence[Dropped]) -> list[_Looked]:
        known = self._mine(known_shops(self.house))
        seen = _seen_before([one for one in files if one.problem is None and one.file.is_file()])
        found = [self._first_look(n, one, known, seen) for n, one in enumerate(files)]
        weak = {x.number: x.signs for x in found
                if x.problem is None and not any(c.kind in SURE and c.shops for c in x.clues)}
        by_ids = id_clues(self.house, weak, self.house.now().date()) if len(known.shops) > 1 else {}
        return [self._decided(x, [*x.clues, *self._of_mine(by_ids.get(x.number, ()))], known) for x in found]

    def _mine(self, known: Known) -> Known:
        """What is known of the shops that files may be sorted to."""
        mine = frozenset(self.shops)
        return Known(tuple(s for s in known.shops if s.name in mine),
                     {n: s & mine for n, s in known.names.items() if s & mine},
                     {k: s & mine for k, s in known.signs.items() if s & mine})

    def _of_mine(self, clues: Iterable[Clue]) -> list[Clue]:
        mine = frozenset(self.shops)
        return [replace(c, shops=c.shops & mine) for c in clues if c.shops & mine]

    def _first_look(self, number: int, one: Dropped, known: Known, seen: Mapping[Path, frozenset[str]]) -> _Looked:
        problem: DaybookError | None = one.problem
        signs = Signs()
        if problem is None and not one.file.is_file():
            problem = DaybookError("there is no such file", where=str(one.path), next_step="check the path")
        if problem is None:
            try:
                signs = signs_of(one.file)
            except NeedsPerson:
                pass                            # its shop may still be told by where it lay; ingest says the rest
            except DaybookError as met:
                problem = met
        before = seen.get(one.file, frozenset()) & frozenset(self.shops)
        clues = [Clue("seen", "the same content came in before", before)] if before else []
        clues += [*stated_clues(known, signs), *place_clues(known, one.place, one.file.name)]
        return _Looked(number, one, signs, tuple(clues), Verdict("", ""), problem)

    def _decided(self, x: _Looked, clues: Sequence[Clue], known: Known) -> _Looked:
        possible, ruled = possible_shops(known, x.signs)
        return replace(x, clues=tuple(clues), verdict=decide(clues, possible, ruled))

    def _questions(self, open_: Sequence[_Looked]) -> dict[int, Asked]:
        """file number -> its question; files that would have the same answer share one."""
        groups: dict[tuple[str, str, tuple[str, ...]], list[_Looked]] = defaultdict(list)
        for x in open_:
            groups[(*_group(x), x.verdict.choices)].append(x)
        found: dict[int, Asked] = {}
        for (kind, sign, choices), members in groups.items():
            same = Counter(_report_of(x, kind) for x in members)
            for x in members:
                alone = not kind or same[_report_of(x, kind)] > 1
                about = content_hash(x.one.file)[0] if alone else "\x1e".join(choices)
                text = _text(x, 1 if alone else len(members), "" if alone else kind, sign)
                found[x.number] = question("shop", text, choices or sorted(self.shops), "" if alone else kind,
                                           "" if alone else sign, about)
        return found

    def _keep_questions(self, asked: Mapping[int, Asked], files: Mapping[int, Dropped], kind: str,
                        shops: Mapping[int, str] | None = None) -> None:
        by_key: dict[str, tuple[Asked, list[tuple[Dropped, str]]]] = {}
        for number, said in asked.items():
            if said.key not in self.answers:
                by_key.setdefault(said.key, (said, []))[1].append((files[number], (shops or {}).get(number, "")))
        for said, waiting in by_key.values() if self.keep_questions else ():
            ask(self.house, said, waiting)

    def _load(self, ready: Sequence[tuple[_Looked, str]]) -> dict[int, SortedFile]:
        done, undated = self._ingest([(x, shop, x.one.file) for x, shop in ready])
        dated, asked = [], {}
        for x, shop in undated:
            pattern = pattern_of(x.one.file.name)
            said = question("day", f"which day do the rows of {x.one.name} of {shop} count? The file says none",
                            self._day_choices(x.one), "day", pattern, shop)
            days = day_by_rule(self.answers.get(said.key) or day_rule(self.shops[shop], pattern), x.one,
                               self.shops[shop].day_of(self.known_at or self.house.now()))
            if days is None:
                asked[x.number] = said
                report = replace(done[x.number].report, state="waiting", problem=_needed(x.one, said))
                done[x.number] = replace(done[x.number], report=report, question=said)
            else:
                name = "_".join(dict.fromkeys(d.isoformat() for d in days)) + "_" + x.one.file.name
                dated.append((x, shop, under_name(x.one.file, name, self.scratch)))
        self._keep_questions(asked, {x.number: x.one for x, _ in undated}, "day", {x.number: s for x, s in undated})
        done |= self._ingest(dated)[0]
        for number, x in {x.number: x for x, _ in ready if x.number not in asked}.items():
            if done[number].report.state in ("loaded", "unchanged"):
                no_longer_waiting(x.one.file)
        return done

    def _ingest(self, files: Sequence[tuple[_Looked, str, Path]]
                ) -> tuple[dict[int, SortedFile], list[tuple[_Looked, str]]]:
        """What became of files of known shops, and those whose day nothing says."""
        if not files:
            return {}, []
        reports = ingest(self.house, [Incoming(shop, file, self.known_at, self.mapping) for _, shop, file in files],
                         self.progress if len(files) < TOGETHER // 10 else lambda said: None)
        done = {x.number: SortedFile(x.one, replace(report, file=x.one.name), x.verdict.why)
                for (x, _, _), report in zip(files, reports, strict=True)}
        undated = [(x, shop) for (x, shop, _), report in zip(files, reports, strict=True)
                   if isinstance(report.problem, NoDay)]
        return done, undated

    def _day_choices(self, one: Dropped) -> tuple[str, ...]:
        arrived = self.house.now().date()
        return tuple(rule for rule in DAY_RULES if day_by_rule(rule, one, arrived) is not None)


def known_shops(house: House) -> Known:
    """The registered shops, the names they are known by, and the signs that people gave."""
    from daybook.records import models

    names: dict[str, set[str]] = defaultdict(set)
    for shop in house.shops():
        names[folded(shop.name)].add(shop.name)
    learned = models.Landing.objects.filter(state="loaded").exclude(shop_names=[])
    for name, stated in learned.values_list("shop__name", "shop_names").distinct():
        for one in stated:
            names[folded(one)].add(name)
    signs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, kind, value in models.ShopSign.objects.values_list("shop__name", "kind", "value"):
        signs[kind, value].add(name)
    return Known(house.shops(), {n: frozenset(s) for n, s in names.items()},
                 {k: frozenset(s) for k, s in signs.items()})


def _seen_before(files: Sequence[Dropped]) -> dict[Path, frozenset[str]]:
    """file -> the shops for which the same content was loaded before."""
    from daybook.records import models

    marks = {one.file: content_hash(one.file)[0] for one in files}
    shops: dict[str, set[str]] = defaultdict(set)
    for sha256, shop in models.Landing.objects.filter(sha256__in=set(marks.values()), state="loaded").values_list(
            "sha256", "shop__name"):
        shops[sha256].add(shop)
    return {file: frozenset(shops[mark]) for file, mark in marks.items() if mark in shops}


def _group(x: _Looked) -> tuple[str, str]:
    """By what files of one question belong together, which is also what is remembered with its answer."""
    strange = [c for c in x.clues if not c.shops]
    if strange:
        return strange[0].kind, strange[0].value
    if any(c.shops for c in x.clues) and not _fits_several(x):
        return "", ""                                               # clues against each other: no rule comes of it
    if len(x.one.place) > 1:
        return "folder", "/".join(x.one.place[1:])
    return "file", pattern_of(x.one.file.name)


def _fits_several(x: _Looked) -> bool:
    sets = [c.shops for c in x.clues if c.shops]
    return len(frozenset.intersection(*sets)) > 1 if sets else False


def _text(x: _Looked, files: int, kind: str, sign: str) -> str:
    what = {"folder": f"the {files} files in folder {sign}", "file": f"files called {sign}",
            "name": f"files that state the shop name {sign}", "account": f"files of account {sign}"}.get(
        kind, f"the file {x.one.name}")
    told = f" ({', '.join(x.signs.readers)})" if x.signs.readers else ""
    return f"whose are {what}{told}? {x.verdict.why[:1].upper()}{x.verdict.why[1:]}"


def _report_of(x: _Looked, kind: str) -> tuple[tuple[str, ...], object]:
    """Which report of which days a file is, by its name: a shop has one of each, so that two are of two shops.

    In a folder of their own, parts of one day may be of one shop; there only the same name counts.
    """
    name = x.one.file.name
    return x.signs.readers, (period_in_name(name) if kind == "file" else None) or _without_counter(name)


def _without_counter(name: str) -> str:
    return re.sub(r"\s*[(（]\d+[)）](?=\.\w+$|$)", "", name)


def _needed(one: Dropped, said: Asked) -> NeedsPerson:
    choices = ", ".join(said.choices[:8]) + (" ..." if len(said.choices) > 8 else "")
    first = said.choices[0] if said.choices else "SHOP"
    return NeedsPerson(f"{said.text}. Choices: {choices or 'register the shop first'}", where=one.name,
                       next_step=f"`daybook inbox answer {said.key} {first}`, or ingest with --answer {said.key}={first}")


def _report(one: Dropped, state: str, problem: DaybookError) -> FileReport:
    return FileReport(one.name, "", state, "", problem=problem)
