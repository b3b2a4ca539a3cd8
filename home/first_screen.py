"""What a signed-in person sees first: the one thing asked of them, then the rest.

what each app asks (asked.py) -> in order -> the first is the task, the others follow
where they work (ways.py), who is around (around.py), what is new (news.py), what is theirs to read (reading.py)
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.asks import Rank, Task, in_order
from cycles import asked as cycles_asked
from cycles.permissions import today_in
from discussions import asked as discussions_asked
from districts import asked as districts_asked
from districts.audiences import may_moderate, memberships_of, own_district
from districts.models import FACILITATING_ROLES, TEAM_ROLES, Membership, Role
from districts.visits import previous_visit
from notifications import asked as notifications_asked
from questionnaires import asked as questionnaires_asked
from results import asked as results_asked

from .around import last_post, team_and_facilitators, whom_to_ask
from .news import latest_pages, latest_results, news_of, rows_of, split_by_visit
from .portal_facts import may_see_facts, portal_facts
from .reading import DECIDING, briefs_for, files_to_take, to_read
from .took_part import took_part
from .ways import ways_of

TEAM, WORKING = {*TEAM_ROLES}, {*TEAM_ROLES, *FACILITATING_ROLES}
Asking = Callable[..., list[Task]]
ASKING: tuple[Asking, ...] = (
    discussions_asked.asked_of,
    results_asked.asked_of,
    questionnaires_asked.asked_of,
    cycles_asked.asked_of,
    districts_asked.asked_of,
)


def first_screen(request: HttpRequest, home) -> dict:
    """The context of home/first_screen.html. `home` is the page in whose place it stands; it is not part of the
    context, because the frame would ask for its translations, where the address says as much."""
    posts = memberships_of(request.user)
    if not posts and not request.user.is_superuser:
        return _without_post(request, home)
    roles, pages = {post.role for post in posts}, latest_pages(request.user, home.locale_id)
    briefs = briefs_for(request.user, home.locale_id) if roles & DECIDING else []
    told = in_order(_asked_of(request.user))
    tasks = [task for task in told if task.rank < Rank.TO_KNOW]
    results, listed = latest_results(pages), briefs
    if not tasks and not roles & WORKING and (first := next(iter(briefs), results)):
        tasks, listed = [to_read(request, first)], briefs[1:]
        pages = [page for page in pages if page.pk != first.pk]
    return {
        **_greeting(request, posts),
        "task": tasks[0] if tasks else None,
        "calm": None if tasks else _calm(roles),
        "further": tasks[1:],
        "to_know": [task for task in told if task.rank == Rank.TO_KNOW],
        "ways": ways_of(request.user, results and results.get_url(request)),
        **_new(request, pages, but_not=briefs),
        "briefs": listed,
        **_by_role(request, roles),
    }


def _asked_of(user) -> list[Task]:
    asking = (*ASKING, notifications_asked.asked_of) if may_moderate(user) else ASKING
    return [task for asked_of in asking for task in asked_of(user)]


def _greeting(request: HttpRequest, posts: list[Membership]) -> dict:
    """By name; whoever gave none is not called by their address on a screen that others may see."""
    name = request.user.get_full_name()
    today = today_in(own_district(request.user))
    return {
        "hello": _("Hello, %(name)s") % {"name": name} if name else _("Hello"),
        "today": date_format(today, "l j F Y"),
        "posts": posts,
    }


def _calm(roles: set[str]) -> dict[str, str]:
    """Where nothing is asked: what will stand there, and who makes it so."""
    if roles & TEAM:
        title = _("Nothing is asked of your team today")
        text = _("When the facilitators open a step, what is to be done stands here, with its last day.")
    elif roles & WORKING or not roles:
        title = _("Nothing waits for you today")
        text = _("Messages to read, notices that no mail carries and silent districts appear here.")
    elif roles & DECIDING:
        title = _("There is no brief of your country to read yet")
        text = _("The facilitators write one at the end of each cycle. The latest stands here.")
    else:
        title = _("Nothing is asked of you")
        text = _("Whatever is published can be read and taken along, here and in the library.")
    return {"title": title, "text": text}


def _new(request: HttpRequest, pages: list[Page], but_not: list[Page]) -> dict:
    """Without what has a list of its own."""
    since, here, elsewhere = (
        previous_visit(request),
        own_district(request.user),
        {page.pk for page in but_not},
    )
    new, latest = split_by_visit([page for page in pages if page.pk not in elsewhere], since)
    return {
        "since": since and date_format(localtime(since, here.zone if here else None), "l j F Y"),
        "news": news_of(request, new, since) if since else [],
        "latest": rows_of(request, latest),
    }


def _by_role(request: HttpRequest, roles: set[str]) -> dict:
    user = request.user
    team, to_ask = team_and_facilitators(user)
    return {
        "team": team,
        "to_ask": to_ask,
        "took_part": took_part(request) if Role.OFFICIAL in roles else None,
        "files": files_to_take() if Role.RESEARCHER in roles else [],
        "facts": portal_facts(user) if may_see_facts(user) else None,
    }


def _without_post(request: HttpRequest, home) -> dict:
    """An account stays when a post ends: what became of it is said, and who can help. Nothing is asked."""
    post = last_post(request.user)
    return {
        **_greeting(request, []),
        "without_post": True,
        "last_post": post,
        "to_ask": whom_to_ask(post),
        "latest": rows_of(request, split_by_visit(latest_pages(request.user, home.locale_id), None)[1]),
    }
