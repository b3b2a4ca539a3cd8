"""Writes about the notes that a team leaves to its next members."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .models import HandoverNote, OrgUnit, User

LONGEST_NOTE = HandoverNote._meta.get_field("text").max_length


class NoteRefused(ValueError):
    """Empty, too long, or no longer there; nothing was written."""


@transaction.atomic
def write_note(*, unit: OrgUnit, text: str, language: str, by: User) -> HandoverNote:
    """A note for the next ones in that district. The same text by the same person again, as a button pressed twice
    sends it, changes nothing. Raises NoteRefused for a text that is empty or too long."""
    _check(text)
    # One writer at a time for each person: else two presses would both find nothing yet.
    User.objects.select_for_update().get(pk=by.pk)
    same = HandoverNote.objects.filter(unit=unit, author=by, text=text, withdrawn_at=None).first()
    if same:
        return same
    note = HandoverNote.objects.create(unit=unit, author=by, text=text, language=language)
    log(note, "districts.note_written", user=by)
    return note


def _check(text: str) -> None:
    if not text.strip() or len(text) > LONGEST_NOTE:
        raise NoteRefused("empty or too long")


@transaction.atomic
def change_note(*, note: HandoverNote, text: str, language: str, by: User) -> None:
    """Raises NoteRefused if it was withdrawn meanwhile, or the text is empty or too long."""
    _check(text)
    note = HandoverNote.objects.select_for_update().filter(pk=note.pk, withdrawn_at=None).first()
    if note is None:
        raise NoteRefused("withdrawn")
    if (note.text, note.language) == (text, language):
        return
    note.text, note.language, note.changed_at = text, language, timezone.now()
    note.save(update_fields=["text", "language", "changed_at"])
    log(note, "districts.note_changed", user=by)


@transaction.atomic
def withdraw_note(*, note: HandoverNote, by: User) -> None:
    """Taken back by its author or put away by the team: no longer shown, and not deleted. Again is no error."""
    open_ones = HandoverNote.objects.filter(pk=note.pk, withdrawn_at=None)
    if open_ones.update(withdrawn_at=timezone.now()):
        log(note, "districts.note_withdrawn", user=by)
