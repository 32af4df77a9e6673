"""How a crowd is written as the filter of a platform's own tool, with the source of its words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: What a filter's text holds beside its conditions.
ABOUT = ("platforms", "console", "source", "seen_on", "confidence", "joined")


@dataclass(frozen=True)
class CrowdTool:
    """One platform's tool: where it stands, what joins conditions, and condition -> what is typed for it."""

    console: str
    source: str
    confidence: str
    joined: str
    words: Mapping[str, str]


def crowd_tool(platform: str) -> CrowdTool | None:
    """The tool of a platform; None where none is known."""
    return next((tool for names, tool in _tools() if platform in names), None)


@cache
def _tools() -> tuple[tuple[tuple[str, ...], CrowdTool], ...]:
    rows = tomllib.loads((files("daybook.rulebook") / "crowd_filters.toml").read_text(encoding="utf-8"))["tool"]
    return tuple((tuple(row["platforms"]), CrowdTool(
        row["console"], row["source"], row["confidence"], row["joined"],
        {name: text for name, text in row.items() if name not in ABOUT})) for row in rows)
