"""Paper: bytes of CSV and XLSX files, and the list of what was written where and known when."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Row = Sequence[str]
Cells = Sequence[str | float | int | None]


@dataclass(frozen=True)
class Entry:
    """One written file: path relative to the folder, for whom, what, and when it came in (UTC, ISO 8601)."""

    path: str
    client: str
    shop: str
    platform: str
    known_at: str
    kind: str


@dataclass(frozen=True)
class Manifest:
    """Everything that was written, in the order in which it came in."""

    folder: Path
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Sink:
    """Takes files of one shop; `entries` grows as they are put."""

    folder: Path
    client: str
    shop: str
    platform: str
    entries: list[Entry] = field(default_factory=list)

    def put(self, name: str, kind: str, known_at: str, content: bytes) -> None:
        """Writes one file under <client>/<shop>/<kind>/."""
        path = Path(self.client) / self.shop / kind / name
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.entries.append(Entry(path.as_posix(), self.client, self.shop, self.platform, known_at, kind))


def write_manifest(folder: Path, entries: Iterable[Entry]) -> Manifest:
    """manifest.json beside the client folders: a list of entries, sorted by the moment they came in."""
    ordered = tuple(sorted(entries, key=lambda e: (e.known_at, e.path)))
    text = json.dumps([asdict(e) for e in ordered], ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return Manifest(folder, ordered)


def columns(names: str) -> list[str]:
    """Column names out of one line.

    >>> columns("a,b")
    ['a', 'b']
    """
    return names.split(",")


def money(cents: int) -> str:
    """Two decimals, exact.

    >>> money(12345), money(-5)
    ('123.45', '-0.05')
    """
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def grouped(cents: int) -> str:
    """Two decimals with thousands separators, as 生意参谋 writes them.

    >>> grouped(1265300)
    '12,653.00'
    """
    return f"{cents // 100:,}.{cents % 100:02d}"


def percent(part: int, whole: int) -> str:
    """A share as text with two decimals; "-" without a base.

    >>> percent(503, 10000), percent(1, 0)
    ('5.03%', '-')
    """
    return f"{100 * part / whole:.2f}%" if whole else "-"


def plain_csv(header: Row, rows: Iterable[Row], encoding: str, end: str = "\r\n") -> bytes:
    """Comma separated without quotes: cells hold no comma, quote or line break."""
    lines = [",".join(header), *(",".join(r) for r in rows)]
    return (end.join(lines) + end).encode(encoding)


def quoted_csv(header: Row, rows: Iterable[Row], encoding: str) -> bytes:
    """Comma separated, every cell quoted, CRLF: cells hold no quote."""
    lines = ['"' + '","'.join(header) + '"', *('"' + '","'.join(r) + '"' for r in rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def careful_csv(header: Row, rows: Iterable[Row], encoding: str = "utf-8", end: str = "\n") -> bytes:
    """Comma separated, quoted where a cell needs it (RFC 4180)."""
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n\r') else text

    def line(row: Row) -> str:
        plain = ",".join(row)
        simple = plain.count(",") == len(row) - 1 and '"' not in plain and "\n" not in plain
        return plain if simple else ",".join(map(cell, row))

    lines = [line(header), *map(line, rows)]
    return (end.join(lines) + end).encode(encoding)


_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time stamp, so that the same rows give the same bytes


def workbook(sheets: Sequence[tuple[str, Iterable[Cells]]]) -> bytes:
    """An XLSX file with the given sheets (name, rows).  Texts become text cells, numbers number cells.

    Written by hand because a thousand small workbooks a run would take minutes through a library.
    """
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
                       f'Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": _book([name for name, _ in sheets]),
        "xl/_rels/workbook.xml.rels": _book_relations(len(sheets)),
    }
    for i, (_, rows) in enumerate(sheets):
        parts[f"xl/worksheets/sheet{i + 1}.xml"] = _sheet(rows)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text.encode(), compresslevel=1)
    return out.getvalue()


def _content_types(count: int) -> str:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="{sheet}"/>' for i in range(count))
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{book}"/>{overrides}</Types>'
    )


def _book(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(n)}" sheetId="{i + 1}" r:id="rId{i + 1}"/>' for i, n in enumerate(names))
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{sheets}</sheets></workbook>'


def _book_relations(count: int) -> str:
    items = "".join(
        f'<Relationship Id="rId{i + 1}" Type="{_RELS}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>'
        for i in range(count))
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _sheet(rows: Iterable[Cells]) -> str:
    body = "".join(f'<row r="{i}">{"".join(map(_cell, row))}</row>' for i, row in enumerate(rows, 1))
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _cell(value: str | float | int | None) -> str:
    if isinstance(value, str):
        text = escape(value) if "&" in value or "<" in value else value
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    return "<c/>" if value is None else f"<c><v>{value}</v></c>"
