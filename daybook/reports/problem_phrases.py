"""What went wrong, in the reader's language: sentences of errors, of rows left out and of warnings.

Errors are raised, kept and logged in English.  The catalog holds each of their sentences with named places (context
"problem"); a sentence that was filled already, such as one kept in records, is found again by them.  What no entry fits
stays as it is: text of a platform or of a library.
"""

import re
from dataclasses import dataclass
from functools import cache

from daybook.domain.errors import DaybookError
from daybook.domain.said import Said
from daybook.reports.localise import in_language
from daybook.reports.wording import Words

CONTEXT = "problem"
NEXT = ". Next: "
PLACE = re.compile(r"\{(\w+)\}")
Fit = tuple[str, dict[str, str]]
#: A sentence with fewer characters of its own would fit texts that it does not say.
LEAST_OWN = 6


@dataclass(frozen=True)
class ProblemWords:
    """An error in words: to which thing, what happened, and what to do next; `where` and `next_step` may be empty."""

    where: str
    what: str
    next_step: str
    language: str

    def __str__(self) -> str:
        zh = self.language == "zh"
        text = f"{self.where}{'：' if zh else ': '}{self.what}" if self.where else self.what
        if not self.next_step:
            return text
        return f"{text}。下一步：{self.next_step}" if zh else f"{text}{NEXT}{self.next_step}"


def problem_words(problem: DaybookError, w: Words) -> ProblemWords:
    """An error in the reader's language."""
    return ProblemWords(problem.where, _raised(problem.what, w), _raised(problem.next_step, w), w.language)


def _raised(text: str, w: Words) -> str:
    """A sentence as it was raised: where it remembers its places, what stands in them is said in the language too."""
    if not isinstance(text, Said):
        return sentence(text, w)
    values = {name: sentence(value, w) if type(value) is str else value for name, value in text.values.items()}
    filled = Said(text.template, **values)
    if w.name(CONTEXT, text.template) == text.template:
        return in_language(filled, w)
    return w.name(CONTEXT, text.template).format(**{name: in_language(v, w) for name, v in values.items()})


def kept_words(text: str, w: Words) -> ProblemWords:
    """The same of an error that was kept as text."""
    rest, _, next_step = text.partition(NEXT)
    if w.language == "en":
        return ProblemWords("", rest, next_step, w.language)
    found = [(_fits(rest[place:], w), place) for place in (0, *(m.end() for m in re.finditer(": ", rest)))]
    best, place = max(((fit, place) for fit, place in found if fit), key=lambda pair: _own(pair[0]), default=(None, 0))
    if best is None:
        return ProblemWords("", rest, sentence(next_step, w), w.language)
    return ProblemWords(rest[:max(place - 2, 0)], _filled(best, w), sentence(next_step, w), w.language)


def sentence(text: str, w: Words) -> str:
    """A sentence of the house in the reader's language, with what stood in its places; else the text itself.

    >>> from daybook.reports.wording import translator
    >>> sentence("there is no work item 7", translator("zh"))
    '没有工作项 7'
    """
    fit = _fits(text, w) if w.language != "en" and text else None
    return text if fit is None else _filled(fit, w)


def _fits(text: str, w: Words) -> Fit | None:
    """The sentence of the catalog that a text is; of several the one with the most words of its own."""
    if w.name(CONTEXT, text) != text:
        return text, {}
    for shape, template in _shapes(w):
        match = shape.fullmatch(text)
        if match:
            return template, match.groupdict()
    return None


def _filled(fit: Fit, w: Words) -> str:
    template, places = fit
    said = w.name(CONTEXT, template)
    return said.format(**{name: sentence(text, w) for name, text in places.items()}) if places else said


def _own(fit: Fit) -> int:
    """How many characters of a sentence are its own and not its places'."""
    return len(PLACE.sub("", fit[0]))


@cache
def _shapes(w: Words) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every sentence with places as a pattern; the one with the most words of its own first."""
    templates = [t for t in w.of_group(CONTEXT) if PLACE.search(t) and _own((t, {})) >= LEAST_OWN]
    templates.sort(key=lambda t: (-len(PLACE.sub("", t)), t))
    return tuple((_shape(t), t) for t in templates)


def _shape(template: str) -> re.Pattern[str]:
    """A pattern that fits what the template says, whatever stands in its places; a place named twice holds the same.

    >>> _shape("{n} of {all} files").fullmatch("3 of 12 files").groupdict()
    {'n': '3', 'all': '12'}
    """
    pieces, at, seen = [], 0, set()
    for place in PLACE.finditer(template):
        pieces.append(re.escape(template[at:place.start()]))
        name = place.group(1)
        pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
        seen.add(name)
        at = place.end()
    return re.compile("".join([*pieces, re.escape(template[at:])]), re.DOTALL)
