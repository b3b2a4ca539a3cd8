"""Writes of an XLSForm: its questions in the place of those that are there, or as a cycle's first questionnaire."""

import hashlib
import json

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from content.editing import ChangedMeanwhile
from cycles.models import LearningCycle
from districts.models import User

from .actions import create_questionnaire, fill_questionnaire
from .models import PilotRemark, Question, Questionnaire
from .snapshots import content_of
from .structure_actions import lock_while_built

TEXTS = ("title_fr", "title_en", "intro_fr", "intro_en")
Known = dict[str, tuple[str, frozenset[str]]]


class HasAnswers(ValueError):
    """Districts have answered: their questions stay."""


def fingerprint(questionnaire: Questionnaire) -> str:
    """Of everything in it, so that whoever replaces it has seen what is replaced."""
    content = json.dumps(content_of(questionnaire), sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


@transaction.atomic
def replace_with_import(
    *, questionnaire: Questionnaire, content: dict, revision: int, by: User | None, seen: str = ""
) -> None:
    """`content` in the shape of snapshots.py instead of all sections, questions and checks; titles and introduction
    stay where there are any, and remarks of testers go to the question with the same code. A question of the same
    code, kind and choices stays in its series. `seen` is the fingerprint of what was there when the person decided.

    Raises Frozen once it is open, HasAnswers, ChangedMeanwhile, and ValueError for what fits no questionnaire.
    """
    locked = lock_while_built(questionnaire, revision)
    if seen and seen != fingerprint(locked):
        raise ChangedMeanwhile(locked)
    if locked.responses.exists():
        raise HasAnswers
    before = {
        question.code: question for question in locked.questions.prefetch_related("choices").order_by("pk")
    }
    sections = _in_series(content["sections"], before)
    remarks = dict(
        PilotRemark.objects.filter(question__in=before.values()).values_list("pk", "question__code")
    )
    locked.checks.all().delete()
    locked.sections.all().delete()
    fill_questionnaire(questionnaire=locked, sections=sections, checks=content.get("checks", ()))
    _give_back(locked, remarks)
    for name in TEXTS:
        setattr(locked, name, getattr(locked, name) or content.get(name, ""))
    locked.kept_xlsform, locked.revision = content.get("kept_xlsform", {}), F("revision") + 1
    locked.save(update_fields=[*TEXTS, "kept_xlsform", "revision"])
    log(locked, "questionnaires.xlsform_imported", user=by, data=_counted(content))


@transaction.atomic
def create_from_import(*, cycle: LearningCycle, content: dict, by: User | None) -> Questionnaire:
    """Raises IntegrityError if the cycle has a questionnaire already, and what fill_questionnaire raises."""
    texts = {name: content.get(name, "") for name in TEXTS}
    texts["title_fr"] = texts["title_fr"] or texts["title_en"] or cycle.title_fr
    questionnaire = create_questionnaire(
        cycle=cycle,
        sections=_in_series(content["sections"], {}),
        checks=content.get("checks", ()),
        by=by,
        kept_xlsform=content.get("kept_xlsform", {}),
        **texts,
    )
    log(questionnaire, "questionnaires.xlsform_imported", user=by, data=_counted(content))
    return questionnaire


def _counted(content: dict) -> dict[str, int]:
    sections = content["sections"]
    return {"sections": len(sections), "questions": sum(len(section["questions"]) for section in sections)}


def _in_series(sections: list[dict], before: dict[str, Question]) -> list[dict]:
    """Each question with the series that it may go on with: answers of another kind, or to other choices, are no
    series, and no series stands twice in a questionnaire."""
    named = [q["series"] for section in sections for q in section["questions"] if q.get("series")]
    known = _known_series(named)
    taken: set[str] = set()

    def placed(question: dict) -> dict:
        asked = (question["kind"], frozenset(choice["code"] for choice in question.get("choices", ())))
        old = before.get(question["code"])
        series = question.get("series", "")
        fits = series and known.get(series, asked) == asked
        if not fits:
            series = str(old.series) if old is not None and _asked(old) == asked else ""
        without = {name: value for name, value in question.items() if name != "series"}
        if not series or series in taken:
            return without
        taken.add(series)
        return without | {"series": series}

    return [section | {"questions": [placed(each) for each in section["questions"]]} for section in sections]


def _known_series(named: list[str]) -> Known:
    """The latest question of each."""
    found = Question.objects.filter(series__in=named).prefetch_related("choices").order_by("pk")
    return {str(question.series): _asked(question) for question in found}


def _asked(question: Question) -> tuple[str, frozenset[str]]:
    return question.kind, frozenset(choice.code for choice in question.choices.all())


def _give_back(questionnaire: Questionnaire, remarks: dict[int, str]) -> None:
    """Deleting a question leaves its remarks without one; the code stays with them."""
    now = dict(questionnaire.questions.values_list("code", "pk"))
    rows = [PilotRemark(pk=pk, question_id=now[code]) for pk, code in remarks.items() if code in now]
    PilotRemark.objects.bulk_update(rows, ["question"], batch_size=500)
