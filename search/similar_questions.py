"""Questions of past questionnaires that are like what somebody writes."""

from django.db.models import Exists, OuterRef, Q, Subquery, UUIDField
from django.urls import reverse
from django.utils.translation import get_language

from analysis.audience import Audience
from content.texts import in_language
from cycles.models import LearningCycle
from districts.audiences import lowest_readable, memberships_of
from districts.models import OrgUnit
from questionnaires.bank import latest_of_each_series
from questionnaires.models import Question
from results.models import Result

from .drafts import MOST_SHOWN, Draft, Thing


def questions_like(draft: Draft, viewer) -> list[Thing]:
    """As they were asked last, in the writer's language. Databases differ in how they look for words, and there are
    hundreds of questions rather than millions: they are compared here."""
    text = f"text_{draft.language}"
    rows = _readable_to(viewer).exclude(**{text: ""}).values_list("pk", text)
    close = [(draft.likeness(words), pk) for pk, words in rows]
    best = sorted((pair for pair in close if pair[0] >= draft.enough), reverse=True)[:MOST_SHOWN]
    return _shown([pk for _likeness, pk in best], draft.language) if best else []


def _readable_to(viewer):
    """Whose result is published, and those of the open forms that the viewer may read on paper."""
    forms = Q(questionnaire__cycle__in=_forms_of(viewer).values("pk"))
    return latest_of_each_series().filter(Exists(_results()) | forms)


def _results():
    return Result.objects.published().filter(
        cycle=OuterRef("questionnaire__cycle"), question_code=OuterRef("code")
    )


def _forms_of(viewer):
    """The rule of questionnaires.permissions.may_read_blank_form as a filter."""
    if lowest_readable(viewer, [OrgUnit(pk=0)]) <= Audience.HIERARCHY:
        return LearningCycle.objects.all()
    countries = {post.unit.country for post in memberships_of(viewer) if post.unit}
    open_to = [unit.pk for unit in countries if lowest_readable(viewer, [unit]) <= Audience.HIERARCHY]
    return LearningCycle.objects.filter(countries__in=open_to)


def _shown(keys: list[int], language: str) -> list[Thing]:
    result = Subquery(_results().order_by("-version").values("key")[:1], UUIDField())
    rows = Question.objects.filter(pk__in=keys).select_related("questionnaire__cycle").annotate(result=result)
    by_key = {question.pk: question for question in rows}
    return [_thing(by_key[key], language) for key in keys]


def _thing(question: Question, language: str) -> Thing:
    if question.result:
        url = reverse("result", args=[question.result])
    else:
        url = reverse("blank_form", args=[question.questionnaire.key])
    cycle = in_language(question.questionnaire.cycle, "title", get_language() or "fr")
    return Thing(in_language(question, "text", language), url, cycle, language)
