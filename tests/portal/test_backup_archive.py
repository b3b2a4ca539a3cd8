"""The file of a backup: what is written comes back; whatever else it might be is refused with a message."""

import io
import json
import stat
import tarfile

import pytest
from django.utils import translation

from portal.backup import BackupError
from portal.backup.archive import MANIFEST, ArchiveWriter, Manifest, check_archive, read_members

CONTENT = {
    "database/portal.sqlite3": bytes(range(256)) * 4000,
    "private/documents/plan d’été.pdf": b"a plan",
    "media/images/a.webp": b"",
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def backup(tmp_path):
    path = tmp_path / "backup.tar.gz"
    archive = ArchiveWriter(path)
    for name, content in CONTENT.items():
        archive.add(name, io.BytesIO(content), len(content))
    archive.finish(manifest_of(archive.members))
    return path


def manifest_of(members) -> Manifest:
    return Manifest(
        version="0.1.0",
        engine="sqlite",
        made="2026-11-20",
        migrations=[],
        rows={"t": 1},
        members=dict(members),
    )


def test_what_was_written_is_read(backup):
    manifest = check_archive(backup)
    assert manifest.rows == {"t": 1}
    assert {name: member.size for name, member in manifest.members.items()} == {
        name: len(content) for name, content in CONTENT.items()
    }
    assert {name: source.read() for name, source in read_members(backup) if name != MANIFEST} == CONTENT


def test_only_its_owner_may_read_it(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_file_that_grows_is_copied_as_long_as_it_was(tmp_path):
    archive = ArchiveWriter(tmp_path / "backup.tar.gz")
    archive.add("database/portal.sqlite3", io.BytesIO(b"0123456789"), 4)
    archive.finish(manifest_of(archive.members))
    assert [
        source.read() for name, source in read_members(tmp_path / "backup.tar.gz") if name != MANIFEST
    ] == [b"0123"]
    check_archive(tmp_path / "backup.tar.gz")


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.6, 0.95, 0.999])
def test_cut_off_is_refused(backup, share):
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BackupError, match="not a whole backup"):
        check_archive(backup)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_one_wrong_byte_is_refused(backup, share):
    content = bytearray(backup.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    backup.write_bytes(content)
    with pytest.raises(BackupError):
        check_archive(backup)


@pytest.mark.parametrize(
    "content",
    [b"", b"something else entirely" * 100, b"\x1f\x8b\x08\x00garbage"],
    ids=["empty", "text", "gzip"],
)
def test_something_else_is_refused(tmp_path, content):
    path = tmp_path / "backup.tar.gz"
    path.write_bytes(content)
    with pytest.raises(BackupError, match="not a whole backup"):
        check_archive(path)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for path in (tmp_path / "none.tar.gz", tmp_path):
        with pytest.raises(BackupError, match="cannot be read"):
            check_archive(path)


# --- Archives that somebody made up: sums are right, and yet ------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "private/../../outside",
        "/etc/cron.d/outside",
        "private//outside",
        "private/./outside",
        "static/outside",
        "private",
        ".env",
    ],
)
def test_a_name_outside_the_folders_is_refused(crafted, name):
    with pytest.raises(BackupError, match="no backup has"):
        check_archive(crafted(CONTENT | {name: b"x"}))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_links_devices_and_folders_are_refused(crafted, kind):
    odd = tarfile.TarInfo("private/odd")
    odd.type, odd.linkname = kind, "/etc/passwd"
    with pytest.raises(BackupError, match="no backup has"):
        check_archive(crafted(CONTENT, odd=odd))


def test_what_the_manifest_does_not_name_is_refused(crafted):
    with pytest.raises(BackupError, match="private/more"):
        check_archive(crafted(CONTENT | {"private/more": b"x"}, promised=CONTENT))


def test_what_the_manifest_names_and_is_not_there_is_refused(crafted):
    with pytest.raises(BackupError, match="private/more"):
        check_archive(crafted(CONTENT, promised=CONTENT | {"private/more": b"x"}))


def test_other_content_of_the_same_length_is_refused(crafted):
    with pytest.raises(BackupError, match="a.webp"):
        check_archive(
            crafted(CONTENT | {"media/images/a.webp": b"x"}, promised=CONTENT | {"media/images/a.webp": b"y"})
        )


def test_a_name_that_comes_twice_is_refused(crafted):
    with pytest.raises(BackupError, match="not in its place"):
        check_archive(crafted(CONTENT, odd=tarfile.TarInfo("media/images/a.webp")))


@pytest.mark.parametrize("databases", [[], ["database/a", "database/b"]])
def test_none_or_two_databases_are_refused(crafted, databases):
    with pytest.raises(BackupError, match="exactly one database"):
        check_archive(crafted(dict.fromkeys(databases, b"x") | {"private/a": b"x"}))


@pytest.mark.parametrize(
    "manifest",
    [b"{}", b"[]", b"not json", b'{"format": 1, "product": "District.Team", "members": {}}', b"\xff"],
)
def test_a_manifest_that_is_none_is_refused(crafted, manifest):
    with pytest.raises(BackupError, match="manifest cannot be read"):
        check_archive(crafted(CONTENT, manifest=manifest))


def test_a_later_form_is_told(crafted):
    with pytest.raises(BackupError, match="later version"):
        check_archive(crafted(CONTENT, manifest=b'{"format": 2, "product": "District.Team"}'))


@pytest.fixture
def crafted(tmp_path):
    def craft(content, promised=None, odd=None, manifest=None):
        scratch = ArchiveWriter(tmp_path / "promised.tar.gz")
        for name, value in (promised or content).items():
            scratch.add(name, io.BytesIO(value), len(value))
        scratch.finish(manifest_of(scratch.members))
        with tarfile.open(tmp_path / "promised.tar.gz") as source:
            true_manifest = source.extractfile(MANIFEST).read()
        assert json.loads(true_manifest)["format"] == 1
        path = tmp_path / "crafted.tar.gz"
        with tarfile.open(path, "w:gz") as tar:
            for name, value in content.items():
                info = tarfile.TarInfo(name)
                info.size = len(value)
                tar.addfile(info, io.BytesIO(value))
            if odd:
                tar.addfile(odd)
            info = tarfile.TarInfo(MANIFEST)
            info.size = len(manifest or true_manifest)
            tar.addfile(info, io.BytesIO(manifest or true_manifest))
        return path

    return craft
