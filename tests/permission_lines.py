"""What the tables of who may do what are made of: kinds of people, and a line of the table of views."""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from tests.everyone import is_refused, text_of

OWN_TEAM = {"member", "lead", "acting"}
TEAMS = OWN_TEAM | {"other", "other_lead"}
ADMINISTRATORS = {"administrator", "superuser"}
OF_GUINEA = {"facilitator", "shared", "local", "administrator"}
DESK = OF_GUINEA | {"superuser", "neighbour"}
HELPERS = OF_GUINEA | {"superuser"}
MODERATORS = OF_GUINEA | {"moderator"}
ADMIN = DESK | {"moderator"}
OFFICIALS = {"official", "regional"}
WITH_POST = TEAMS | ADMIN - {"superuser"} | OFFICIALS | {"abroad", "policymaker", "researcher"}
# Who runs a cycle of Guinea; the neighbour too, if it is also one of Benin.
RUN = HELPERS
RUN_COMMON = RUN | {"neighbour"}
READ_BLANK_FORM = TEAMS | MODERATORS | OFFICIALS | {"superuser"}
SIGNED_IN = WITH_POST | {"superuser", "nobody", "former"}
ANYBODY = SIGNED_IN | {"anonymous"}


@dataclass(frozen=True)
class Row:
    """`name` is the view's; `why` tells two lines of one view apart. Without `post` it is opened, with it sent:
    fields, or how to find them. Where it `shows` something, whoever does not find that in the answer is kept out."""

    name: str
    may: set[str]
    target: Callable[..., dict] = lambda world: {}
    post: dict | Callable[..., dict] | None = None
    why: str = ""
    shows: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.why})" if self.why else self.name

    def lets_in(self, browser: Client, world, fields: dict | None = None) -> bool:
        address, fields = reverse(self.name, kwargs=self.target(world)), fields or self.fields(world)
        response = browser.get(address) if fields is None else browser.post(address, fields)
        # A file is sent in pieces, and is not looked into.
        return not is_refused(response) and (not self.shows or self.shows in text_of(response))

    def fields(self, world) -> dict | None:
        return self.post(world) if callable(self.post) else self.post


def pk_of(name: str) -> Callable[..., dict]:
    return lambda world: {"pk": getattr(world, name).pk}


def someone(name: str) -> Callable[..., dict]:
    return lambda world: {"pk": world.people[name].pk}
