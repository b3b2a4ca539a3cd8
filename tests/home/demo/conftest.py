"""The whole demonstration, loaded once for all tests of this package, in a transaction around theirs."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from cycles.models import LearningCycle
from districts.models import OrgUnit, User
from home.demo.cycle import CODE
from home.demo.places import ACCOUNTS
from results.models import Result, ResultsPage


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), quick, transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """`cycle` (the pilot's), `results` by question, `results_pages` by language, `people` by the name before the @."""
    return SimpleNamespace(
        cycle=LearningCycle.objects.get(code=CODE),
        results={result.question_code: result for result in Result.objects.all()},
        results_pages={page.language: page for page in ResultsPage.objects.all()},
        people={email.split("@")[0]: User.objects.get(email=email) for email, *_rest in ACCOUNTS},
        districts=list(OrgUnit.objects.filter(parent__parent__code="GIN")),
    )


@pytest.fixture
def reader(demo):
    """`reader("member")` is a browser signed in as that account, `reader(None)` one of nobody."""

    def browser(name: str | None) -> Client:
        client = Client()
        if name:
            client.force_login(demo.people[name])
        return client

    return browser
