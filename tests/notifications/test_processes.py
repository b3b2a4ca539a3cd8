"""Real task workers, more than one or killed in the middle, against a real mail server; on both databases."""

import json
import os
import re
import subprocess
import sys
import time

import pytest
from django.db import connection

from tests.web_server import ROOT

from .mail_server import mail_server

pytestmark = pytest.mark.slow
PATIENCE = 60
# What management shells do; `LATER` is the sweep eleven minutes from now.
ASK = """
from notifications.actions import notify
for number in range({number}):
    notify(to=f"a{{number}}@example.org", kind="notifications.test", key=f"k{{number}}", language="en")
"""
LOOK = """
import json
from notifications.models import Outbox
print(json.dumps(list(Outbox.objects.order_by("pk").values_list("state", "reason"))))
"""
LATER = """
from django.utils import timezone
from datetime import timedelta
from notifications.models import Outbox
from notifications.sweeping import sweep
sweep(timezone.now() + timedelta(minutes=11))
Outbox.objects.filter(state="queued").update(due_at=timezone.now())
"""


class Portal:
    """Management commands of a portal with a database of its own."""

    def __init__(self, environment: dict[str, str]):
        self.environment = os.environ | environment

    def start(self, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments: str) -> str:
        output, _errors = self.start(*arguments).communicate(timeout=PATIENCE)
        return output

    def shell(self, code: str) -> str:
        return self.run("shell", "-v", "0", "-c", code)

    def worker(self) -> subprocess.Popen:
        return self.start(
            "db_worker", "--backend", "durable", "--queue-name", "*", "-v", "0", "--interval", "0.1"
        )

    def states(self) -> list[tuple[str, str]]:
        return [tuple(row) for row in json.loads(self.shell(LOOK))]


@pytest.fixture
def environment(tmp_path, transactional_db) -> dict[str, str]:
    """The tests' own database with PostgreSQL, a copy of it with SQLite, where it lives in memory."""
    made = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "processes", "DEBUG": "0", "REDIS_URL": ""}
    if connection.vendor == "sqlite":
        database = tmp_path / "portal.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(database)])
        return made | {"DATABASE_URL": f"sqlite:///{database}"}
    at = connection.settings_dict
    place = f"{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return made | {"DATABASE_URL": f"postgres://{place}"}


def message_ids(server) -> list[str]:
    return [re.search(r"^Message-ID: (.+)$", text, re.MULTILINE)[1] for text in server.mails]


def wait_until(condition) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.1)


def test_two_workers_and_two_commands_send_each_mail_once(environment):
    with mail_server() as server:
        portal = Portal(environment | {"EMAIL_URL": server.url})
        asking = [portal.start("shell", "-v", "0", "-c", ASK.format(number=40)) for _process in range(2)]
        assert [process.wait(PATIENCE) for process in asking] == [0, 0], "both may ask for the same at once"
        # Commands go through the same rows in the same order as each other: no queue keeps them apart.
        workers = [portal.worker(), portal.worker()]
        commands = [portal.start("send_outbox"), portal.start("send_outbox")]
        try:
            assert [command.wait(PATIENCE) for command in commands] == [0, 0]
            wait_until(lambda: {state for state, _reason in portal.states()} == {"sent"})
        finally:
            for worker in workers:
                worker.terminate()
                worker.communicate(timeout=PATIENCE)
        ids = message_ids(server)
        assert len(ids) == len(set(ids)) == 40


def killed_while(portal: Portal, server) -> None:
    """One row, whose worker is killed where the server falls silent."""
    portal.shell(ASK.format(number=1))
    worker = portal.worker()
    assert server.reached.wait(PATIENCE)
    worker.kill()
    worker.communicate(timeout=PATIENCE)
    assert portal.states() == [("sending", "")]


def test_what_a_killed_worker_had_not_handed_over_is_sent_by_the_next(environment):
    with mail_server(silent_at="greeting") as server:
        portal = Portal(environment | {"EMAIL_URL": server.url})
        killed_while(portal, server)
        server.silent_at = ""
        server.speak.set()
        portal.run("send_outbox")
        assert portal.states() == [("sending", "")], "it might still live"
        portal.shell(LATER)
        portal.run("send_outbox")
        assert portal.states() == [("sent", "")]
        assert len(server.mails) == 1


def test_what_a_killed_worker_may_have_handed_over_is_left_to_a_person(environment):
    with mail_server(silent_at="data") as server:
        portal = Portal(environment | {"EMAIL_URL": server.url})
        killed_while(portal, server)
        server.silent_at = ""
        portal.shell(LATER)
        portal.run("send_outbox")
        assert portal.states() == [("failed", "uncertain")]
        assert len(server.mails) == 1, "it was out indeed; a second copy was not sent"


def test_the_command_for_a_test_mail_says_what_came_of_it(environment):
    with mail_server() as server:
        portal = Portal(environment | {"EMAIL_URL": server.url})
        assert "Handed over" in portal.run("send_test_mail", "awa@example.org", "--language", "en")
        assert "Subject: District.Team: mail works" in server.mails[0]
    refused = portal.start("send_test_mail", "awa@example.org")
    assert refused.wait(PATIENCE) == 1
    assert (
        Portal(environment | {"EMAIL_URL": ""}).start("send_test_mail", "awa@example.org").wait(PATIENCE) == 1
    )
    assert portal.start("send_test_mail", "nobody").wait(PATIENCE) == 1
    assert portal.states() == [("sent", "")]
