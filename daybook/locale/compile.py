"""Turns each catalog (.po) into the file that gettext reads (.mo): `python -m daybook.locale.compile`."""

import ast
import struct
from pathlib import Path

HERE = Path(__file__).resolve().parent
MAGIC = 0x950412DE                  # GNU gettext manual, "The Format of GNU MO Files"
CONTEXT_GLUE, PLURAL_GLUE = "\x04", "\x00"
Catalog = dict[str, str]


def read_po(text: str) -> Catalog:
    """Messages by their key as gettext looks them up: context and message, singular and plural, glued.

    An entry that is marked fuzzy or has no translation is left out.  A broken line is a ValueError.

    >>> read_po('msgctxt "metric"\\nmsgid "paid_gmv"\\nmsgstr "支付金额"')
    {'metric\\x04paid_gmv': '支付金额'}
    """
    catalog: Catalog = {}
    for block in text.split("\n\n"):
        lines = block.strip().splitlines()
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        fields = _fields([line for line in lines if line and not line.startswith("#")])
        if "msgid" in fields and fields.get("msgstr", fields.get("msgstr[0]")):
            _add(catalog, fields)
    return catalog


def _fields(lines: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    field = ""
    for line in lines:
        if not line.startswith('"'):
            field, _, line = line.partition(" ")
            if field in fields:
                raise ValueError(f"{field} twice in one entry: put an empty line before {line}")
            fields[field] = ""
        fields[field] += str(ast.literal_eval(line))
    return fields


def _add(catalog: Catalog, fields: dict[str, str]) -> None:
    key = fields["msgid"]
    if "msgctxt" in fields:
        key = fields["msgctxt"] + CONTEXT_GLUE + key
    said = fields.get("msgstr", "")
    if "msgid_plural" in fields:
        key += PLURAL_GLUE + fields["msgid_plural"]
        forms = [fields[name] for name in sorted(fields) if name.startswith("msgstr[")]
        said = PLURAL_GLUE.join(forms)
    if key in catalog:
        raise ValueError(f"{key!r} is in the catalog twice")
    catalog[key] = said


def to_mo(catalog: Catalog) -> bytes:
    """The catalog in the binary format: sorted keys, so that equal catalogs give equal bytes."""
    pairs = sorted((key.encode(), said.encode()) for key, said in catalog.items())
    keys = b"".join(key + b"\0" for key, _ in pairs)
    table = 28 + 16 * len(pairs)
    originals, translations = [], []
    key_at, said_at = table, table + len(keys)
    for key, said in pairs:
        originals += [len(key), key_at]
        translations += [len(said), said_at]
        key_at += len(key) + 1
        said_at += len(said) + 1
    numbers = [MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, table, *originals, *translations]
    return struct.pack(f"<{len(numbers)}I", *numbers) + keys + b"".join(said + b"\0" for _, said in pairs)


def catalogs() -> list[Path]:
    """Every catalog of the house."""
    return sorted(HERE.glob("*/LC_MESSAGES/*.po"))


def web_catalogs() -> list[Path]:
    """Every catalog of the workbench, in the form that Django looks for."""
    return sorted((HERE.parent / "web" / "locale").glob("*/LC_MESSAGES/*.po"))


def main() -> None:
    """Compile all catalogs next to themselves."""
    for po in catalogs() + web_catalogs():
        po.with_suffix(".mo").write_bytes(to_mo(read_po(po.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
