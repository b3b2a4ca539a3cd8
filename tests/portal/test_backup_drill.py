"""The drill: a portal that is written to is backed up and comes back in an empty place."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from .scratch import scratch_portal

WRITES = 1000
PATIENCE = 240
# Each write is an upload: a file, then its row. It is acknowledged when it is committed.
WRITER = """
import sys
from pathlib import Path
from django.core.files.base import ContentFile
from content.models import PortalDocument
from home.set_up import set_up
set_up()
stop, written = Path(sys.stdin.readline().strip()), 0
while written < 1000 or not stop.exists():
    written += 1
    PortalDocument(title=str(written)).file.save(f"{written}.txt", ContentFile(f"content of {written}".encode()))
    print(written, flush=True)
"""
READER = """
import json
from content.models import PortalDocument
print(json.dumps({document.title: document.file.read().decode() for document in PortalDocument.objects.all()}))
"""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal(tmp_path, transactional_db):
    with scratch_portal(tmp_path / "portal") as scratch:
        yield scratch


@pytest.fixture
def empty_place(tmp_path, transactional_db):
    with scratch_portal(tmp_path / "elsewhere", empty=True) as scratch:
        yield scratch


def test_nothing_acknowledged_before_is_missing(portal, empty_place, tmp_path):
    acknowledged, stop, backup = tmp_path / "acknowledged", tmp_path / "stop", tmp_path / "backup.tar.gz"
    with acknowledged.open("w") as output:
        writer = portal.start("shell", "-v", "0", "-c", WRITER, stdin=subprocess.PIPE, stdout=output)
        writer.stdin.write(f"{stop}\n")
        writer.stdin.flush()
        _wait_for(acknowledged, writes=100)
        before = _count(acknowledged)
        portal.run("backup", str(backup))
        during = _count(acknowledged)
        stop.touch()
        writer.communicate(timeout=PATIENCE)
    assert writer.returncode == 0
    assert before < during and _count(acknowledged) >= WRITES

    empty_place.run("restore", str(backup))
    restored = json.loads(empty_place.do(READER))
    # One moment of the database: the first so many writes, with none left out, and with the file of each.
    assert before <= len(restored) <= during + 1
    assert restored == {str(n): f"content of {n}" for n in range(1, len(restored) + 1)}
    empty_place.run("migrate", "--check")


def _wait_for(acknowledged: Path, *, writes: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while _count(acknowledged) < writes:
        assert time.monotonic() < deadline, "the writer is too slow"
        time.sleep(0.05)


def _count(acknowledged: Path) -> int:
    return len(acknowledged.read_text().splitlines())
