"""Writes about a questionnaire being built: its settings, sections and checks, and the order of everything. What they
change goes together with what hangs on it, or not at all; from opening on they refuse."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from wagtail.log_actions import log

from content.editing import ChangedMeanwhile, save_if_unchanged
from districts.models import User

from . import rules
from .asking import questions_of, whole
from .models import Check, Question, Questionnaire, Section
from .naming import InUse, naming, require_order
from .ordering import number_questions, number_sections


class Frozen(ValueError):
    """The questionnaire is open: only its wording may be corrected."""


def lock_while_built(questionnaire: Questionnaire, revision: int | None = None) -> Questionnaire:
    """Its row as it is now, held until the transaction ends, so that two changes of the structure follow each other.
    Raises Frozen, and ChangedMeanwhile if its order has another revision than the one a screen began with."""
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if locked.opened_at:
        raise Frozen
    if revision is not None and revision != locked.revision:
        raise ChangedMeanwhile(locked)
    return locked


def note_new_order(questionnaire: Questionnaire) -> None:
    Questionnaire.objects.filter(pk=questionnaire.pk).update(revision=F("revision") + 1)


@transaction.atomic
def save_settings(*, questionnaire: Questionnaire, changes: Mapping[str, Any], by: User | None) -> None:
    """Titles and introductions. Raises Frozen, ChangedMeanwhile."""
    lock_while_built(questionnaire)
    if changes:
        save_if_unchanged(questionnaire, changes)
        log(questionnaire, "questionnaires.settings_saved", user=by, data={"fields": sorted(changes)})


@transaction.atomic
def add_section(
    *,
    questionnaire: Questionnaire,
    by: User | None,
    after: Section | None = None,
    first: bool = False,
    **fields,
) -> Section:
    """After that section, at the beginning, or at the end. Raises Frozen, UnfitRule, OutOfOrder."""
    locked = lock_while_built(questionnaire)
    sections = whole(locked)
    last = sections[-1].order if sections else 0
    section = Section.objects.create(questionnaire=locked, order=last + 1, **fields)
    section.asked = []
    place = next((n for n, each in enumerate(sections, 1) if after and each.pk == after.pk), len(sections))
    sections.insert(0 if first else place, section)
    require_order(sections)
    number_sections(locked, sections)
    note_new_order(locked)
    log(locked, "questionnaires.section_added", user=by, data={"title": section.title_fr})
    return section


@transaction.atomic
def save_section(*, section: Section, changes: Mapping[str, Any], by: User | None) -> None:
    """Raises Frozen, ChangedMeanwhile, UnfitRule, OutOfOrder."""
    locked = lock_while_built(section.questionnaire)
    if not changes:
        return
    save_if_unchanged(section, changes)
    if "show_if" in changes:
        require_order(whole(locked))
    data = {"title": section.title_fr, "fields": sorted(changes)}
    log(locked, "questionnaires.section_saved", user=by, data=data)


@transaction.atomic
def move_section(
    *, section: Section, after: Section | None, by: User | None, revision: int | None = None
) -> None:
    """Behind `after`, or to the beginning. Raises Frozen, ChangedMeanwhile, OutOfOrder."""
    locked = lock_while_built(section.questionnaire, revision)
    sections = whole(locked)
    moved = _one_of(sections, section)
    sections.remove(moved)
    sections.insert(sections.index(_one_of(sections, after)) + 1 if after else 0, moved)
    require_order(sections)
    number_sections(locked, sections)
    note_new_order(locked)
    log(locked, "questionnaires.section_moved", user=by, data={"title": section.title_fr})


@transaction.atomic
def move_question(
    *,
    question: Question,
    section: Section,
    after: Question | None,
    by: User | None,
    revision: int | None = None,
) -> None:
    """Into that section, behind `after` or to its beginning. Raises Frozen, ChangedMeanwhile, OutOfOrder."""
    locked = lock_while_built(question.questionnaire, revision)
    sections = whole(locked)
    moved = _one_of(questions_of(sections), question)
    for each in sections:
        each.asked = [other for other in each.asked if other != moved]
    place_question(sections, moved, _one_of(sections, section), after)
    require_order(sections)
    number_questions(sections)
    note_new_order(locked)
    log(locked, "questionnaires.question_moved", user=by, data={"code": question.code})


def place_question(
    sections: Sequence[Section], question: Question, section: Section, after: Question | None
) -> None:
    """`after` in another section, or gone meanwhile, counts for none. Nothing is written yet."""
    place = next((n for n, each in enumerate(section.asked, 1) if after and each.pk == after.pk), 0)
    section.asked.insert(place, question)


def _one_of(rows: Sequence, wanted):
    """The row as it is now. Raises ChangedMeanwhile(None) if somebody else has deleted it."""
    for row in rows:
        if row.pk == wanted.pk:
            return row
    raise ChangedMeanwhile


@transaction.atomic
def delete_section(*, section: Section, by: User | None) -> None:
    """With its questions. Raises Frozen, and InUse if anything outside looks at one of them."""
    locked = lock_while_built(section.questionnaire)
    sections = whole(locked)
    gone = _one_of(sections, section)
    codes = {question.code for question in gone.asked}
    outside = [each for each in sections if each != gone]
    if by_whom := naming(codes, outside, locked.checks.select_related("question")):
        raise InUse(by_whom)
    data = {"title": gone.title_fr, "codes": sorted(codes)}
    gone.delete()
    number_sections(locked, outside)
    note_new_order(locked)
    log(locked, "questionnaires.section_deleted", user=by, data=data)


@transaction.atomic
def save_check(*, check: Check, changes: Mapping[str, Any], by: User | None) -> Check:
    """A new check, which stands last, or changes of one. Raises Frozen, ChangedMeanwhile, UnfitRule, and KeyError for
    a rule that names a question which is not there."""
    locked = lock_while_built(check.questionnaire)
    if "rule" in changes:
        _require_known(changes["rule"], locked)
    if check.pk is None:
        last = locked.checks.aggregate(last=Max("order"))["last"] or 0
        check = Check.objects.create(questionnaire=locked, order=last + 1, **changes)
    elif changes:
        save_if_unchanged(check, changes)
    log(locked, "questionnaires.check_saved", user=by, data={"code": check.question.code})
    return check


def _require_known(rule: Mapping, questionnaire: Questionnaire) -> None:
    named = rules.questions_of(rules.read(rule))
    known = set(questionnaire.questions.filter(code__in=named).values_list("code", flat=True))
    if strangers := named - known:
        raise KeyError(sorted(strangers)[0])


@transaction.atomic
def delete_check(*, check: Check, by: User | None) -> None:
    """Raises Frozen."""
    locked = lock_while_built(check.questionnaire)
    data = {"code": check.question.code, "rule": check.rule}
    Check.objects.filter(pk=check.pk).delete()
    log(locked, "questionnaires.check_deleted", user=by, data=data)
