"""Mail: files attached to letters are put into a folder of the data folder, sorted and taken in like others.

Sender and subject are the folders in which an attached file lies, so that they tell its shop as folders do.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from daybook.domain.said import Said
from daybook.sources.mailbox import Letter, letters, opened
from daybook.sources.mailbox import Mailbox as Mailbox
from daybook.workflows.house import House
from daybook.workflows.inbox import NO_WAIT, InboxRound, free_path, look_into
from daybook.workflows.ingest import Progress
from daybook.workflows.whose import pattern_of


@dataclass(frozen=True)
class MailRound:
    """One look into a mailbox: letters read, files found, what was not fetched and why, and what became of files."""

    letters: int
    files: int
    left: tuple[str, ...]
    round: InboxRound


def look_into_mail(house: House, box: Mailbox, senders: Collection[str] = (),
                   progress: Progress = lambda said: None) -> MailRound:
    """Fetches what is new since the last look, then sorts and takes in all that waits.

    Letters of other `senders` than those named (none: all) are left, and said.  The cursor moves on after the files
    of a letter are on the disk: killed in between, a letter is fetched again and its files say nothing new.
    """
    folder = house.home / "inbox" / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    read, files, left = 0, 0, []
    with opened(box) as (session, validity):
        for letter in letters(session, _cursor(house, box, validity)):
            if senders and not letter.problem and letter.sender not in senders:
                left.append(f"letter {letter.uid} of {letter.sender or 'nobody'}: not one of the named senders")
            elif letter.problem:
                left.append(f"letter {letter.uid}: {letter.problem}")
            else:
                files += _put_down(folder, letter)
            read += 1
            progress(Said("letter {n} of {who}", n=letter.uid, who=letter.sender))
            _move_on(house, box, letter.uid)
    return MailRound(read, files, tuple(left), look_into(house, folder, delete=True, settled=NO_WAIT, progress=progress))


def _put_down(folder: Path, letter: Letter) -> int:
    """Writes the files of a letter, each whole or not at all; gives how many."""
    subject = pattern_of(letter.subject).replace("*", " ")
    place = folder / _part(letter.sender, "nobody") / _part(subject, "no subject")
    place.mkdir(parents=True, exist_ok=True)
    for file in letter.files:
        target = free_path(place / _part(file.name, "attached"))
        fresh = target.with_name(f".{target.name}.part")
        fresh.write_bytes(file.content)
        fresh.replace(target)
    return len(letter.files)


def _part(name: str, otherwise: str) -> str:
    """A name as one part of a path: what a sender writes never leads out of the folder.

    >>> _part("../../etc/passwd", "x"), _part("..", "x")
    ('etc passwd', 'x')
    """
    plain = " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", name).split()).strip(". ")
    return plain[-120:].strip(". ") or otherwise


def _cursor(house: House, box: Mailbox, validity: int) -> int:
    """The last UID that was read; a mailbox that counts anew is read from its start."""
    from daybook.records import models

    row, _ = models.MailCursor.objects.get_or_create(
        mailbox=box.name, defaults={"uid_validity": validity, "read_at": house.now()})
    if row.uid_validity != validity:
        row.uid_validity, row.last_uid = validity, 0
        row.save()
    return int(row.last_uid)


def _move_on(house: House, box: Mailbox, uid: int) -> None:
    from daybook.records import models

    models.MailCursor.objects.filter(mailbox=box.name).update(last_uid=uid, read_at=house.now())
