"""The page of all moves, guards, their rules and limits, printed from the code."""

import ast
import inspect
import textwrap
from collections.abc import Iterator

from daybook.actions.guards import GUARDS
from daybook.actions.guards.guard import Guard
from daybook.actions.limits import DEFAULTS
from daybook.domain.limits import LIMITS
from daybook.domain.moves.kinds import KINDS, field_types
from daybook.domain.moves.move import Move
from daybook.rulebook.reading import load
from daybook.rulebook.rules import CONFIDENCE, Rule

HEAD = """# Moves and guards

Printed from the code; `make golden` prints it again.

A move is one change to one object. It is proposed with the state in which it was seen, every guard that fits it is asked,
a person agrees to that very fingerprint, it is asked again right before the one write, read back, and gets a receipt
([how a write goes](decisions/0007-one-write-read-back.md)). A guard answers pass, needs approval, or refuse; a refusal names
its rule and the nearest change that is legal. What is not known is refused, and no argument skips a guard.
"""


def guards_page() -> str:
    """All of it as Markdown."""
    return "\n".join([HEAD, *_guards(), *_rules(), *_moves(), *_limits()]).rstrip() + "\n"


def _guards() -> Iterator[str]:
    yield "## Guards\n\n| must hold | asked of | rules |\n|---|---|---|"
    for guard in GUARDS:
        asked = "every move" if len(guard.moves) == len(KINDS) else ", ".join(f"`{m.name}`" for m in guard.moves)
        yield f"| **{guard.name.replace('_', ' ')}**: {_first_line(guard)} | {asked} | {', '.join(guard.rules)} |"


def _first_line(guard: Guard) -> str:
    return (inspect.getdoc(guard.holds) or "").splitlines()[0]


def _rules() -> Iterator[str]:
    asked = {rule for guard in GUARDS for rule in guard.rules}
    yield "\n## Rules behind them\n\nNumbers are defaults of the rulebook; a client sets its own limits (below).\n"
    yield "| rule | says | numbers | platform | source | seen on |\n|---|---|---|---|---|---|"
    for rule in load().rules:
        if rule.id in asked:
            yield (f"| {rule.id} | {rule.what} | {_numbers(rule)} | {'all' if rule.platform == '*' else rule.platform} | "
                   f"{rule.source} ({CONFIDENCE[rule.confidence]}) | {rule.seen_on} |")


def _numbers(rule: Rule) -> str:
    return ", ".join(f"{name} {value} {rule.units[name]}" for name, value in rule.values.items())


def _moves() -> Iterator[str]:
    yield "\n## Moves\n\n| move | is | object | fields | leaves by | taken back |\n|---|---|---|---|---|---|"
    for kind in KINDS.values():
        fields = ", ".join(f"`{name}`" for name in field_types(kind) if name != "object_id")
        yes = f"yes; what stays: {kind.stays}" if kind.stays else "yes"
        back = f"no: {kind.once}" if kind.once else yes if kind.undo is Move.undo else "no: " + _own_words(kind)
        yield (f"| `{kind.name}` {kind.zh} | {_what(kind)} | {kind.object_kind} | {fields} | "
               f"{', '.join(way.value for way in kind.ways)} | {back} |")


def _what(kind: type[Move]) -> str:
    text = " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
    return text.partition(": ")[2] or text


def _own_words(kind: type[Move]) -> str:
    """The sentences that a move's own `undo` says."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind.undo)))
    return "; ".join(node.args[0].value for node in ast.walk(tree) if isinstance(node, ast.Call)
                     and isinstance(node.func, ast.Name) and node.func.id == "Said"
                     and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str))


def _limits() -> Iterator[str]:
    yield "\n## Limits of a client\n\nSet with `daybook set limit FILE.csv` ([what no export has](set.md)).\n"
    yield "| limit | written as | otherwise |\n|---|---|---|"
    for name, (kind, zh) in LIMITS.items():
        rule = DEFAULTS.get(name)
        yield f"| `{name}` {zh} | {kind.value} | {f'{rule[0]}: {load().value(*rule)}' if rule else 'none'} |"
