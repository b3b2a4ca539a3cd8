"""Taking a backup: what is in it, what is not, and what an operator is told when it cannot be taken."""

import errno
import sqlite3
import tarfile
from contextlib import closing

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage, storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from content.models import PortalDocument
from districts.models import User
from home.set_up import set_up
from portal.backup import BackupError, take_backup
from portal.backup import take as take_module
from portal.backup.archive import ArchiveWriter, check_archive
from portal.backup.restore import fill_buckets
from portal.backup.stored_files import names_in
from portal.management.language import operator_language

# pg_dump reads what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Storages of this test only."""
    folders = {"default": tmp_path / "private", "renditions": tmp_path / "media"}
    settings.STORAGES = settings.STORAGES | {
        name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
        for name, folder in folders.items()
    }
    return folders


@pytest.fixture
def document(transactional_db) -> PortalDocument:
    set_up()
    document = PortalDocument(title="Plan")
    document.file.save("plan.txt", ContentFile(b"our plan"))
    return document


def take(target=None):
    return take_backup(target, say=lambda line: None)


def test_rows_and_files_are_in_it(document, files, tmp_path):
    files["renditions"].joinpath("images").mkdir(parents=True)
    files["renditions"].joinpath("images", "small.webp").write_bytes(b"small")
    target, manifest = take(tmp_path / "backup.tar.gz")
    assert manifest == check_archive(target)
    assert manifest.rows["content_portaldocument"] == 1
    assert manifest.files() == [f"private/{document.file.name}", "media/images/small.webp"]
    assert manifest.missing == []
    with tarfile.open(target) as tar:
        assert tar.extractfile(f"private/{document.file.name}").read() == b"our plan"


def test_what_is_uploaded_up_to_the_copy_of_the_database_has_its_file(document, tmp_path, monkeypatch):
    """Files that were listed before it would lack this one."""
    engine = take_module.ENGINES[connection.vendor]
    copy_database = engine.copy_database

    def copy_after_an_upload(folder):
        PortalDocument(title="Late").file.save("late.txt", ContentFile(b"late"))
        return copy_database(folder)

    monkeypatch.setattr(engine, "copy_database", copy_after_an_upload)
    _target, manifest = take(tmp_path / "backup.tar.gz")
    assert manifest.rows["content_portaldocument"] == 2
    assert manifest.missing == [] and len(manifest.files()) == 2


