"""What most tests start from: a site in two languages, with its home pages."""

import gc
import os
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from home.set_up import set_up
from questionnaires import frozen

from .databases import count_what_is_written
from .written_once import written_once

# A busy machine is no fault of the code; what must pass before a change lands draws the same examples each time.
settings.register_profile(
    "portal",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("portal")

# Without a database or a cache there is nothing that another server could do otherwise.
THE_SAME_ON_ALL_SERVERS = ("analysis", "home/test_demo_texts", "questionnaires", "test_architecture")


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL and Redis, what has run without them is left out."""
    if connection.vendor == "sqlite":
        return
    same = {item: _is_the_same(item) for item in items}
    config.hook.pytest_deselected(items=[item for item in items if same[item]])
    items[:] = [item for item in items if not same[item]]


def _is_the_same(item) -> bool:
    asks_database = {"db", "transactional_db"} & {*item.fixturenames} or item.get_closest_marker("django_db")
    here = item.path.relative_to(os.path.dirname(__file__)).as_posix()
    return not asks_database and here.startswith(THE_SAME_ON_ALL_SERVERS)


def pytest_collection_finish():
    """What is loaded by now stays to the end: looking through it for rubbish again and again takes an eighth of the
    time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """What only migrations make and most tests run without: the table of migrations, which wagtail-localize
    reads, and on SQLite the full-text index in place of a plain table."""
    count_what_is_written()
    if not request.config.getoption("nomigrations"):
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        MigrationRecorder(connection).ensure_schema()
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE IF EXISTS wagtailsearch_indexentry_fts")
            migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
            for step in migration.operations[-1].database_operations:
                cursor.execute(step.sql)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Hashing as in production takes as long as a dozen pages, and says nothing that one test would not."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    """Counters of rate limits, kept pages, site roots and questionnaires are not for the next test."""
    cache.clear()
    frozen.forget()


@pytest.fixture(autouse=True)
def _first_language():
    """A request leaves its language behind; the next test starts in French again."""
    translation.activate("fr")


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """Most tests sign in at once; tests/districts/test_second_factor.py asks for the second factor again."""
    settings.MFA_REQUIRED_ROLES = []


@pytest.fixture
def pages_ready(db) -> SimpleNamespace:
    """`fr` and `en`: the two home pages, live, translations of each other."""
    return written_once(_set_up_with_pages)


def _set_up_with_pages() -> SimpleNamespace:
    set_up()
    return SimpleNamespace(**site_in_two_languages())


def site_in_two_languages() -> dict[str, HomePage]:
    root = Page.get_first_root_node()
    french = HomePage(title="Accueil", slug="accueil", locale=Locale.objects.get(language_code="fr"))
    root.add_child(instance=french)
    english = french.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = english.draft_title = "Home"
    for page in (french, english):
        page.save_revision().publish()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=french, is_default_site=True)
    return {"fr": french, "en": english}


@pytest.fixture(scope="module")
def everyone_there(django_db_setup, django_db_blocker):
    """tests/everyone.py, made once for a module, in a transaction around its tests."""
    from .everyone import browsers_of, make_world

    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        made.browsers = browsers_of(made.people)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def everyone(everyone_there, db):
    """`people` by who they are, their `browsers`, and what there is to be opened."""
    translation.activate("fr")
    return everyone_there
