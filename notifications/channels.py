"""Mail, the one channel so far. Opening the connection is apart from handing over: what fails before the hand-over
can be tried again without anybody getting a mail twice."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from .rendering import Mail


class TryLater(Exception):
    """Certainly not taken, but perhaps the next time."""


class Refused(Exception):
    """Certainly not taken, and it will not be the next time either."""


class MayBeOut(Exception):
    """The connection failed during the hand-over; nobody knows whether the mail was taken."""


def is_configured() -> bool:
    return settings.MAIL_CONFIGURED


def opened() -> BaseEmailBackend:
    """A connection that is open and signed in. Raises TryLater: whatever is wrong now, an operator can put right."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        close(connection)
        raise TryLater(words_of(error)) from error
    return connection


def hand_over(connection: BaseEmailBackend, mail: Mail) -> None:
    """Raises TryLater, Refused or MayBeOut."""
    try:
        connection.send_messages([_message(mail)])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        raise _answered(min(codes, default=500), error) from error
    except smtplib.SMTPResponseException as error:
        raise _answered(error.smtp_code, error) from error
    except (ValueError, UnicodeError) as error:  # an address or header that no mail can have
        raise Refused(words_of(error)) from error
    except Exception as error:
        raise MayBeOut(words_of(error)) from error
    finally:
        close(connection)


def _message(mail: Mail) -> EmailMessage:
    """The id is the same at every attempt, so that a mail system knows a second copy for what it is."""
    headers = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    if mail.stop_url:
        headers["List-Unsubscribe"] = f"<{mail.stop_url}>"
    return EmailMessage(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)


def _answered(code: int, error: Exception) -> Exception:
    return TryLater(words_of(error)) if 400 <= code < 500 else Refused(words_of(error))


def words_of(error: Exception) -> str:
    """The mail server's words where it said any. Never our own credentials: smtplib does not repeat them."""
    return f"{type(error).__name__}: {error}"[:500]


def close(connection: BaseEmailBackend) -> None:
    """A farewell that fails changes nothing about what was said before."""
    try:
        connection.close()
    except Exception:
        return
