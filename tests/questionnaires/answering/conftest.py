import pytest
from django.db import transaction

from home.set_up import set_up

from .districts_answering import answering_world


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """The world, made once for a module, in a transaction around its tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        set_up()
        yield answering_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_once, db):
    return made_once
