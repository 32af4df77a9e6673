"""Reports by mail: through the server that DAYBOOK_MAIL names, or into the folder of letters where there is none."""

from daybook.domain.brand import Brand
from daybook.domain.errors import DaybookError
from daybook.reports.forms import Outgoing, mail_parts


def mail_report(subject: Outgoing, language: str, brand: Brand, to: str) -> None:
    """One report to one reader.  Raises DaybookError where it cannot be made or no server takes it."""
    from django.core.mail import EmailMultiAlternatives

    parts = mail_parts(subject, language, brand)
    mail = EmailMultiAlternatives(parts.title, parts.text, None, [to])
    mail.attach_alternative(parts.page, "text/html")
    for one in parts.attached:
        mail.attach(one.name, one.content, one.media)
    try:
        mail.send()
    except OSError as problem:
        raise DaybookError("the mail was not taken", where=to, next_step=(
            f"check DAYBOOK_MAIL ({type(problem).__name__}: {problem})")) from problem
