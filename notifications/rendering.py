"""From a row to the mail its recipient reads, in that person's language."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

from .kinds import Notice
from .models import Outbox
from .texts import clean, one_line


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str
    language: str
    message_id: str
    # Empty for what cannot be switched off.
    stop_url: str = ""


def write_mail(row: Outbox, kind: Notice, target, *, with_link: bool = True) -> Mail:
    """Call it in the recipient's language. Without the one-time link, three dots stand in its place."""
    link = kind.one_time_link(row.recipient, target, row.context)
    values = row.context | kind.at_sending(row.recipient, target, row.context)
    values |= {"recipient_name": _name_of(row), "one_time_link": link if with_link else link and "…"}
    subject, text = write(kind, values, row.language, stoppable=row.recipient is not None)
    return Mail(
        to=row.mail_address(),
        subject=subject,
        text=text,
        language=row.language,
        message_id=f"<{row.uuid}@{urlsplit(settings.PORTAL_URL).hostname}>",
        stop_url=_stop_url(kind) if row.recipient else "",
    )


def write(kind: Notice, values: dict, language: str, *, stoppable: bool = True) -> tuple[str, str]:
    """Subject and text. `stoppable`: the recipient has an account, and with it preferences."""
    with override(language):
        frame = {
            "why": kind.why,
            "stop_url": _stop_url(kind) if stoppable else "",
            "portal_url": settings.PORTAL_URL,
        }
        values = {
            name: clean(value) if isinstance(value, str) else value for name, value in values.items()
        } | frame
        subject = _fill(f"{kind.template}.subject.txt", values)
        return one_line(subject), _paragraphs(_fill(f"{kind.template}.txt", values))


def absolute(path: str) -> str:
    return path if "://" in path else settings.PORTAL_URL + path


def _stop_url(kind: Notice) -> str:
    return absolute(reverse("notification_preferences")) if kind.can_be_stopped else ""


def _name_of(row: Outbox) -> str:
    return one_line(row.recipient.get_full_name(), 100) if row.recipient else ""


def _fill(template: str, values: dict) -> str:
    """Plain text: an apostrophe is an apostrophe, not &#x27;."""
    return get_template(template).template.render(Context(values, autoescape=False))


def _paragraphs(text: str) -> str:
    """Template tags leave empty lines behind; one between paragraphs is enough."""
    kept = []
    for line in (line.rstrip() for line in text.split("\n")):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip() + "\n"
