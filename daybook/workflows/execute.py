"""Execute: an approved proposal is carried out by its writer, once; a dry run goes the same way and writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from daybook.actions.execute import Hands, Log, Looking, execute, settle, shows
from daybook.actions.guards import ask
from daybook.actions.stage import last_receipt, open_attempt, stage_of
from daybook.actions.writers.dry_run import DryRun
from daybook.actions.writers.writer import Writer
from daybook.domain.errors import NotAllowed
from daybook.domain.moves.move import Fields
from daybook.domain.proposal import Attempt, Outcome, Receipt, Stage, Story
from daybook.domain.said import Said
from daybook.domain.verdict import Verdict
from daybook.workflows.house import House
from daybook.workflows.proposals import story_of
from daybook.workflows.situation import Sight, look_at
from daybook.workflows.ways_out import writer_of


def carry_out(house: House, key: str, by: str, *, dry_run: bool = False, looking: Looking | None = None) -> Receipt:
    """Carries out a proposal, or reads what became of it when that is not known; gives its receipt.

    Raises NotAllowed for one that may not be carried out now, OutcomeUnknown while nothing tells what became of it.
    """
    from daybook.records.action_rows import ActionLog

    story = story_of(house, key)
    shop = house.shop(story.proposal.shop)
    sight = look_at(house, shop)
    writer = writer_of(house, shop, story.proposal.move, story.proposal.way, sight.shown)
    with house.run("execute", f"{shop.name} {key}{' dry run' if dry_run else ''}") as log:
        if dry_run:
            made = _dry_run(house, story, writer, sight, by)
        else:
            hands = Hands(writer, _asking(sight, story, writer), ActionLog(), house.now, by, looking or Looking())
            made = execute(story, hands)
        log["outcome"] = made.outcome.value
    return made


def done_by_hand(house: House, key: str, by: str, note: str) -> Receipt:
    """A person says that a change by hand was made."""
    from daybook.records.action_rows import ActionLog

    story = story_of(house, key)
    last = last_receipt(story)
    if last is None or last.outcome is not Outcome.WAITING_HAND:
        raise NotAllowed(Said("it does not wait for a person's hands: it is {stage}",
                              stage=stage_of(story, house.now()).value), where=key)
    receipt = Receipt(key, last.number, Outcome.DONE, house.now(), last.before, story.proposal.move.after(),
                      Said("done by hand by {person}: {note}", person=by, note=note))
    ActionLog().end(receipt)
    return receipt


def confirm_by_export(house: House, shop_name: str, by: str) -> tuple[Receipt, ...]:
    """Receipts for upload sheets whose change shows in an export that came since, or shows that it went wrong."""
    from daybook.records import models
    from daybook.records.action_rows import ActionLog, stories

    shop = house.shop(shop_name)
    rows = models.Proposal.objects.select_related("shop__client").filter(
        shop__name=shop_name, receipts__outcome=Outcome.WAITING_EXPORT.value).distinct()
    waiting = [s for s in stories(rows) if (r := last_receipt(s)) is not None and r.outcome is Outcome.WAITING_EXPORT]
    if not waiting:
        return ()
    sight = look_at(house, shop)
    made = []
    for story in waiting:
        last, move = last_receipt(story), story.proposal.move
        assert last is not None
        found = sight.exported(move, last.at)
        if found is None or not sight.known_since(move, last.at) or not shows(found, move.after()):
            continue
        made.append(Receipt(story.proposal.key, last.number, Outcome.DONE, house.now(), last.before, found,
                            Said("the export of {day} shows it", day=sight.seen.reviewed), last.file))
        ActionLog().end(made[-1])
    return tuple(made)


def settle_all(house: House, by: str) -> tuple[Receipt, ...]:
    """Everything that waits for nobody: unknown outcomes are read, sheets are held against the exports."""
    return (*settle_open(house, by), *(r for s in house.shops() for r in confirm_by_export(house, s.name, by)))


def settle_open(house: House, by: str) -> tuple[Receipt, ...]:
    """Reads every attempt whose outcome is unknown and old enough to be read; gives the receipts that this made."""
    from daybook.domain.errors import OutcomeUnknown
    from daybook.records import models
    from daybook.records.action_rows import ActionLog, stories

    made = []
    rows = models.Proposal.objects.select_related("shop__client").filter(attempts__isnull=False).distinct()
    for story in stories(rows):
        if open_attempt(story) is None:
            continue
        shop = house.shop(story.proposal.shop)
        sight = look_at(house, shop)
        writer = writer_of(house, shop, story.proposal.move, story.proposal.way, sight.shown)
        try:
            made.append(settle(story, Hands(writer, _asking(sight, story, writer), ActionLog(), house.now, by)))
        except OutcomeUnknown:
            continue
    return tuple(made)


@dataclass
class _Unkept:
    """A log that keeps nothing: a dry run leaves no trace but the run log."""

    receipts: list[Receipt] = field(default_factory=list)

    def begin(self, attempt: Attempt, touches: tuple[tuple[str, str], ...]) -> None:
        pass

    def end(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)


def _dry_run(house: House, story: Story, writer: Writer, sight: Sight, by: str) -> Receipt:
    """The way of a real write onto a copy of what the object shows; the guards are those of a real one."""
    move = story.proposal.move
    if stage_of(story, house.now()) not in (Stage.APPROVED, Stage.NOT_DONE):
        raise NotAllowed(Said("it is {stage}", stage=stage_of(story, house.now()).value), where=story.proposal.key,
                         next_step="a dry run goes the whole way of an approved proposal")
    found = writer.read(move, story.proposal.key)
    copy = DryRun.beginning_with(move, found if found is not None else move.before())
    log: Log = _Unkept()
    asked = _asking(sight, story, writer)
    verdicts = asked(found)
    return execute(story, Hands(copy, lambda shown: verdicts, log, house.now, by, Looking(1, 0.0)))


def _asking(sight: Sight, story: Story, writer: Writer) -> Callable[[Fields | None], tuple[Verdict, ...]]:
    """The guards, asked of what the object shows now; the proposal itself is no other change that waits."""
    said = story.proposal

    def asked(current: Fields | None) -> tuple[Verdict, ...]:
        situation = sight.of(said.move, said.way, current, writing=True, case=writer.case_of(said.move))
        others = tuple(c for c in sight.changes if c.proposal != said.key)
        return ask(said.move, replace(situation, changes=others), sight.rules)

    return asked
