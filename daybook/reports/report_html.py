"""A report as one page that needs nothing else; also what is printed as PDF and stands in a mail."""

from daybook.domain.brand import PLAIN, Brand
from daybook.reports.brief_html import LANGUAGE_TAGS, logo_uri, page_template
from daybook.reports.paper import Paper


def report_html(report: Paper, language: str, brand: Brand = PLAIN) -> str:
    """The page as text; text from outside is escaped and asks for nothing."""
    return page_template("report.html").render(report=report, brand=brand, logo=logo_uri(brand), tag=LANGUAGE_TAGS[language])

