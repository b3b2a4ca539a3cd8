"""What the process that watches web server and worker does itself."""

import sys
from subprocess import Popen

import pytest
from django.db import OperationalError

from districts.models import User
from notifications.actions import notify
from notifications.models import Outbox
from portal.management.commands import serve


@pytest.fixture(autouse=True)
def _same_connection(monkeypatch):
    """The tests' database lives in their connection."""
    monkeypatch.setattr(serve.connection, "close", lambda: None)


def test_it_takes_up_what_a_killed_worker_left(db):
    awa = User.objects.create(email="awa@example.org")
    row = notify(to=awa, kind="notifications.test", key="k")
    long_ago = row.created_at.replace(year=row.created_at.year - 1)
    Outbox.objects.update(state=Outbox.State.SENDING, claimed_at=long_ago)
    serve.sweep_up()
    assert Outbox.objects.get().state == Outbox.State.QUEUED


def test_it_takes_up_and_forgets_files_too(monkeypatch, db):
    done = []
    monkeypatch.setattr(serve, "take_up", lambda: done.append("taken up"))
    monkeypatch.setattr(serve, "forget_exports", lambda: done.append("forgotten"))
    serve.sweep_up()
    serve.forget_old()
    assert done == ["taken up", "forgotten"]


def test_it_goes_on_when_the_database_is_away(monkeypatch, caplog):
    def away():
        raise OperationalError("no database")

    monkeypatch.setattr(serve, "sweep", away)
    serve.sweep_up()
    assert "no database" in caplog.text


def test_it_forgets_what_has_been_kept_long_enough(db):
    awa = User.objects.create(email="awa@example.org")
    notify(to=awa, kind="notifications.test", key="k")
    Outbox.objects.update(state=Outbox.State.SENT, done_at="2020-01-01T00:00Z")
    awa.sign_ins.create(at="2020-01-01T00:00Z", form_secret="x")
    serve.forget_old()
    assert not Outbox.objects.exists() and not awa.sign_ins.exists()


def test_it_sweeps_while_both_live_and_ends_with_the_first_that_ends(monkeypatch):
    swept = []
    monkeypatch.setattr(serve, "sweep_up", lambda: swept.append(1))
    monkeypatch.setattr(serve, "forget_old", lambda: None)
    monkeypatch.setattr(serve, "SWEEP_EVERY", 0)
    lasting = Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    short = Popen([sys.executable, "-c", "import time; time.sleep(1)"])
    try:
        serve._watch([lasting, short])
        assert lasting.poll() is None and len(swept) >= 2
    finally:
        lasting.terminate()
        lasting.wait()
        short.wait()
