"""What a questionnaire asks of a district's team: to answer it, to choose between answers, to sign, to confirm what was
entered for it, to reply to what was asked back. Of those who help the teams: asked_of_helpers.py."""

import datetime

from django.core.cache import cache
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from content.asks import Rank, Task
from content.counting import number_of
from cycles.models import CyclePage, CycleStep, Step
from cycles.of_person import cycles_of_person, under_way
from cycles.permissions import today_in
from districts.audiences import own_district
from districts.models import TEAM_ROLES, OrgUnit

from .answering.filling import Filling, Progress
from .answering.permissions import is_lead
from .asked_of_helpers import asked_of_helper
from .models import AnswerVersion, Clarification, Extension, Questionnaire, Signature

# More than that at once are not asked about; the cycles' pages lead to all.
MOST = 3
KEPT_FOR = 60 * 60


def asked_of(user) -> list[Task]:
    """One query. Somebody in several teams is asked for the district longest served in; a team's own work comes before
    that of others, of which a mail tells too."""
    district = own_district(user)
    if district is None:
        return asked_of_helper(user)
    lead = is_lead(user, district)
    return [task for row in _rows(user, district)[:MOST] for task in _tasks(row, district, lead)]


def _rows(user, district: OrgUnit) -> QuerySet[Questionnaire]:
    """Questionnaires that ask something of the district: each with how far its response is, until when it may answer,
    and what waits."""
    today = today_in(district)
    cycles = cycles_of_person(user, TEAM_ROLES).filter(countries=district.country)
    own = {"response__questionnaire": OuterRef("pk"), "response__unit": district}
    waiting = Signature.objects.latest_of_each().filter(on_behalf=True, confirmed_at__isnull=True, **own)
    asked_back = Clarification.objects.filter(replied_at__isnull=True, settled_at__isnull=True, **own)
    rivals = AnswerVersion.objects.rivals().filter(
        answer__response__questionnaire=OuterRef("pk"), answer__response__unit=district
    )
    found = Questionnaire.objects.filter(
        Exists(CyclePage.objects.live().filter(cycle=OuterRef("cycle_id"))),
        opened_at__isnull=False,
        cycle__in=cycles.values("pk"),
    )
    found = found.annotate(
        own=FilteredRelation("responses", condition=Q(responses__unit=district)),
        **_until(today, district),
        response_pk=F("own__pk"),
        answered=F("own__answered"),
        asked=F("own__asked"),
        minutes_left=F("own__minutes_left"),
        signed_at=F("own__signed_at"),
        changed=~Q(own__revision=F("own__signed_revision")),
        waits=Exists(waiting),
        rivals=number_of(rivals),
        asked_back=number_of(asked_back),
    )
    is_open = Q(is_now=True) | Q(has_opened=True, extended__gte=today)
    to_do = Q(signed_at__isnull=True) | Q(changed=True) | Q(rivals__gt=0)
    found = found.filter((is_open & to_do) | Q(waits=True) | Q(asked_back__gt=0))
    return found.select_related("cycle").order_by(F("closes_on").asc(nulls_last=True), "pk")


def _until(today: datetime.date, district: OrgUnit) -> dict:
    step = CycleStep.objects.filter(cycle=OuterRef("cycle_id"), number=Step.COMPLETION, left_out=False)
    extensions = Extension.objects.filter(questionnaire=OuterRef("pk"), unit=district).order_by("-at", "-pk")
    return {
        "is_now": Exists(step.filter(pk__in=under_way(today).values("pk"))),
        "has_opened": Exists(step.filter(Q(opens_on__lte=today) | Q(closes_on__lt=today))),
        "closes_on": Subquery(step.values("closes_on")[:1]),
        "extended": Subquery(extensions.values("until")[:1]),
    }


def _tasks(row: Questionnaire, district: OrgUnit, lead: bool) -> list[Task]:
    today = today_in(district)
    row.is_open = row.is_now or (row.has_opened and row.extended is not None and row.extended >= today)
    tasks = []
    if row.asked_back:
        tasks.append(_to_reply(row, district))
    if row.waits and not (row.is_open and row.changed):
        tasks.append(_to_confirm(row, district, lead))
    if row.is_open and row.rivals:
        tasks.append(_to_choose(row, district))
    if row.is_open:
        tasks += _to_answer_or_sign(row, district, lead)
    return tasks


