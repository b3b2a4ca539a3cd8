"""One attempt at one row: claim it, ask whether it is still wanted, write it, hand it over, note what came of it.

Several workers, and workers that are killed, share the outbox by what each step has committed:

    queued --claim--> sending --mark hand-over--> sending, handed over --> sent

Killed before the mark: certainly not out, and the sweep queues it again. Killed after it: perhaps out, and a person
decides. Rather one mail too few, which is seen in the list, than one twice, which is not.
"""

import datetime
import logging

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from . import channels
from .kinds import Notice, UnknownKind, kind_of
from .models import LANGUAGES, Outbox, Preference
from .rendering import Mail, write_mail
from .texts import clean

log = logging.getLogger(__name__)

State, Reason = Outbox.State, Outbox.Reason

# After the first attempt, the second and so on; then the row is listed as not sent.
PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]


class NotNow(Exception):
    """The attempt ends without a mail."""

    def __init__(self, state: str, reason: str, detail: str = ""):
        super().__init__(reason)
        self.state, self.reason, self.detail = state, reason, detail


def deliver(pk: int) -> datetime.datetime | None:
    """One attempt. Returns when the next one is due, None if there is none. Harmless for a row that is not queued,
    not yet due, or another worker's."""
    row = _claim(pk)
    if row is None:
        return None
    with override(row.language):
        try:
            _send(row)
        except NotNow as end:
            _finish(row, state=end.state, reason=end.reason, detail=end.detail)
        except channels.TryLater as error:
            return _again_or_give_up(row, str(error))
        except channels.Refused as error:
            _finish(row, state=State.FAILED, reason=Reason.REFUSED, detail=str(error))
        except channels.MayBeOut as error:
            _finish(row, state=State.FAILED, reason=Reason.UNCERTAIN, detail=str(error))
        else:
            _finish(row, state=State.SENT)
    return None


def _claim(pk: int) -> Outbox | None:
    """One conditional UPDATE, which on both databases only one of several workers can win."""
    now = timezone.now()
    won = Outbox.objects.filter(pk=pk, state=State.QUEUED, due_at__lte=now).update(
        state=State.SENDING, claimed_at=now, handed_over_at=None, attempts=F("attempts") + 1
    )
    if not won:
        return None
    row = Outbox.objects.select_related("recipient", "target_type").get(pk=pk)
    if row.recipient and row.recipient.language in dict(LANGUAGES):
        row.language = row.recipient.language
    return row


def _send(row: Outbox) -> None:
    """Raises NotNow or what the channel raises."""
    kind, target = _wanted(row)
    if not channels.is_configured():
        raise NotNow(State.BY_HAND, Reason.NOT_CONFIGURED)
    if not row.mail_address():
        raise NotNow(State.BY_HAND, Reason.NO_ADDRESS)
    mail = _written(row, kind, target)
    connection = channels.opened()
    if not _mark_hand_over(row):
        # Held up so long that the sweep gave the row to somebody else: nothing of it is ours to change.
        channels.close(connection)
        raise NotNow(State.QUEUED, "")
    channels.hand_over(connection, mail)


def _wanted(row: Outbox) -> tuple[Notice, object]:
    try:
        kind = kind_of(row.kind)
    except UnknownKind:
        raise NotNow(State.FAILED, Reason.UNWRITABLE, f"UnknownKind: {row.kind}") from None
    if row.recipient and not row.recipient.is_active:
        raise NotNow(State.DROPPED, Reason.RECIPIENT_GONE)
    target = row.target()
    if row.target_type_id and target is None:
        raise NotNow(State.DROPPED, Reason.TARGET_GONE)
    if kind.can_be_stopped and _opted_out(row):
        raise NotNow(State.DROPPED, Reason.OPTED_OUT)
    try:
        wanted = kind.still_wanted(row.recipient, target, row.context)
    except Exception as error:
        raise _unwritable(row, error) from error
    if not wanted:
        raise NotNow(State.DROPPED, Reason.OVERTAKEN)
    return kind, target


def _opted_out(row: Outbox) -> bool:
    return Preference.objects.filter(person=row.recipient_id, kind=row.kind, wants_mail=False).exists()


def _written(row: Outbox, kind: Notice, target) -> Mail:
    try:
        return write_mail(row, kind, target)
    except Exception as error:
        raise _unwritable(row, error) from error


def _unwritable(row: Outbox, error: Exception) -> NotNow:
    """A fault of ours. It must not stop the worker, and nobody should get half a mail. A database that is away is
    none: the row stays claimed, and the sweep takes it up."""
    if isinstance(error, DatabaseError):
        raise error
    log.exception("Notice %s cannot be written", row)
    return NotNow(State.FAILED, Reason.UNWRITABLE, type(error).__name__)


def _mark_hand_over(row: Outbox) -> bool:
    return bool(_mine(row).update(handed_over_at=timezone.now()))


def _mine(row: Outbox):
    return Outbox.objects.filter(pk=row.pk, state=State.SENDING, claimed_at=row.claimed_at)


def _finish(row: Outbox, *, state: str, reason: str = "", detail: str = "") -> None:
    """What is done keeps no context: it was needed for the text alone."""
    done = state in Outbox.DONE
    changes = {"context": {}} if done else {}
    _mine(row).update(
        state=state, reason=reason, detail=clean(detail)[:500], language=row.language,
        done_at=timezone.now() if done else None, **changes,
    )  # fmt: skip


def _again_or_give_up(row: Outbox, detail: str) -> datetime.datetime | None:
    if row.attempts > len(PAUSES):
        _finish(row, state=State.FAILED, reason=Reason.UNREACHABLE, detail=detail)
        return None
    due = timezone.now() + PAUSES[row.attempts - 1]
    _mine(row).update(state=State.QUEUED, detail=clean(detail)[:500], due_at=due, handed_over_at=None)
    return due
