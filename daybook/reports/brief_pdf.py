"""The morning brief as PDF: the page that the browser shows, printed.  On request only; it takes seconds."""

from daybook.domain.brief import Brief
from daybook.domain.errors import DaybookError
from daybook.reports.brief_html import brief_html


def brief_pdf(brief: Brief, language: str = "zh") -> bytes:
    """The brief as a PDF file.  Raises DaybookError where the PDF writer or its libraries are not installed."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as problem:
        raise DaybookError("PDF cannot be written on this machine", where=str(problem).splitlines()[0], next_step=(
            "install daybook-ops[pdf] and the system's Pango library, or print the HTML page from a browser")) from problem
    made: bytes = HTML(string=brief_html(brief, language)).write_pdf()
    return made
