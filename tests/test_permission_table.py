"""Who may open what: everybody x every view of ours.

The views are read from the URL configuration, so a view without a line here fails, and so does a line without a view.
All that is named is of the first district of Guinea unless the line says otherwise: `other` is of another district,
`abroad` of another country, `neighbour` facilitates there, `regional` supervises the district's own region.
Wagtail's admin, its documents and the pages about the account stand as groups in test_permission_groups.py.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils.translation import override

from districts.actions import end_membership
from tests.discussions.threads import typed
from tests.everyone import SECRET_NUMBER, rolled_back
from tests.permission_lines import (
    ADMIN,
    ADMINISTRATORS,
    ANYBODY,
    DESK,
    HELPERS,
    MODERATORS,
    OWN_TEAM,
    SIGNED_IN,
    TEAMS,
    WITH_POST,
    Row,
    pk_of,
    someone,
)
from tests.permission_lines_of_answering import OF_ANSWERING
from tests.permission_lines_of_board import OF_BOARD
from tests.permission_lines_of_cycles import OF_CYCLES
from tests.permission_lines_of_help import OF_HELP
from tests.permission_lines_of_imports import OF_IMPORTS


def result(name: str, **more) -> Callable[..., dict]:
    return lambda world: {"key": getattr(world, name).key} | more


def thread(name: str) -> Callable[..., dict]:
    def target(world) -> dict:
        about = getattr(world, name)
        key = getattr(about, "translation_key", None) or about.key
        return {"target_type": about._meta.label_lower, "key": key}

    return target


def message_to(name: str) -> Callable[..., dict]:
    return lambda world: typed(getattr(world, name), "Bonjour")


def branch(name: str, message: str) -> Callable[..., dict]:
    return lambda world: thread(name)(world) | {"root": getattr(world, message).pk}


GENERAL = [
    Row("root", ANYBODY),
    Row("hz-full", ANYBODY),
    Row("readyz", ANYBODY),
    Row("robots", ANYBODY),
    Row("favicon", ANYBODY),
    Row("sitemap", ANYBODY),
    Row("service_worker", ANYBODY),
    Row("media", set(), lambda world: {"path": world.document.file.name}, why="an upload: it is not there"),
    Row("search", ANYBODY),
]
# A result's page, file and plot are for everybody, being of totals. What is asked here is who finds in them what the
# first district answered.
ANSWER = str(SECRET_NUMBER)
RESULTS = [
    Row("result", ANYBODY, result("closed_meetings"), why="totals"),
    Row("result", OWN_TEAM, result("closed_meetings"), shows=ANSWER, why="an answer kept to its team"),
    Row("result", TEAMS | MODERATORS, result("open_meetings"), shows=ANSWER, why="an answer shared by teams"),
    Row("result_csv", ANYBODY, result("closed_meetings", version=1), why="totals"),
    Row("result_csv", OWN_TEAM, result("closed_meetings"), shows=ANSWER, why="an answer kept to its team"),
    Row(
        "result_csv",
        TEAMS | MODERATORS,
        result("open_meetings"),
        shows=ANSWER,
        why="an answer shared by teams",
    ),
    Row("explore", ANYBODY, result("closed_committee", form="bars"), why="totals"),
    Row(
        "explore",
        OWN_TEAM,
        result("closed_meetings", form="dots"),
        shows=ANSWER,
        why="an answer kept to its team",
    ),
    Row(
        "explore",
        TEAMS | MODERATORS,
        result("open_meetings", form="dots"),
        shows=ANSWER,
        why="shared by teams",
    ),
    Row("data_looks", OWN_TEAM | MODERATORS, pk_of("unit")),
]
# A thread's page tells everybody how many messages there are and who reads them.
THREADS = [
    Row("thread", ANYBODY, thread("lesson"), shows="Une bonne idée", why="about a lesson"),
    Row("thread", TEAMS | MODERATORS, thread("open_meetings"), shows="Entre équipes", why="for the teams"),
    Row("thread", MODERATORS, thread("closed_meetings"), shows="Entre facilitateurs", why="for facilitators"),
    Row("thread", SIGNED_IN, thread("lesson"), message_to("lesson"), "written in, about a lesson"),
    Row("thread", TEAMS | MODERATORS, thread("open_meetings"), message_to("open_meetings"), "written in"),
    Row(
        "thread",
        MODERATORS,
        thread("closed_meetings"),
        message_to("closed_meetings"),
        "facilitators' written in",
    ),
    Row("thread_branch", ANYBODY, branch("lesson", "public_message"), shows="Une bonne idée"),
    Row(
        "thread_branch",
        TEAMS | MODERATORS,
        branch("open_meetings", "message"),
        shows="Entre équipes",
        why="teams'",
    ),
    Row("message", TEAMS | MODERATORS, pk_of("message"), why="published, for the teams"),
    Row("message", MODERATORS, pk_of("closed_message"), why="published, for the facilitators"),
    Row("message", MODERATORS | {"other"}, pk_of("held"), why="held: its author and who decides"),
    Row("withdraw_message", {"member"}, pk_of("message")),
]
ACCOUNT = [
    Row("notification_preferences", SIGNED_IN),
    Row("profile", SIGNED_IN),
    Row("my_posts", SIGNED_IN),
    Row("leave_post", {"member"}, pk_of("post")),
    Row("left_post", {"member"}, pk_of("post")),
    Row("my_data", SIGNED_IN),
    Row("my_data_read", SIGNED_IN),
    Row("my_data_file", SIGNED_IN, lambda world: {"form": "json"}),
    Row("my_data_research", SIGNED_IN, post={"agrees": "yes"}),
    Row("erase_me", SIGNED_IN),
    Row("erased", ANYBODY),
    Row("enter_code", ANYBODY),
    Row("accept_by_link", ANYBODY, lambda world: world.link),
]
PEOPLE = [
    Row("directory", WITH_POST),
    Row("directory_person", WITH_POST, someone("member")),
    Row("people", DESK),
    Row("person", HELPERS, someone("member")),
    Row("person", ADMINISTRATORS | {"local"}, someone("facilitator"), why="a facilitator"),
    Row("person", ADMINISTRATORS, someone("shared"), why="a facilitator of all countries"),
    Row("person", ADMINISTRATORS, pk_of("second_administrator"), why="an administrator"),
    Row("person", {"shared", "neighbour"} | ADMINISTRATORS, someone("abroad"), why="abroad"),
    Row("person", ADMINISTRATORS, someone("nobody"), why="without a post"),
    Row("person", set(), someone("superuser"), why="the first account"),
    Row("person_number", HELPERS, someone("member"), post={"phone": "+224622123456"}),
    Row("person_reset_code", HELPERS, someone("member"), post={"called": "on"}),
    Row(
        "person_reset_code",
        ADMINISTRATORS,
        pk_of("second_administrator"),
        {"called": "on"},
        "an administrator",
    ),
    Row("person_sign_out", HELPERS, someone("member"), post={}),
    Row("person_second_factor_off", HELPERS, someone("member"), post={}),
    Row("add_post", HELPERS, someone("member")),
    Row("erase_person", ADMINISTRATORS, someone("member")),
    Row("end_post", HELPERS, pk_of("post"), post={}),
    Row("end_post", ADMINISTRATORS | {"local"}, pk_of("facilitator_s_post"), {}, "a facilitator's"),
    Row("acting_lead", HELPERS, pk_of("post")),
    Row("invitations", DESK),
    Row("invite", DESK),
    Row("invite_many", DESK),
    Row("invite_again", HELPERS, pk_of("invitation"), post={}),
    Row("withdraw_invitation", HELPERS, pk_of("invitation"), post={}),
]
HANDOVER = [
    Row("handover", OWN_TEAM | HELPERS, pk_of("unit")),
    Row("handover_note_add", OWN_TEAM, pk_of("unit"), {"text": "Bonjour", "language": "fr"}),
    Row("handover_note_change", {"member"}, pk_of("note")),
    Row("handover_note_withdraw", OWN_TEAM | HELPERS, pk_of("note")),
]
ADMIN_SCREENS = [
    Row("audit:index", ADMINISTRATORS | {"local"}),
    Row("audit:results", ADMINISTRATORS | {"local"}),
    Row("units:tree", ADMIN),
    Row("units:show", ADMIN, pk_of("unit")),
    Row("units:history", ADMIN, pk_of("unit")),
    Row("units:add_country", ADMINISTRATORS),
    *(
        Row(f"units:{act}", ADMINISTRATORS | {"local"}, pk_of("unit"))
        for act in ("edit", "replace", "archive")
    ),
    Row("units:add", ADMINISTRATORS | {"local"}, lambda world: {"pk": world.unit.parent.pk}),
    Row("moderation_queue", ADMIN - {"superuser"}),
    Row("moderation_approve", ADMIN - {"superuser"}, post={}),
    Row("moderation_decide", MODERATORS, pk_of("held")),
    Row("outbox", ADMIN),
    Row("outbox_resend", ADMIN, post={}),
    Row("outbox_print", ADMINISTRATORS | {"facilitator"}, pk_of("notice"), why="caused by the facilitator"),
    Row("outbox_print", ADMINISTRATORS | {"neighbour"}, pk_of("strange_notice"), why="caused abroad"),
    Row("outbox_given", ADMINISTRATORS | {"facilitator"}, pk_of("notice"), post={}),
]
TABLE = [
    *GENERAL,
    *RESULTS,
    *THREADS,
    *ACCOUNT,
    *PEOPLE,
    *HANDOVER,
    *ADMIN_SCREENS,
    *OF_CYCLES,
    *OF_ANSWERING,
    *OF_BOARD,
    *OF_HELP,
    *OF_IMPORTS,
]


def our_views() -> set[str]:
    """By name. Those that only lead from Wagtail's own sign-in to ours have their test in portal/test_access.py."""

    def walk(patterns, prefix: str, space: str):
        for pattern in patterns:
            address = prefix + str(pattern.pattern)
            if not isinstance(pattern, URLPattern):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, address, inner)
            elif _has_a_line(pattern, address):
                yield space + (pattern.name or f"without a name: {address}")

    with override("fr"):
        return set(walk(get_resolver().url_patterns, "", ""))