def test_the_time_is_in_the_name_where_only_a_folder_is_named(document, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    for target, folder in ((None, tmp_path / "backups"), (tmp_path, tmp_path)):
        written, _manifest = take(target)
        assert written.parent == folder and written.name.startswith("district-team-20")


def test_nobodys_session_is_in_it(document, tmp_path):
    session = SessionStore()
    session["who"] = "somebody"
    session.save()
    target, manifest = take(tmp_path / "backup.tar.gz")
    assert Session.objects.count() == 1
    assert Session._meta.db_table not in manifest.rows
    with tarfile.open(target) as tar:
        database = tar.extractfile(manifest.database()).read()
    assert session.session_key.encode() not in database


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file is looked into")
def test_the_copy_is_one_whole_sqlite_file(document, tmp_path):
    User.objects.create_user("f.barry@example.org", "x")
    target, manifest = take(tmp_path / "backup.tar.gz")
    taken = tmp_path / "taken.sqlite3"
    with tarfile.open(target) as tar:
        taken.write_bytes(tar.extractfile(manifest.database()).read())
    with closing(sqlite3.connect(f"file:{taken}?mode=ro&immutable=1", uri=True)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT email FROM districts_user").fetchall() == [("f.barry@example.org",)]


def test_a_file_that_a_row_names_and_nobody_has_is_told(document, tmp_path, capsys):
    default_storage.delete(document.file.name)
    call_command("backup", str(tmp_path / "backup.tar.gz"))
    assert check_archive(tmp_path / "backup.tar.gz").missing == [f"private/{document.file.name}"]
    assert f"private/{document.file.name}" in capsys.readouterr().err


def test_a_file_deleted_on_the_way_is_told(document, tmp_path, monkeypatch):
    """It was there when files were listed and is gone when it is its turn."""
    monkeypatch.setattr("portal.backup.stored_files.names_in", lambda storage: ["documents/gone.txt"])
    _target, manifest = take(tmp_path / "backup.tar.gz")
    assert manifest.files() == []
    assert manifest.missing == [f"private/{document.file.name}"]


def test_buckets_are_read_and_filled_through_their_storage(document, tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "renditions": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    assert isinstance(storages["default"], InMemoryStorage)
    storages["default"].save(document.file.name, ContentFile(b"from the bucket"))
    storages["renditions"].save("a/b/c.webp", ContentFile(b"deep"))
    target, manifest = take(tmp_path / "backup.tar.gz")
    assert manifest.files() == [f"private/{document.file.name}", "media/a/b/c.webp"]
    storages["renditions"].delete("a/b/c.webp")
    storages["default"].delete(document.file.name)
    storages["default"].save(document.file.name, ContentFile(b"another one"))
    storages["default"].save("later.txt", ContentFile(b"stays"))
    fill_buckets(target, lambda line: None)
    for storage, name, content in (
        ("default", document.file.name, b"from the bucket"),
        ("renditions", "a/b/c.webp", b"deep"),
        ("default", "later.txt", b"stays"),
    ):
        with storages[storage].open(name) as restored:
            assert restored.read() == content


def test_names_in_a_folder_that_is_not_there_are_none():
    assert list(names_in(default_storage)) == []


# --- When it cannot be taken ------------------------------------------------------------------------------------------


def test_a_file_that_exists_is_left_alone(document, tmp_path):
    (tmp_path / "backup.tar.gz").write_text("an earlier one")
    with pytest.raises(BackupError, match="exists already"):
        take(tmp_path / "backup.tar.gz")
    assert (tmp_path / "backup.tar.gz").read_text() == "an earlier one"


def test_a_missing_folder_is_told(document, tmp_path):
    with pytest.raises(BackupError, match="There is no folder .*/nowhere"):
        take(tmp_path / "nowhere" / "backup.tar.gz")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no room left"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (sqlite3.OperationalError("database or disk is full"), "no room left"),
    ],
    ids=["full", "broken", "full for SQLite"],
)
def test_a_disk_that_refuses_is_told_and_nothing_is_left(document, files, tmp_path, monkeypatch, error, told):
    def refuse(*args):
        raise error

    monkeypatch.setattr(ArchiveWriter, "add", refuse)
    (tmp_path / "there").mkdir()
    with pytest.raises(BackupError, match=told):
        take(tmp_path / "there" / "backup.tar.gz")
    assert list((tmp_path / "there").iterdir()) == []


def test_what_was_not_written_well_does_not_get_its_name(document, tmp_path, monkeypatch):
    """A disk that writes something else than it was given: reading again finds it."""
    finish = ArchiveWriter.finish

    def finish_badly(archive, manifest):
        finish(archive, manifest)
        path = next(tmp_path.glob(".backup-*/backup.tar.gz"))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)

    monkeypatch.setattr(ArchiveWriter, "finish", finish_badly)
    with pytest.raises(BackupError):
        take(tmp_path / "backup.tar.gz")
    assert not (tmp_path / "backup.tar.gz").exists()
    assert list(tmp_path.glob(".backup-*")) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no program")
def test_missing_programs_are_named(document, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump is not installed"):
        take(tmp_path / "backup.tar.gz")


def test_the_operator_is_told_in_the_terminals_language(document, tmp_path, monkeypatch):
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    assert operator_language() == "en"
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert operator_language() == "fr"
    spoken = []
    monkeypatch.setattr(
        "portal.management.commands.backup.take_backup",
        lambda *args, **kwargs: spoken.append(translation.get_language()) or 1 / 0,
    )
    with pytest.raises(ZeroDivisionError):
        call_command("backup")
    assert spoken == ["fr"]


def test_a_failure_is_one_sentence_and_a_status(document, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", str(tmp_path / "nowhere" / "backup.tar.gz"))
