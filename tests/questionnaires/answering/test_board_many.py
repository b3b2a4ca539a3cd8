"""With 3,000 districts the board is paged and costs no more than with ten."""

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from content.compression import compress
from home.set_up import set_up

from .board_worlds import board_url, browser_of
from .districts_answering import answering_world
from .many_districts import answered_in

MOST_QUERIES, MOST_BYTES = 20, 60 * 1024
FEW, MANY = 10, 3000


PAGES = (
    "", "?state=silent", "?state=extended&q=district+00", "?q=region+00", "?region=gui-many-r0", "?page=3", "calls/",
    "calls/?page=2",
)  # fmt: skip


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    """`few` has what each page cost when there were ten districts."""
    plain = override_settings(MFA_REQUIRED_ROLES=[])
    with django_db_blocker.unblock(), plain, transaction.atomic():
        set_up()
        world = answering_world()
        answered_in(world.guinea, world.questionnaire, FEW - len(world.units), 1, "few")
        world.few = {rest: queries_of(world, rest) for rest in PAGES}
        answered_in(world.guinea, world.questionnaire, MANY - FEW, 60, "many")
        yield world
        transaction.set_rollback(True)


def queries_of(world, rest: str) -> int:
    """Of the second look: the first one fills what is remembered."""
    browser = browser_of(world.facilitator)
    browser.get(board_url(world, rest))
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(board_url(world, rest))
    assert response.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:200] for query in asked)
    assert len(compress(response.content, "gzip")) <= MOST_BYTES
    return len(asked)


@pytest.mark.parametrize("rest", PAGES)
def test_no_page_costs_more_for_3000_districts_than_for_10(many, db, rest):
    assert queries_of(many, rest) == many.few[rest]


def test_a_page_has_so_many_districts(many, db):
    response = browser_of(many.facilitator).get(board_url(many))
    assert len(response.context["lines"]) == 30 and response.context["page_obj"].paginator.count == MANY