def _has_a_line(pattern: URLPattern, address: str) -> bool:
    view = pattern.callback
    return hasattr(view, "may") and view.__name__ != "to_login" and not address.startswith("accounts/")


def test_every_view_has_a_line_and_every_line_a_view():
    views, named = set(our_views()), {row.name for row in TABLE}
    assert len(views) > 40, "the walk finds our views"
    assert sorted(views - named) == [], "views without a line"
    assert sorted(named - views) == [], "lines without a view"


def test_everybody_is_in_the_table(everyone):
    assert {*everyone.people, "anonymous"} == ANYBODY


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_who_may(everyone, row):
    let_in = set()
    for name, browser in everyone.browsers.items():
        with rolled_back():
            if row.lets_in(browser, everyone):
                let_in.add(name)
    assert sorted(let_in - row.may) == [], "let in"
    assert sorted(row.may - let_in) == [], "kept out"


@pytest.mark.parametrize("row", [row for row in TABLE if row.post is None and not row.shows], ids=str)
def test_what_is_refused_to_look_at_is_refused_to_send(everyone, row):
    for name in everyone.browsers.keys() - row.may:
        with rolled_back():
            assert not row.lets_in(everyone.browsers[name], everyone, fields={"sent": "1"}), name


@pytest.mark.parametrize(
    "row", [row for row in TABLE if "anonymous" not in row.may and not row.shows], ids=str
)
def test_whoever_is_not_signed_in_is_asked_to(everyone, row):
    """Rather than told that it is forbidden: after signing in it may well not be."""
    address, fields = reverse(row.name, kwargs=row.target(everyone)), row.fields(everyone)
    response = Client().get(address) if fields is None else Client().post(address, fields)
    assert response.status_code == 404 or response.url.startswith("/accounts/login/?next=")


# What is open to somebody because of a post, of several kinds.
BECAUSE_OF_A_POST = [
    row
    for row in TABLE
    if row.post is None
    and "former" not in row.may
    and row.name not in ("leave_post", "left_post", "withdraw_message", "message")
]


@pytest.mark.parametrize("name", sorted(WITH_POST - {"acting"}))
def test_who_left_is_a_former_member_with_the_next_request(everyone, name):
    """In a session that goes on: nobody signs them out."""
    with rolled_back():
        end_membership(membership=everyone.people[name].memberships.get(), by=None)
        still = [
            str(row)
            for row in BECAUSE_OF_A_POST
            if name in row.may and row.lets_in(everyone.browsers[name], everyone)
        ]
    assert still == []
