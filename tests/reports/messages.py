"""Which sentences reports say, and desks and workflows for them, read from code and templates."""

import ast
from pathlib import Path

from jinja2 import Environment, nodes

REPORTS = Path(__file__).resolve().parents[2] / "daybook" / "reports"
HOUSE = REPORTS.parent
Message = tuple[str, ...]           # (message,) or (one, more)


def messages() -> set[Message]:
    """Every message that Python and the templates of the reports ask the catalog for."""
    return {m for file in sorted(REPORTS.glob("*.py")) for m in _of_python(file)} | {
        m for file in sorted((REPORTS / "templates").glob("*.html")) for m in _of_template(file)} | {
        m for file in sorted(HOUSE.rglob("*.py")) for m in _said(file)}


def _said(file: Path) -> set[Message]:
    """Sentences that other rooms say: the templates of `Said`."""
    return {(node.args[0].value,) for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Said"
            and node.args and isinstance(node.args[0], ast.Constant)}


def _of_python(file: Path) -> set[Message]:
    found: set[Message] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if isinstance(node.func, ast.Name) and node.func.id == "w":
            assert texts, f"{file.name}:{node.lineno}: w() wants its sentence written out"
            found.add((texts[0],))
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "many":
            assert len(texts) == 2, f"{file.name}:{node.lineno}: many() wants both sentences written out"
            found.add((texts[0], texts[1]))
    return found


def _of_template(file: Path) -> set[Message]:
    tree = Environment().parse(file.read_text(encoding="utf-8"))
    plain = {(call.args[0].value,) for call in tree.find_all(nodes.Call)
             if isinstance(call.node, nodes.Name) and call.node.name == "w"}
    return plain | {(call.args[0].value, call.args[1].value) for call in tree.find_all(nodes.Call)
                    if isinstance(call.node, nodes.Getattr) and call.node.attr == "many"}
