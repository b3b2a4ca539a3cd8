"""Swapping: all places or none, and what was there is kept."""

import os

import pytest

from portal.backup.staging import Staging


@pytest.fixture
def staging():
    return Staging("now")


@pytest.fixture
def places(tmp_path, staging):
    """A database with what SQLite lays beside it, and a folder; both prepared anew."""
    database, folder = tmp_path / "portal.sqlite3", tmp_path / "private"
    database.write_text("old")
    (tmp_path / "portal.sqlite3-wal").write_text("old too")
    folder.mkdir()
    (folder / "old.txt").write_text("old")
    staging.prepared(folder).mkdir()
    (staging.prepared(folder) / "new.txt").write_text("new")
    staging.prepared(database).write_text("new")
    return database, folder


def as_seen(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_new_is_in_place_and_old_is_kept_with_what_belongs_to_it(tmp_path, staging, places):
    staging.swap()
    staging.clear()
    assert staging.kept() == [tmp_path / "before-restore-now"]
    assert as_seen(tmp_path) == {
        "portal.sqlite3": "new",
        "private/new.txt": "new",
        "before-restore-now/portal.sqlite3": "old",
        "before-restore-now/portal.sqlite3-wal": "old too",
        "before-restore-now/private/old.txt": "old",
    }


def test_a_place_that_cannot_be_filled_undoes_the_others(tmp_path, staging, places):
    database, _folder = places
    staging.prepared(database).unlink()
    (staging.kept_folder(database) / "portal.dump").write_text("a copy of what is there")
    with pytest.raises(FileNotFoundError):
        staging.swap()
    staging.undo()
    staging.clear()
    assert as_seen(tmp_path) == {
        "portal.sqlite3": "old",
        "portal.sqlite3-wal": "old too",
        "private/old.txt": "old",
    }
    assert not (tmp_path / "before-restore-now").exists()


def test_what_is_settled_is_not_undone(tmp_path, staging, places):
    staging.swap()
    staging.settle()
    staging.undo()
    assert (tmp_path / "portal.sqlite3").read_text() == "new"
    assert (tmp_path / "before-restore-now" / "portal.sqlite3").read_text() == "old"


def test_nothing_is_kept_of_an_empty_place(tmp_path, staging):
    (tmp_path / "private").mkdir()
    staging.prepared(tmp_path / "private").mkdir()
    staging.swap()
    staging.clear()
    assert staging.kept() == []
    assert [path.name for path in tmp_path.iterdir()] == ["private"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_what_root_restores_belongs_to_the_portal(tmp_path, staging, places):
    os.chown(tmp_path, 4321, 4321)
    staging.swap()
    assert {
        path.stat().st_uid for path in (tmp_path / "private" / "new.txt", tmp_path / "portal.sqlite3")
    } == {4321}
