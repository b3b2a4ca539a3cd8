"""An open questionnaire as it is asked: sections with their questions, checks, corrected wordings.

From opening on nothing of it changes but its wording, and every correction counts one version up. So each process
remembers it by key and version, which are read anew with every request: a section of a long questionnaire opens without
reading five hundred rows first. The rows are shared by all who read them and never changed.
"""

from dataclasses import dataclass
from uuid import UUID

from . import asking
from .models import Check, Correction, Questionnaire, Section

MOST = 12


@dataclass(frozen=True)
class Frozen:
    """`sections` as asking.whole gives them; `corrections` by the code of their question in order, "" for what belongs
    to none."""

    sections: list[Section]
    checks: list[Check]
    corrections: dict[str, list[Correction]]


_known: dict[tuple[UUID, int], Frozen] = {}


def frozen(questionnaire: Questionnaire) -> Frozen:
    """While it is still built it is read each time."""
    if questionnaire.opened_at is None:
        return _read(questionnaire)
    key = (questionnaire.key, questionnaire.version)
    if key not in _known:
        found = _read(questionnaire)
        if len(_known) >= MOST:
            _known.clear()
        _known[key] = found
    return _known[key]


def forget() -> None:
    """For tests, which take back what they did."""
    _known.clear()


def _read(questionnaire: Questionnaire) -> Frozen:
    corrections: dict[str, list[Correction]] = {}
    if questionnaire.version > 1:
        rows = Correction.objects.filter(version__questionnaire=questionnaire)
        for row in rows.select_related("version", "question"):
            corrections.setdefault(row.question.code if row.question else "", []).append(row)
    return Frozen(
        asking.whole(questionnaire), list(questionnaire.checks.select_related("question")), corrections
    )
