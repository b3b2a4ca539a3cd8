"""Mail is configured and goes to django.core.mail.outbox; kinds for tests exist."""

import pytest

from districts.models import User
from notifications import kinds

from .posting import TEST_KINDS


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_CONFIGURED = True


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """Registered for one test at a time, so that no other test meets them."""
    monkeypatch.setattr(kinds, "_kinds", kinds._kinds | {kind.name: kind() for kind in TEST_KINDS})


@pytest.fixture
def awa(db) -> User:
    return User.objects.create(email="awa@example.org", first_name="Awa", last_name="Test", language="fr")


@pytest.fixture
def john(db) -> User:
    return User.objects.create(email="john@example.org", first_name="John", last_name="Test", language="en")
