"""How a client's reports look: its name, its colour and its logo.  Numbers do not depend on it."""

import re
from dataclasses import dataclass

from daybook.domain.errors import WrongUsage

#: A picture of a logo, by the bytes that such a file begins with.  SVG is not taken: it can carry scripts and requests.
LOGO_MEDIA = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
LARGEST_LOGO = 512 * 1024
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LONGEST_NAME = 120


@dataclass(frozen=True)
class Brand:
    """What stands at the head of a client's reports; empty fields are the house's own look."""

    name: str = ""
    colour: str = ""             # #rrggbb
    logo: bytes = b""
    media: str = ""              # of the logo


PLAIN = Brand()


def brand(name: str, colour: str, logo: bytes = b"") -> Brand:
    """A checked brand.  Raises WrongUsage for a colour that is none or a logo that is no small picture.

    >>> brand("Shan Ye", "#0A7B4C").colour
    '#0a7b4c'
    """
    if colour and not COLOUR.fullmatch(colour):
        raise WrongUsage(f"{colour} is no colour", next_step="write it as #0a7b4c")
    if len(name) > LONGEST_NAME:
        raise WrongUsage(f"the name has {len(name)} letters", next_step=f"use at most {LONGEST_NAME}")
    return Brand(name.strip(), colour.lower(), logo, media_of(logo) if logo else "")


def media_of(logo: bytes) -> str:
    """What kind of picture a logo is.  Raises WrongUsage for anything that is not a PNG or JPEG of at most 512 kB."""
    media = next((media for begins, media in LOGO_MEDIA if logo.startswith(begins)), "")
    if not media:
        raise WrongUsage("the logo is no PNG or JPEG", next_step="save it as PNG and give that")
    if len(logo) > LARGEST_LOGO:
        raise WrongUsage(f"the logo has {len(logo) // 1024} kB", next_step=f"use one of at most {LARGEST_LOGO // 1024} kB")
    return media
