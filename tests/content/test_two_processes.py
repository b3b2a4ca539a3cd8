"""Two web processes and a third that edits: what an anonymous reader sees next, embedded and with Redis."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.web_server import ROOT, web_server

REDIS = os.environ.get("REDIS_URL", "")
READS = 20
# What the editing process knows before it is told what to do.
BEGINNING = """
import sys
from home.set_up import set_up
from tests.conftest import site_in_two_languages
from tests.pages import page_below, paragraph
from learning_sites.models import CaseStoryPage
from districts.models import User
from discussions.actions import post_message
from discussions.moderation import moderate
set_up()
home = site_in_two_languages()["fr"]
author = User.objects.create_user("author@example.org", "x")
page = page_below(home, "Avant", slug="recit", model=CaseStoryPage)
for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""


class Editor:
    """A management shell that stays open: each line is done in its own transaction, as an editor's request."""

    def __init__(self, environment: dict[str, str]):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", BEGINNING],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)


@pytest.fixture
def prepared(request, tmp_path, transactional_db) -> dict[str, str]:
    """An environment with a database of its own: a copy of the tests' empty one."""
    database = tmp_path / "portal.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(database)])
    return {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{database}",
        "REDIS_URL": urlsplit(REDIS)._replace(path="/15").geturl() if request.param == "redis" else "",
        "PAGE_CACHE": "1",
        "DEBUG": "1",
        "SECRET_KEY": "two-processes",
    }


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="The cache is looked at here; SQLite is enough")
@pytest.mark.parametrize(
    "prepared",
    ["embedded", pytest.param("redis", marks=pytest.mark.skipif(not REDIS, reason="REDIS_URL is not set"))],
    indirect=True,
)
def test_every_reader_sees_a_change_at_once(prepared, tmp_path):
    with (tmp_path / "access.log").open("w+") as log:
        editor = Editor(prepared)
        editor.do("")
        with web_server(
            prepared, "--access-logfile", "-", "--access-logformat", "%(p)s %(U)s", stdout=log
        ) as server:
            _walk(editor, lambda: _read(server.url("/fr/recit/")))
        editor.close()
        log.seek(0)
        assert len({line.split()[0] for line in log if "/fr/recit/" in line}) == 2, (
            "both processes were asked"
        )


def _walk(editor: Editor, read) -> None:
    assert "Avant" in read()
    editor.do("CaseStoryPage.objects.update(title='Zut')")
    assert "Avant" in read(), "pages are kept: what went past the actions is not seen yet"
    editor.do("page.title = 'Brouillon'; revision = page.save_revision()")
    assert "Avant" in read() and "Brouillon" not in read()
    editor.do("revision.publish()")
    assert "Brouillon" in read() and "Avant" not in read()

    editor.do(
        "post = post_message(target=CaseStoryPage.objects.get(), by=author, text='Bonjour', language='fr')"
    )
    assert "Bonjour" not in read(), "a first message is held"
    editor.do("moderate(post=post, decision='approve', by=None)")
    assert "Bonjour" in read()
    editor.do("moderate(post=post, decision='remove', by=None, reason='x')")
    assert "Bonjour" not in read()

    editor.do("CaseStoryPage.objects.get().unpublish()")
    assert read() == "404"
    editor.do("CaseStoryPage.objects.get().save_revision().publish()")
    assert "Brouillon" in read()
    editor.do("CaseStoryPage.objects.get().delete()")
    assert read() == "404"


def _read(url: str) -> str:
    """What all of READS readers get, each over a connection of its own; an error if they differ."""
    answers = {_answer(url) for _ in range(READS)}
    assert len(answers) == 1, "some readers were served something else"
    return answers.pop()


def _answer(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.read().decode()
    except urllib.error.HTTPError as error:
        return str(error.code)
