"""What the first step asks on the first screen: of teams, to propose or support; of facilitators, to choose."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from content.asks import Rank, Task
from content.counting import number_of
from districts.audiences import own_district
from districts.models import OrgUnit

from .issues import Issue
from .of_person import pages_under_way, under_way
from .pages import CyclePage
from .permissions import today_in
from .reading import cycles_run_by
from .records import CycleStep, LearningCycle, Participation, Step

MOST = 3
HEARD = (Participation.Kind.PROPOSED, Participation.Kind.SUPPORTED)


def asked_about_issues(user, facilitates: bool) -> list[Task]:
    """One query for both. A district that has proposed or supported is not asked again; whoever facilitates is asked to
    choose once the step is over, until one is chosen or the cycle is."""
    unit, none = own_district(user), CyclePage.objects.none()
    silent, to_choose = _silent_in(unit) if unit else none, _to_choose(user) if facilitates else none
    if unit is None and not facilitates:
        return []
    steps = CycleStep.objects.filter(cycle=OuterRef("cycle_id"), number=Step.ISSUE)
    pages = CyclePage.objects.filter(Q(pk__in=silent.values("pk")) | Q(pk__in=to_choose.values("pk")))
    pages = pages.select_related("cycle").annotate(
        proposals=number_of(_standing()),
        closes_on=Subquery(steps.values("closes_on")[:1]),
        waits_for_choice=Exists(to_choose.filter(pk=OuterRef("pk"))),
    )
    found = list(pages.order_by(F("closes_on").asc(nulls_last=True), "pk"))
    proposing = [_propose(page) for page in found if not page.waits_for_choice]
    choosing = [_choose(page) for page in found if page.waits_for_choice]
    return [*proposing[:MOST], *choosing[:MOST]]


def _silent_in(unit: OrgUnit):
    steps = under_way(today_in(unit)).filter(number=Step.ISSUE)
    cycles = LearningCycle.objects.order_by().filter(countries=unit.country.pk)
    heard = Participation.objects.filter(cycle=OuterRef("cycle_id"), unit=unit, kind__in=HEARD)
    return pages_under_way(steps, cycles).filter(~Exists(heard), ~Exists(_chosen())).order_by()


def _chosen():
    return Issue.objects.filter(cycle=OuterRef("cycle_id"), chosen_on__isnull=False)


def _standing():
    return Issue.objects.standing().filter(cycle=OuterRef("cycle_id"))


def _propose(page: CyclePage) -> Task:
    text = ngettext(
        "There is %(number)d proposal so far.", "There are %(number)d proposals so far.", page.proposals
    )
    return Task(
        text=_("Your team: propose an issue to learn about, or support one"),
        more=text % {"number": page.proposals}
        if page.proposals
        else _("Nothing is proposed yet: yours is the first."),
        url=reverse("issues", args=[page.cycle.code]),
        button=_("See the proposals"),
        rank=Rank.STEP_OPEN,
        until=page.closes_on,
        minutes=10,
        about=page.title,
        step=Step.ISSUE,
    )


def _to_choose(user):
    today = today_in(own_district(user))
    over = Q(closes_on__lt=today) | Q(completion__isnull=False)
    steps = CycleStep.objects.filter(cycle=OuterRef("cycle_id"), left_out=False)
    pages = CyclePage.objects.live().filter(locale__language_code=get_language() or "fr")
    return pages.filter(
        Exists(steps.filter(over, number=Step.ISSUE)),
        Exists(steps.filter(closes_on__gte=today)),
        ~Exists(_chosen()),
        Exists(_standing()),
        cycle__in=cycles_run_by(user).order_by().values("pk"),
    )


def _choose(page: CyclePage) -> Task:
    text = ngettext(
        "Choose the issue: %(number)d proposal waits",
        "Choose the issue: %(number)d proposals wait",
        page.proposals,
    )
    return Task(
        text=text % {"number": page.proposals},
        more=_(
            "The first step is over. Bring together what is the same, choose one, say why and who decided."
        ),
        url=reverse("cycles_admin:proposals", args=[page.cycle_id]),
        button=_("Open the proposals"),
        rank=Rank.PEOPLE_WAIT,
        about=page.title,
        step=Step.ISSUE,
    )