def _task(row: Questionnaire, url: str, text: str, button: str, **more) -> Task:
    days = [day for day in (row.closes_on, row.extended) if day]
    usual = {"until": max(days) if days and row.is_open else None, "rank": Rank.STEP_OPEN}
    return Task(
        text=text, url=url, button=button, about=row.cycle.title, step=int(Step.COMPLETION), **usual | more
    )


def _address(row: Questionnaire, district: OrgUnit, name: str = "answer", *more) -> str:
    return reverse(name, args=[row.key, district.code, *more])


def _to_reply(row: Questionnaire, district: OrgUnit) -> Task:
    text = ngettext(
        "Your team: a facilitator asks back about %(number)d answer",
        "Your team: facilitators ask back about %(number)d answers",
        row.asked_back,
    ) % {"number": row.asked_back}
    url = _address(row, district, "answer_asked_back")
    more = _("A sentence is enough; it stands beside the answer and changes nothing in it.")
    return _task(row, url, text, _("Read and reply"), more=more, rank=Rank.PEOPLE_WAIT)


def _to_confirm(row: Questionnaire, district: OrgUnit, lead: bool) -> Task:
    text = _("Confirm what was entered for %(district)s") % {"district": district.name}
    if lead:
        more = _("A facilitator signed these answers for your team. Read them, then confirm or change them.")
        return _task(
            row, _address(row, district), text, _("Read and confirm"), more=more, rank=Rank.PEOPLE_WAIT
        )
    more = _("A facilitator signed these answers for your team; the lead of your team confirms them.")
    return _task(row, _address(row, district), text, _("Read the answers"), more=more, rank=Rank.TO_KNOW)


def _to_choose(row: Questionnaire, district: OrgUnit) -> Task:
    text = ngettext(
        "Your team: two answers to %(number)d question stand side by side",
        "Your team: two answers to each of %(number)d questions stand side by side",
        row.rivals,
    ) % {"number": row.rivals}
    more = _("Members answered differently. Nothing is lost: choose together which answer counts.")
    return _task(row, _address(row, district), text, _("Choose"), more=more)


def _to_answer_or_sign(row: Questionnaire, district: OrgUnit, lead: bool) -> list[Task]:
    if row.signed_at is not None:
        return [_to_sign_again(row, district, lead)] if row.changed else []
    progress = _progress(row, district)
    if progress.left:
        return [_to_answer(row, district, progress)]
    return [_to_sign(row, district, lead)]


def _progress(row: Questionnaire, district: OrgUnit) -> Progress:
    """Kept with the response; the same for all who have not begun, so worked out once for them."""
    if row.response_pk is not None:
        return Progress(row.answered, row.asked, row.minutes_left)
    key = f"asked-of-teams:{row.key}:{row.version}:{get_language()}"
    return cache.get_or_set(key, lambda: Filling(row, district).progress, KEPT_FOR)


def _to_answer(row: Questionnaire, district: OrgUnit, progress: Progress) -> Task:
    said = {"left": progress.left, "asked": progress.asked}
    begun = row.response_pk is not None
    if begun:
        text = ngettext(
            "Your team: %(left)d of %(asked)d questions left",
            "Your team: %(left)d of %(asked)d questions left",
            progress.left,
        )
    else:
        text = ngettext(
            "Your team: %(asked)d question to answer",
            "Your team: %(asked)d questions to answer",
            progress.asked,
        )
    more = _("Answer together, in as many sittings as you like: what each of you saves, the others see.")
    button = _("Continue") if begun else _("Begin")
    return _task(
        row, _address(row, district), text % said, button, more=more, minutes=progress.minutes or None
    )


def _to_sign(row: Questionnaire, district: OrgUnit, lead: bool) -> Task:
    url = _address(row, district, "answer_review")
    if lead:
        more = _("Every question has an answer. They count once you have read and signed them.")
        text = _("Your signature for %(district)s is waited for") % {"district": district.name}
        return _task(row, url, text, _("Read and sign"), more=more)
    text = _("Every question has an answer: the lead of your team signs")
    return _task(row, url, text, _("Read everything"), more="", rank=Rank.TO_KNOW)


def _to_sign_again(row: Questionnaire, district: OrgUnit, lead: bool) -> Task:
    url = _address(row, district, "answer_review")
    more = _("Answers were changed since the signature. What counts is what was signed.")
    if lead:
        text = _("Sign again for %(district)s") % {"district": district.name}
        return _task(row, url, text, _("Read and sign"), more=more)
    text = _("Changed since it was signed: the lead of your team signs again")
    return _task(row, url, text, _("Read everything"), more=more, rank=Rank.TO_KNOW)
