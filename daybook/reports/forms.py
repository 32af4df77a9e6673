"""The forms in which a report leaves the house: its file in each, and what a mail holds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeGuard

from daybook.domain.brand import PLAIN, Brand
from daybook.domain.brief import Brief
from daybook.domain.close import DayClose
from daybook.domain.entry import Day
from daybook.domain.letters import Attachment
from daybook.domain.review import Review
from daybook.domain.review_told import ReviewTold
from daybook.reports.brief_html import brief_html
from daybook.reports.brief_markdown import brief_markdown
from daybook.reports.brief_pdf import page_pdf
from daybook.reports.brief_report import brief_report
from daybook.reports.close_paper import close_paper
from daybook.reports.day_report import day_report
from daybook.reports.files import safe_name
from daybook.reports.paper import Paper
from daybook.reports.report_docx import report_docx
from daybook.reports.report_html import report_html
from daybook.reports.report_markdown import report_markdown, report_text
from daybook.reports.report_xlsx import report_xlsx
from daybook.reports.review_paper import review_paper
from daybook.reports.review_told_tables import NOTHING


class Form(StrEnum):
    """A form of a report; the value is the ending of its file."""

    PAGE = "html"
    PDF = "pdf"
    WORKBOOK = "xlsx"
    DOCUMENT = "docx"
    MARKDOWN = "md"
    MAIL = "eml"


MEDIA = {Form.PAGE: "text/html; charset=utf-8", Form.PDF: "application/pdf",
         Form.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         Form.DOCUMENT: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Form.MARKDOWN: "text/markdown; charset=utf-8", Form.MAIL: "message/rfc822"}


@dataclass(frozen=True)
class Subject:
    """What a report is of: a morning's brief, or with `day` the summary of the day that it reviews."""

    brief: Brief
    day: Day | None = None

    @property
    def about(self) -> date:
        """The day in the name of its file: the morning of a brief, the day itself of a summary."""
        return self.brief.on if self.day is None else self.brief.reviewed

    @property
    def stem(self) -> str:
        """A file's name without its ending."""
        return f"{safe_name(self.brief.shop)}-{'brief' if self.day is None else 'day'}-{self.about}"


@dataclass(frozen=True)
class Closing:
    """What a report of an evening is of: the close of a shop's day."""

    close: DayClose

    @property
    def about(self) -> date:
        """The day that was closed."""
        return self.close.on

    @property
    def stem(self) -> str:
        """A file's name without its ending."""
        return f"{safe_name(self.close.shop)}-close-{self.about}"


@dataclass(frozen=True)
class Reviewing:
    """What the report of a week, month or quarter is of: its review, and what people wrote to it."""

    review: Review
    told: ReviewTold = NOTHING

    @property
    def about(self) -> date:
        """The first day that was reviewed."""
        return self.review.first

    @property
    def stem(self) -> str:
        """A file's name without its ending."""
        return f"{safe_name(self.review.shop)}-{self.review.span.value}-{self.about}"


Outgoing = Subject | Closing | Reviewing


@dataclass(frozen=True)
class MailParts:
    """A mail before it has a sender and a reader."""

    title: str
    text: str
    page: str
    attached: tuple[Attachment, ...]


def rendered(subject: Outgoing, form: Form, language: str, brand: Brand = PLAIN) -> bytes:
    """The report in a form.  Raises DaybookError where PDF cannot be written on this machine."""
    if form is Form.PAGE:
        return _page(subject, language, brand).encode()
    if form is Form.PDF:
        return page_pdf(_page(subject, language, brand))
    if form is Form.WORKBOOK:
        return report_xlsx(as_report(subject, language), brand)
    if form is Form.DOCUMENT:
        return report_docx(as_report(subject, language), brand)
    if form is Form.MARKDOWN:
        return (brief_markdown(subject.brief, language) if _is_brief(subject)
                else report_markdown(as_report(subject, language), brand)).encode()
    return mail_file(mail_parts(subject, language, brand))


def as_report(subject: Outgoing, language: str) -> Paper:
    """The report as tables."""
    if isinstance(subject, Closing):
        return close_paper(subject.close, language)
    if isinstance(subject, Reviewing):
        return review_paper(subject.review, language, subject.told)
    if subject.day is None:
        return brief_report(subject.brief, language)
    return day_report(subject.brief, subject.day, language)


def _is_brief(subject: Outgoing) -> TypeGuard[Subject]:
    return isinstance(subject, Subject) and subject.day is None


def _page(subject: Outgoing, language: str, brand: Brand) -> str:
    if _is_brief(subject):
        return brief_html(subject.brief, language, brand)
    return report_html(as_report(subject, language), language, brand)


def pdf_attached(subject: Outgoing, language: str, brand: Brand = PLAIN) -> Attachment:
    """The report as a PDF to be attached."""
    return Attachment(f"{subject.stem}.pdf", MEDIA[Form.PDF], rendered(subject, Form.PDF, language, brand))


def mail_parts(subject: Outgoing, language: str, brand: Brand = PLAIN) -> MailParts:
    """What a mail says: the report as text and as tables, with the PDF attached."""
    report = as_report(subject, language)
    title = f"{report.title} {subject.about}"
    return MailParts(f"{brand.name} · {title}" if brand.name else title, report_text(report, brand),
                     report_html(report, language, brand), (pdf_attached(subject, language, brand),))


def mail_file(parts: MailParts, sender: str = "", to: str = "") -> bytes:
    """The mail as a file that any mail program opens."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"] = parts.title
    if sender:
        mail["From"] = sender
    if to:
        mail["To"] = to
    mail.set_content(parts.text)
    mail.add_alternative(parts.page, subtype="html")
    for one in parts.attached:
        kind, _, subtype = one.media.partition("/")
        mail.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    return mail.as_bytes()
