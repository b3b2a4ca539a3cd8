"""Writes about one question while its questionnaire is built."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from wagtail.log_actions import log

from content.editing import ChangedMeanwhile, save_if_unchanged
from districts.models import User

from .asking import questions_of, whole
from .models import Choice, Question, Questionnaire, Section
from .naming import InUse, naming, require_order
from .ordering import number_questions
from .rule_following import follow_choices, follow_code
from .structure_actions import lock_while_built, note_new_order, place_question

# A choice as a screen gives it: {"id": of the row or None, "code", "label_fr", "label_en"}.
ChoiceRow = Mapping[str, Any]


class CodeTaken(ValueError):
    """Another question of the questionnaire has this code."""


@transaction.atomic
def add_question(
    *,
    section: Section,
    fields: Mapping[str, Any],
    by: User | None,
    choices: Sequence[ChoiceRow] = (),
    after: Question | None = None,
    at_the_end: bool = False,
) -> Question:
    """Behind `after`, or at the section's beginning or end. Raises Frozen, CodeTaken, UnfitRule, OutOfOrder, and
    ChangedMeanwhile if the section is gone."""
    locked = lock_while_built(section.questionnaire)
    sections = whole(locked)
    there = next((each for each in sections if each.pk == section.pk), None)
    if there is None:
        raise ChangedMeanwhile
    _require_free(locked, fields["code"])
    last = max((question.order for question in there.asked), default=0)
    question = Question.objects.create(section=there, questionnaire=locked, order=last + 1, **fields)
    Choice.objects.bulk_create(_new_choice(question, n, row) for n, row in enumerate(choices, start=1))
    place_question(sections, question, there, there.asked[-1] if at_the_end and there.asked else after)
    require_order(sections)
    number_questions(sections)
    note_new_order(locked)
    log(locked, "questionnaires.question_added", user=by, data={"code": question.code})
    return question


def _new_choice(question: Question, order: int, row: ChoiceRow) -> Choice:
    words = {name: row[name] for name in ("code", "label_fr", "label_en")}
    return Choice(question=question, order=order, **words)


def _require_free(questionnaire: Questionnaire, code: str, but: int | None = None) -> None:
    if questionnaire.questions.filter(code=code).exclude(pk=but).exists():
        raise CodeTaken(code)


@transaction.atomic
def save_question(
    *,
    question: Question,
    changes: Mapping[str, Any],
    by: User | None,
    choices: Sequence[ChoiceRow] | None = None,
) -> None:
    """A new code is followed by all rules and checks, the code of a choice too. Another kind, or other choices, of a
    question that has been asked in another cycle makes it a question of its own: its series begins anew.

    `choices`: all of them as they are to be, None to leave them. Raises Frozen, ChangedMeanwhile, CodeTaken, UnfitRule,
    OutOfOrder, and InUse where a rule looks at a choice that goes.
    """
    locked = lock_while_built(question.questionnaire)
    there = list(question.choices.order_by("order", "pk"))
    codes = [choice.code for choice in there]
    before, kind = Question.objects.values_list("code", "kind").filter(pk=question.pk).first() or ("", "")
    wanted = codes if choices is None else [row["code"] for row in choices]
    changes = dict(changes)
    if "code" in changes:
        _require_free(locked, changes["code"], question.pk)
    if (changes.get("kind", kind) != kind or set(wanted) != set(codes)) and is_shared(question):
        changes["series"] = uuid.uuid4()
    # Also where only its choices change: whoever has it open is told by the revision.
    save_if_unchanged(question, changes)
    if choices is not None:
        _replace_choices(locked, question, before, there, choices)
    if "code" in changes:
        follow_code(locked, before, changes["code"])
    if "show_if" in changes:
        require_order(whole(locked))
    data = {"code": question.code, "fields": sorted(changes)}
    log(locked, "questionnaires.question_saved", user=by, data=data)


def is_shared(question: Question) -> bool:
    """Whether it is asked in another cycle too."""
    same = Question.objects.filter(series=question.series).exclude(questionnaire=question.questionnaire_id)
    return same.exists()


def _replace_choices(
    questionnaire: Questionnaire,
    question: Question,
    code: str,
    there: Sequence[Choice],
    rows: Sequence[ChoiceRow],
) -> None:
    known = {choice.pk: choice for choice in there}
    kept = {row["id"] for row in rows if row.get("id") in known}
    renamed = {known[row["id"]].code: row["code"] for row in rows if row.get("id") in kept}
    gone = {choice.code for choice in there if choice.pk not in kept} - {row["code"] for row in rows}
    follow_choices(questionnaire, code, renamed, gone)
    question.choices.exclude(pk__in=kept).delete()
    # Two choices may change codes with each other.
    question.choices.update(code=Concat(Value("-"), Cast(F("pk"), CharField())))
    fresh = []
    for order, row in enumerate(rows, start=1):
        choice = _new_choice(question, order, row)
        choice.pk = row["id"] if row.get("id") in kept else None
        fresh.append(choice)
    names = ["order", "code", "label_fr", "label_en"]
    Choice.objects.bulk_update([choice for choice in fresh if choice.pk], names)
    Choice.objects.bulk_create([choice for choice in fresh if not choice.pk])


@transaction.atomic
def delete_question(*, question: Question, by: User | None) -> None:
    """Raises Frozen, and InUse with the rules and checks that look at it. Gone already: nothing changes."""
    locked = lock_while_built(question.questionnaire)
    sections = whole(locked)
    gone = next((each for each in questions_of(sections) if each.pk == question.pk), None)
    if gone is None:
        return
    if by_whom := naming({gone.code}, sections, locked.checks.select_related("question")):
        raise InUse(by_whom)
    code = gone.code
    gone.section.asked.remove(gone)
    gone.delete()
    number_questions(sections)
    note_new_order(locked)
    log(locked, "questionnaires.question_deleted", user=by, data={"code": code})


@transaction.atomic
def duplicate_question(*, question: Question, by: User | None) -> Question:
    """Just behind it, as a question of its own. Raises Frozen, and ChangedMeanwhile if its section is gone."""
    lock_while_built(question.questionnaire)
    choices = [
        {"code": choice.code, "label_fr": choice.label_fr, "label_en": choice.label_en}
        for choice in question.choices.all()
    ]
    fields = fields_to_copy(question) | {
        "code": free_code(question.questionnaire, question.code),
        "show_if": question.show_if,
    }
    return add_question(section=question.section, fields=fields, choices=choices, after=question, by=by)


OF_ITS_PLACE = {
    "id",
    "section",
    "questionnaire",
    "order",
    "code",
    "series",
    "show_if",
    "revision",
    "kept_xlsform",
}


def fields_to_copy(question: Question) -> dict[str, Any]:
    """All that does not depend on where it stands."""
    return {
        field.name: getattr(question, field.attname)
        for field in question._meta.concrete_fields
        if field.name not in OF_ITS_PLACE
    }


def free_code(questionnaire: Questionnaire, code: str) -> str:
    """`code`, or the first of code_2, code_3, … that no question of the questionnaire has."""
    taken = set(questionnaire.questions.values_list("code", flat=True))
    found, number = code, 1
    while found in taken:
        number += 1
        found = f"{code[:74]}_{number}"
    return found
