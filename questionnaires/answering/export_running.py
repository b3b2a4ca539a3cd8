"""One attempt at one file: claim its row, make it, put it away, say that it is ready.

Workers share the rows by what each step has committed, as those of the outbox do:

    queued --claim--> running --each part says that its worker lives--> done

Where a worker has died in the middle, the row says nothing for a while: then another one begins anew, and after some
attempts it is given up. What a worker that was taken for dead still makes is thrown away.
"""

import datetime
import logging
import tempfile
from typing import BinaryIO

from django.core.files import File
from django.db import DatabaseError
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import override

from ..models import Export
from .export_board import BoardContents
from .export_permissions import countries_of
from .export_responses import ResponseContents
from .export_tables import Contents, Part
from .export_writing import write

log = logging.getLogger(__name__)

State, Fault = Export.State, Export.Fault

# A part of it takes seconds, putting the whole away perhaps a minute.
ABANDONED_AFTER = datetime.timedelta(minutes=5)
# The queue is given this long before a row that waits is queued once more.
FORGOTTEN_AFTER = datetime.timedelta(minutes=5)
MOST_ATTEMPTS = 3
# Kept in memory up to here, then on the disk.
IN_MEMORY = 1024 * 1024


class Stopped(Exception):
    """Cancelled, or in another worker's hands."""


def contents_of(export: Export) -> Contents:
    """For its owner as they stand today, in the language of now. Raises PermissionError."""
    countries = countries_of(export.by, export.questionnaire, export.kind)
    if not countries:
        raise PermissionError(str(export))
    export.countries = [country.pk for country in countries]
    if export.kind == Export.Kind.BOARD:
        return BoardContents(export.questionnaire, countries, export.by)
    return ResponseContents(
        export.questionnaire,
        countries,
        with_drafts=export.with_drafts,
        in_one=export.form == Export.Form.CSV,
    )


def run(pk: int) -> str:
    """One attempt; returns the state it leaves. Harmless for a row that does not wait, or is another worker's."""
    export = _claim(pk)
    if export is None:
        return ""
    try:
        with override(export.language), tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
            _make(export, file)
            _put_away(export, file)
    except Stopped:
        pass
    except PermissionError:
        _give_up(export, Fault.NO_RIGHT)
    except DatabaseError:
        # It may come back: the row stays claimed until it is taken up.
        raise
    except Exception:
        log.exception("A file to take along cannot be made: %s", export.key)
        _give_up(export, Fault.BROKEN)
    return Export.objects.filter(pk=pk).values_list("state", flat=True).first() or ""


def _claim(pk: int) -> Export | None:
    """One conditional UPDATE, which only one of several workers can win."""
    won = Export.objects.filter(pk=pk, state=State.QUEUED).update(
        state=State.RUNNING, attempt=F("attempt") + 1, touched_at=timezone.now(), done=0
    )
    if not won:
        return None
    return Export.objects.select_related("questionnaire__cycle", "by").get(pk=pk)


def _make(export: Export, file: BinaryIO) -> None:
    contents = contents_of(export)
    export.units = []
    _say(export, total=contents.total, countries=export.countries)

    def tell(part: Part) -> None:
        export.units += part.units
        _say(export, done=part.done)

    write(contents, export.form, export.language, file, tell)


def _say(export: Export, **changes) -> None:
    """That the worker lives, and how far it is. Raises Stopped."""
    if not _mine(export).update(touched_at=timezone.now(), **changes):
        raise Stopped


def _mine(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(pk=export.pk, state=State.RUNNING, attempt=export.attempt)


def _put_away(export: Export, file: BinaryIO) -> None:
    """Under a name of this attempt's own. If somebody else has it by now, what was made here is nobody's."""
    file.seek(0)
    export.content.save(f"{export.key}-{export.attempt}.{export.form}", File(file), save=False)
    now = timezone.now()
    ready = {"content": export.content.name, "units": export.units, "finished_at": now, "touched_at": now}
    if not _mine(export).update(state=State.DONE, **ready):
        export.content.storage.delete(export.content.name)
        raise Stopped


def _give_up(export: Export, fault: str) -> None:
    _mine(export).update(state=State.FAILED, fault=fault, finished_at=timezone.now())
