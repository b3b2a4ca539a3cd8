"""What discussions ask: of teams, to answer those who answered them; of moderators, to read what waits."""

import datetime

from django.db.models import Count, Min, Q, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.audience import Audience
from content.asks import Rank, Task
from districts import audiences
from districts.models import TEAM_ROLES

from .models import Post
from .permissions import moderated_by, readable_threads
from .targets import types_open_to_all

Status = Post.Status
# Later than that, an answer is part of the thread and nobody waits any more.
WAITS = datetime.timedelta(days=60)


def asked_of(user) -> list[Task]:
    return [*_to_answer(user), *_held(user)]


def _to_answer(user) -> list[Task]:
    teams = [post.unit_id for post in audiences.memberships_of(user) if post.role in TEAM_ROLES]
    oldest = _unanswered(user, teams).first() if teams else None
    if oldest is None:
        return []
    text = ngettext(
        "Your team: %(number)d answer from another district waits for a word from you",
        "Your team: %(number)d answers from other districts wait for a word from you",
        oldest.in_all,
    )
    return [
        Task(
            text=text % {"number": oldest.in_all},
            more=format_html(_("{who} wrote: “{words}”"), who=_who(oldest), words=_beginning(oldest)),
            url=reverse("message", args=[oldest.pk]),
            button=_("Read and answer"),
            rank=Rank.PEOPLE_WAIT,
            minutes=5,
        )
    ]


def _unanswered(user, teams: list[int]):
    """What other districts answered the team and nobody of it has taken up; each with how many they are, so that one
    query is enough."""
    answers = Post.objects.filter(
        reply_to__unit__in=teams,
        unit__isnull=False,
        published_at__gte=timezone.now() - WAITS,
        conversation__in=readable_threads(user),
    )
    counted = answers.unanswered().annotate(in_all=Window(Count("pk")))
    return counted.select_related("unit", "conversation__cycle").order_by("published_at", "pk")


def _who(post: Post) -> str:
    """Not the district's name where its peers read the thread without it."""
    thread = post.conversation
    open_to_all = any(thread.target_type_id == kind.pk for kind in types_open_to_all())
    if open_to_all or thread.cycle.discussion_audience >= Audience.PEERS_NAMED:
        return post.unit.name
    return _("Another team")


def _beginning(post: Post) -> SafeString:
    """In the language of whoever wrote it."""
    words = Truncator(" ".join(post.comment.split())).chars(140)
    return format_html('<span lang="{}">{}</span>', post.language, words)


def _held(user) -> list[Task]:
    """What waits for this person to decide, and what of theirs waits for somebody else: one query."""
    waiting = _waiting_for(user)
    found = Post.objects.held().aggregate(
        own=Count("pk", filter=Q(user=user)),
        first=Min("pk", filter=Q(user=user)),
        number=Count("pk", filter=waiting),
        since=Min("submit_date", filter=waiting),
    )
    tasks = [_to_moderate(found["number"], found["since"])] if found["number"] else []
    return [*tasks, _own(found["own"], found["first"])] if found["own"] else tasks


def _waiting_for(user) -> Q:
    if not audiences.may_moderate(user):
        return Q(pk__in=[])
    return Q(pk__in=moderated_by(user).values("pk")) & ~Q(user=user)


def _to_moderate(number: int, since: datetime.datetime) -> Task:
    text = ngettext(
        "%(number)d message waits for you to read it",
        "%(number)d messages wait for you to read them",
        number,
    )
    more = _("The oldest since %(day)s. Until they are decided on, only their authors see them.")
    return Task(
        text=text % {"number": number},
        more=more % {"day": date_format(since, "j F Y")},
        url=reverse("moderation_queue"),
        button=_("Open the moderation"),
        rank=Rank.PEOPLE_WAIT,
        minutes=min(2 * number, 30),
    )


def _own(number: int, first: int) -> Task:
    text = ngettext(
        "%(number)d message of yours waits to be published.",
        "%(number)d messages of yours wait to be published.",
        number,
    )
    return Task(
        text=text % {"number": number},
        more=_("A facilitator reads the first messages of each person. There is nothing to do."),
        url=reverse("message", args=[first]),
        button=_("See it where it will stand"),
        rank=Rank.TO_KNOW,
    )
