"""Putting a backup back: what is refused leaves everything as it was; what is replaced is kept."""

import fcntl
import io
import json
import os
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from portal.backup.archive import MANIFEST, ArchiveWriter, Manifest, check_archive, read_members

from .scratch import Scratch, scratch_portal

FILL = """
from django.core.files.base import ContentFile
from content.models import PortalDocument
from home.set_up import set_up
set_up()
PortalDocument(title={title!r}).file.save("plan.txt", ContentFile({title!r}.encode()))
"""
NOTICE = """
from django.utils import timezone
from notifications.models import Outbox
Outbox.objects.create(key="one", kind="invitation", address="awa@example.org", language="fr", due_at=timezone.now())
"""
STATES = """
from notifications.models import Outbox
print(*Outbox.objects.values_list("state", "reason"))
"""
READ = """
import json
from content.models import PortalDocument
print(json.dumps([[document.title, document.file.read().decode()] for document in PortalDocument.objects.all()]))
"""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal(tmp_path, transactional_db):
    with scratch_portal(tmp_path / "portal") as scratch:
        scratch.do(FILL.format(title="before"))
        yield scratch


@pytest.fixture
def backup(portal, tmp_path) -> Path:
    portal.run("backup", str(tmp_path / "backup.tar.gz"))
    return tmp_path / "backup.tar.gz"


def documents(portal: Scratch) -> list:
    return json.loads(portal.do(READ))


def test_a_place_in_use_is_replaced_only_when_told_and_kept(portal, backup):
    portal.do(FILL.format(title="after"))
    both = documents(portal)
    assert sorted(title for title, _content in both) == ["after", "before"]

    output = portal.run("restore", str(backup), ok=False)
    assert "not empty" in output and "--overwrite" in output
    assert documents(portal) == both

    (portal.folder / "cache").mkdir(exist_ok=True)
    (portal.folder / "cache" / "kept.djcache").write_bytes(b"a page of before")
    portal.run("restore", str(backup), "--overwrite")
    assert documents(portal) == [["before", "before"]]
    assert not (portal.folder / "cache" / "kept.djcache").exists()
    (kept,) = portal.folder.glob("before-restore-*")
    assert {path.read_text() for path in (kept / "private" / "documents").iterdir()} == {"before", "after"}
    assert (kept / ("portal.sqlite3" if connection.vendor == "sqlite" else "portal.dump")).stat().st_size > 0
    assert list(portal.folder.glob(".restoring-*")) == []


def test_a_notice_that_waited_is_not_sent_once_more(portal, tmp_path):
    portal.do(NOTICE)
    portal.run("backup", str(tmp_path / "backup.tar.gz"))
    with scratch_portal(tmp_path / "elsewhere", empty=True) as elsewhere:
        assert "Notices that waited" in elsewhere.run("restore", str(tmp_path / "backup.tar.gz"))
        assert elsewhere.do(STATES).strip() == "('failed', 'uncertain')"


def test_one_that_is_older_is_brought_up_to_date(portal, tmp_path):
    portal.run("migrate", "sites", "0001", "-v", "0")
    portal.run("backup", str(tmp_path / "older.tar.gz"))
    with scratch_portal(tmp_path / "elsewhere", empty=True) as elsewhere:
        assert "earlier version" in elsewhere.run("restore", str(tmp_path / "older.tar.gz"))
        elsewhere.run("migrate", "--check")
        assert documents(elsewhere) == [["before", "before"]]


def test_what_does_not_fit_is_refused_and_changes_nothing(portal, backup, tmp_path):
    manifest = check_archive(backup)
    there = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    cases = {
        "version 99.0": replace(manifest, version="99.0"),
        "districts.9999_later": replace(manifest, migrations=[*manifest.migrations, "districts.9999_later"]),
        "set DATABASE_URL": replace(manifest, engine=there),
    }
    for number, (told, changed) in enumerate(cases.items()):
        crafted = rewritten(backup, tmp_path / f"{number}.tar.gz", changed)
        assert told in portal.run("restore", str(crafted), "--overwrite", ok=False)
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(backup.read_bytes()[:-1000])
    assert "not a whole backup" in portal.run("restore", str(cut), "--overwrite", ok=False)
    assert "cannot be read" in portal.run("restore", str(tmp_path / "none.tar.gz"), "--overwrite", ok=False)
    assert documents(portal) == [["before", "before"]]
    assert list(portal.folder.glob("*restor*")) == []


def test_a_database_that_is_not_what_was_counted_changes_nothing(portal, backup, tmp_path):
    """The sums of this archive are right; its database is damaged, or not the one that was counted."""
    manifest = check_archive(backup)
    damaged = rewritten(backup, tmp_path / "damaged.tar.gz", manifest, damage=True)
    portal.run("restore", str(damaged), "--overwrite", ok=False)
    if connection.vendor == "sqlite":
        other = replace(manifest, rows=manifest.rows | {"content_portaldocument": 7})
        counted = rewritten(backup, tmp_path / "counted.tar.gz", other)
        assert "content_portaldocument" in portal.run("restore", str(counted), "--overwrite", ok=False)
    assert documents(portal) == [["before", "before"]]
    assert list(portal.folder.glob("*restor*")) == []


def test_a_running_portal_is_not_replaced(portal, backup):
    """`serve` holds this lock."""
    descriptor = os.open(portal.folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    try:
        assert "running" in portal.run("restore", str(backup), "--overwrite", ok=False)
        assert "Database" in portal.run("backup", str(portal.folder))
    finally:
        os.close(descriptor)
    fresh = os.open(portal.folder, os.O_RDONLY)
    fcntl.flock(fresh, fcntl.LOCK_EX)
    try:
        assert "being restored" in portal.run("serve", ok=False)
    finally:
        os.close(fresh)


def rewritten(backup: Path, target: Path, manifest: Manifest, *, damage: bool = False) -> Path:
    """The same archive with another manifest and, told so, another database: all sums are right again."""
    archive = ArchiveWriter(target)
    for name, source in read_members(backup):
        content = source.read()
        if damage and name == manifest.database():
            content = content[: len(content) // 2] + bytes(len(content) - len(content) // 2)
        if name != MANIFEST:
            archive.add(name, io.BytesIO(content), len(content))
    archive.finish(replace(manifest, members=dict(archive.members)))
    assert tarfile.is_tarfile(target)
    return target
