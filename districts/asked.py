"""What places and people ask: to look after invitations and numbers at the desk, to say who one is."""

import datetime

from django.db.models import Exists, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.asks import Rank, Task
from content.counting import number_of

from .audiences import memberships_of
from .codes import MOST_TRIES
from .desk_lists import uncalled
from .models import FACILITATING_ROLES, TEAM_ROLES, Invitation, Profile, Role, User
from .permissions import may_run_desk, people_of_desk, units_of_desk

# An invitation is looked after from three days before its end until a month after it.
SOON, LATE = datetime.timedelta(days=3), datetime.timedelta(days=30)


def asked_of(user) -> list[Task]:
    """One query, whatever the person is."""
    roles = {post.role for post in memberships_of(user)}
    desk = may_run_desk(user)
    # Those who administer see the lists whole, but are not asked to telephone.
    calls = Role.FACILITATOR in roles
    row = User.objects.filter(pk=user.pk).values_list(
        number_of(_ending_invitations(user)) if desk else Value(0),
        number_of(uncalled(people_of_desk(user))) if calls else Value(0),
        Exists(Profile.objects.filter(user=OuterRef("pk"))),
    )
    invitations, numbers, has_profile = row.get()
    introduces = roles & {*TEAM_ROLES, *FACILITATING_ROLES}
    tasks = [_to_invite_again(invitations)] if invitations else []
    tasks += [_to_call(numbers)] if numbers else []
    return [*tasks, _to_introduce()] if introduces and not has_profile else tasks


def _ending_invitations(user):
    """Those the desk lists, unanswered, whose time is over or nearly so."""
    now = timezone.now()
    return Invitation.objects.filter(
        Q(invited_by=user) | Q(unit__in=units_of_desk(user).order_by().values("pk")),
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        tries__lt=MOST_TRIES,
        expires_at__range=(now - LATE, now + SOON),
    )


def _to_invite_again(number: int) -> Task:
    text = ngettext(
        "%(number)d invitation has run out or is about to, without an answer",
        "%(number)d invitations have run out or are about to, without an answer",
        number,
    )
    return Task(
        text=text % {"number": number},
        more=_("Call the person, then send it once more or give a code for paper."),
        url=reverse("invitations"),
        button=_("Look at the invitations"),
        rank=Rank.UPKEEP,
        minutes=5,
    )


def _to_call(number: int) -> Task:
    text = ngettext(
        "%(number)d person has a telephone number that nobody has called yet",
        "%(number)d people have a telephone number that nobody has called yet",
        number,
    )
    return Task(
        text=text % {"number": number},
        more=_("By a number you have called, you can help whoever forgets a password."),
        url=f"{reverse('people')}?show=uncalled",
        button=_("See who"),
        rank=Rank.UPKEEP,
    )


def _to_introduce() -> Task:
    return Task(
        text=_("Tell the others who you are"),
        more=_(
            "Your function, your languages, what you can help with. You decide who may reach you, and how."
        ),
        url=reverse("profile"),
        button=_("Fill in your profile"),
        rank=Rank.ABOUT_ONESELF,
        minutes=3,
    )
