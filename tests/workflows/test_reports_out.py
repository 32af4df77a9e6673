"""Reports out: by mail with the PDF attached, and the summary of a day from what people did."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from daybook.domain.brand import brand
from daybook.domain.entry import EntryKind
from daybook.domain.errors import WrongUsage
from daybook.domain.letters import LetterKind, Wishes
from daybook.domain.work_items import StepKind
from daybook.reports.day_report import day_report
from daybook.workflows.brand import brand_of, set_brand
from daybook.workflows.deliver import add_channel, address_variable, deliver
from daybook.workflows.given import note
from daybook.workflows.house import House, add_shop
from daybook.workflows.leave import forget
from daybook.workflows.letters import tell_briefs
from daybook.workflows.recipients import set_wishes
from daybook.workflows.reports_out import outgoing, subject_of
from daybook.workflows.rounds import close_round
from daybook.workflows.work import Told, take_step
from tests.conftest import Clock
from tests.notify.receivers import SmtpServer, running
from tests.reports.briefs import FULL
from tests.workflows.kept_briefs import keep_brief

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
BRIEF = replace(FULL, early=False)


@pytest.fixture
def agency(house: House, clock: Clock) -> House:
    clock.moment = datetime(2026, 11, 22, 8, tzinfo=UTC)
    add_shop(house, FULL.shop, FULL.client, "tmall", "Asia/Shanghai", "CNY")
    keep_brief(house, replace(FULL, on=SUNDAY, reviewed=date(2026, 11, 21)))
    keep_brief(house, BRIEF)
    return house


def test_a_summary_tells_what_was_done_that_day_and_no_other(agency: House, clock: Clock) -> None:
    from daybook.records import models

    idle = subject_of(agency, agency.shop(FULL.shop), "day", SUNDAY).day
    assert idle is not None
    assert idle.minutes is None
    assert "Done and decided that day: 0; still open:" in day_report(BRIEF, idle, "en").lead
    first, second = models.WorkItem.objects.filter(on=MONDAY).order_by("pk")[:2]
    take_step(agency, first.pk, StepKind.DONE, Told("Bo", minutes=12, to="主图 v6"))
    note(agency, FULL.shop, "2026-11-22T23:59:00+08:00", "KZ-041-BLK", "rival", "", "168", "细口壶降价")
    clock.moment = datetime(2026, 11, 22, 17, tzinfo=UTC)              # past midnight in Shanghai
    take_step(agency, second.pk, StepKind.DONE, Told("Lin", minutes=5))
    subject = subject_of(agency, agency.shop(FULL.shop), "day", SUNDAY)
    assert subject.day is not None
    assert [(e.kind, e.person, e.minutes) for e in subject.day.deeds if e.kind is EntryKind.DID] == [
        (EntryKind.DID, "Bo", 12)]
    assert {e.note for e in subject.day.deeds if e.kind is EntryKind.NOTED} == {"细口壶降价", ""}
    assert subject.day.minutes == 12


def test_a_day_whose_morning_was_not_made_has_no_summary(agency: House) -> None:
    with pytest.raises(WrongUsage, match="2026-11-25 is not made"):
        subject_of(agency, agency.shop(FULL.shop), "day", date(2026, 11, 24))


def test_a_day_that_nobody_closed_goes_out_in_no_form(agency: House) -> None:
    with pytest.raises(WrongUsage, match="2026-11-22 was not closed"):
        outgoing(agency, agency.shop(FULL.shop), "close", SUNDAY)


def test_the_clocks_mail_brings_the_brief_and_for_who_asked_the_summary_or_the_close_as_pdf(
        agency: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.records import models

    pytest.importorskip("weasyprint")
    client = models.Client.objects.get(name=FULL.client)
    set_brand(agency, FULL.client, brand("远山", "#0a7b4c"))
    with running(SmtpServer()) as server:
        for email, role, kinds in (("mei@x.example", "account_manager", (LetterKind.BRIEF,)),
                                   ("wang@x.example", "owner", (LetterKind.DAY,)),
                                   ("gao@x.example", "owner", (LetterKind.CLOSE,))):
            user = models.User.objects.create_user(email, None, name=email[:3], language="zh", created_at=agency.now())
            models.Membership.objects.create(user=user, role=role, since=agency.now(), client=client)
            monkeypatch.setenv(address_variable(email, "mail"),
                               f"mailto://u:p@127.0.0.1:{server.port}?from=daybook@x.example&to={email}&mode=insecure")
            add_channel(agency, email, "mail", "mail")
            set_wishes(agency, email, Wishes(kinds=kinds, quiet_from=time(0), quiet_to=time(0)))
        tell_briefs(agency, [BRIEF])
        close_round(agency, [FULL.shop], agency.now())
        deliver(agency)
        files = {str(letter["To"]): [(part.get_filename(), part.get_content()[:5]) for part in letter.iter_attachments()]
                 for letter in server.letters}
    assert files == {"mei@x.example": [(f"{FULL.shop}-brief-{MONDAY}.pdf", b"%PDF-")],
                     "wang@x.example": [(f"{FULL.shop}-day-{SUNDAY}.pdf", b"%PDF-")],
                     "gao@x.example": [(f"{FULL.shop}-close-{SUNDAY}.pdf", b"%PDF-")]}


def test_a_look_is_added_to_and_goes_with_a_forgotten_client(agency: House, tmp_path: Path) -> None:
    from daybook.records import models

    for _ in range(2):
        set_brand(agency, FULL.client, brand("远山", "#0a7b4c"))
    set_brand(agency, FULL.client, brand("近山", ""))
    assert [b.name for b in models.ClientBrand.objects.order_by("pk")] == ["远山", "近山"]
    assert brand_of(FULL.client).name == "近山"
    forget(agency, FULL.client)
    assert not models.ClientBrand.objects.exists()
