"""Text in columns: Chinese takes two, and no product title may steer a terminal or turn a line round."""

import unicodedata
from collections.abc import Iterator

JOINER = "\u200d"                        # holds an emoji together; harmless
STEERING = frozenset({"Cc", "Cf", "Cs"})  # Unicode categories: control, format, surrogate
CLOSING = "，。；：、！？）」』】》”’"         # marks that may not start a line


def clean(text: str) -> str:
    """Text without control and direction characters; what breaks a line becomes a space.

    >>> clean("kettle\\x1b[31m\\n" + chr(0x202E) + "red")
    'kettle[31m red'
    """
    if text.isprintable():      # most is: no control, format or line-breaking character in it
        return str.__str__(text)
    spaced = "".join(" " if mark in "\t\n\r\v\f\u2028\u2029" else mark for mark in text)
    return "".join(mark for mark in spaced if mark == JOINER or unicodedata.category(mark) not in STEERING)


def columns(text: str) -> int:
    """Half-width columns that a text takes.

    >>> columns("支付 ok")
    7
    """
    return sum(_width(mark) for mark in text)


def clipped(text: str, width: int) -> str:
    """The text in at most `width` columns; a cut shows as an ellipsis.

    >>> clipped("手冲壶细口壶", 8), clipped("kettle", 8)
    ('手冲壶…', 'kettle')
    """
    if columns(text) <= width:
        return text
    kept = ""
    for mark in text:
        if columns(kept) + _width(mark) > width - 1:
            break
        kept += mark
    return kept.rstrip() + "…"


def padded(text: str, width: int, right: bool = False) -> str:
    """Blanks up to `width` columns, behind the text or before it."""
    blanks = " " * max(width - columns(text), 0)
    return blanks + text if right else text + blanks


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns: words stay whole, Chinese breaks anywhere but before a closing mark.

    >>> wrapped("aa bb cc", 5), wrapped("今日计划。", 8)
    (['aa bb', 'cc'], ['今日计', '划。'])
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
        while columns(line.rstrip()) > width:
            head = clipped(line, width + 1).removesuffix("…")
            lines.append(head)
            line = line[len(head):]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _width(mark: str) -> int:
    if unicodedata.combining(mark):
        return 0
    return 2 if unicodedata.east_asian_width(mark) in "WF" else 1


def _pieces(text: str) -> Iterator[str]:
    """Words with their blank, and wide characters one by one with the closing marks that follow."""
    piece = ""
    for mark in text:
        breaks = piece and (piece[-1] == " " or 2 in (_width(mark), _width(piece[-1])))
        if breaks and mark != " " and mark not in CLOSING:
            yield piece
            piece = ""
        piece += mark
    if piece:
        yield piece
