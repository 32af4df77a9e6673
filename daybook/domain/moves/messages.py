"""Moves of words: replies to reviews, questions and chats, and messages to hosts and creators."""

from dataclasses import dataclass
from typing import ClassVar

from daybook.domain.moves.move import Group, Move, Way
from daybook.domain.said import Said


@dataclass(frozen=True)
class Reply(Move):
    """回复: an answer to a review, a buyer's question or a chat; `channel` is review, question or chat."""

    channel: str
    to: str
    was: str = ""

    name: ClassVar[str] = "reply"
    zh: ClassVar[str] = "回复"
    object_kind: ClassVar[str] = "post"
    group: ClassVar[Group] = Group.MESSAGE
    field: ClassVar[str] = "reply"
    ways: ClassVar[tuple[Way, ...]] = (Way.HAND,)
    once: ClassVar[str] = Said("it may have been read; a second answer can put it right")


@dataclass(frozen=True)
class PartnerMessage(Move):
    """联系主播/达人: a message to a host or a creator."""

    to: str
    was: str = ""

    name: ClassVar[str] = "partner_message"
    zh: ClassVar[str] = "联系主播/达人"
    object_kind: ClassVar[str] = "partner"
    group: ClassVar[Group] = Group.MESSAGE
    field: ClassVar[str] = "sent"
    ways: ClassVar[tuple[Way, ...]] = (Way.HAND,)
    once: ClassVar[str] = Said("it may have been read; a second message can put it right")
