"""The page that leads through a district's response: until when, how far, which section next, who is at it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may, signed_in
from districts.audiences import memberships_of
from districts.models import TEAM_ROLES, OrgUnit

from ..minutes import about, minutes_of
from ..models import Answer, Question, Questionnaire
from ..paper_form import ranges
from .filling import Filling, filling_of
from .frame import frame_of
from .on_device import kept_on_device, overview_on_device
from .permissions import may_read_board, may_read_response
from .team import leads_among, team_of
from .wording import name_words, when_words, who_words


def opened(key: uuid.UUID) -> Questionnaire:
    found = Questionnaire.objects.select_related("cycle")
    return get_object_or_404(found, key=key, opened_at__isnull=False)


@require_safe
@never_cache
@may(signed_in, opened)
def mine(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """A short address for mails and pages that are the same for all: to the own district's page, else to the board of
    those who call the districts."""
    district = _own_district(request.user, target)
    if district is not None:
        return redirect("answer", key=target.key, unit=district.code)
    if not may_read_board(request.user, target):
        raise Http404
    return redirect("answer_board", key=target.key)


def _own_district(user, questionnaire: Questionnaire) -> OrgUnit | None:
    """The one longest served in, of those that are asked."""
    teams = [post.unit_id for post in memberships_of(user) if post.role in TEAM_ROLES]
    if not teams:
        return None
    asked = {unit.pk: unit for unit in questionnaire.cycle.districts().filter(pk__in=teams)}
    return next((asked[pk] for pk in teams if pk in asked), None)


@require_safe
@never_cache
@kept_on_device
@may(may_read_response, filling_of)
def overview(request: HttpRequest, target: Filling) -> HttpResponse:
    team = team_of(target.unit)
    context = frame_of(
        request,
        target,
        title=target.questionnaire.title,
        readers=readers_of(target),
        team=team,
        leads=[name_words(lead) for lead in leads_among(team)],
        whole=about(minutes) if (minutes := minutes_of(target.sections)) else "",
        device=overview_on_device(target),
    )
    context["latest"] = [_latest(target, line.latest) for line in context["lines"]]
    return render(request, "questionnaires/answering/overview.html", context)


def _latest(filling: Filling, answer: Answer | None) -> str:
    """Who was in a section last, and when."""
    if answer is None:
        return ""
    said = {"name": who_words(answer), "when": when_words(answer.at, filling)}
    return _("last: %(name)s, %(when)s") % said


def readers_of(filling: Filling) -> list[tuple[int, str]]:
    """Who reads which answers, the narrowest circle first: (level, sentence)."""
    by_level: dict[int, list[Question]] = {}
    for question in filling.questions:
        if question.code in filling.numbers:
            by_level.setdefault(question.level, []).append(question)
    found = []
    for level, asked in sorted(by_level.items()):
        readers = asked[0].get_level_display()
        if len(by_level) > 1:
            which = ranges(filling.numbers[question.code] for question in asked)
            frame = ngettext("Question %(which)s: %(who)s.", "Questions %(which)s: %(who)s.", len(asked))
            readers = frame % {"which": which, "who": readers}
        found.append((level, readers))
    return found
