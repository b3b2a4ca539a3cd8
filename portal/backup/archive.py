"""The file itself: a compressed tar whose last member, the manifest, says what every other member must be.

The manifest comes last because checksums are taken while writing; a file that was cut off therefore has none. Members
are read as bytes and written by us, never unpacked by tar: owner, mode, links and devices of an archive mean nothing.
"""

import hashlib
import json
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE, PRIVATE, MEDIA = "database", "private", "media"
FOLDERS = (DATABASE, PRIVATE, MEDIA)
BLOCK = 1024 * 1024
LARGEST_MANIFEST = 256 * BLOCK


class BackupError(Exception):
    """Told to the operator as it stands: in the operator's language, with what to do."""


@dataclass(frozen=True)
class Member:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`migrations` are "app.name"; `rows` counts by table, sessions left out; `missing` are files that rows name
    and that were not there to be copied, as "private/…" or "media/…"."""

    version: str
    engine: str
    made: str
    migrations: list[str]
    rows: dict[str, int]
    missing: list[str] = field(default_factory=list)
    members: dict[str, Member] = field(default_factory=dict)

    def files(self) -> list[str]:
        return [name for name in self.members if not name.startswith(f"{DATABASE}/")]

    def database(self) -> str:
        """The name of the one database member; raises BackupError where there is not exactly one."""
        names = [name for name in self.members if name.startswith(f"{DATABASE}/")]
        if len(names) != 1:
            raise BackupError(_("This backup does not hold exactly one database."))
        return names[0]


class ArchiveWriter:
    """Adds members to a new file, readable by its owner only, and keeps their checksums."""

    def __init__(self, path: Path):
        path.touch(mode=0o600, exist_ok=False)
        self._tar = tarfile.open(path, "w:gz", compresslevel=6)  # noqa: SIM115
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: BinaryIO, size: int) -> None:
        """Exactly `size` bytes: what is appended to a file while it is read belongs to a later backup."""
        reader = _Hashing(source)
        self._tar.addfile(_header(name, size), reader)
        self.members[name] = Member(size=size, sha256=reader.digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        text = json.dumps(
            {"format": FORMAT, "product": "District.Team"} | asdict(manifest), indent=1
        ).encode()
        self.add(MANIFEST, BytesIO(text), len(text))
        self._tar.close()


def check_archive(path: Path) -> Manifest:
    """Read everything, write nothing. Raises BackupError for a file that is not a backup, not whole, not as written
    or that names places outside the portal's folders."""
    found: dict[str, Member] = {}
    text = b""
    for name, source in read_members(path):
        if name in found or text:
            raise BackupError(_("The archive is malformed: %(name)s is not in its place.") % {"name": name})
        if name == MANIFEST:
            text = source.read(LARGEST_MANIFEST)
        else:
            found[name] = _measure(source)
    manifest = _manifest(text, path)
    _compare(found, manifest.members)
    manifest.database()
    return manifest


def read_members(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Name and content of each member in turn; content is to be read before the next one is asked for."""
    with _understood(path), tarfile.open(path, "r:gz") as tar:
        for info in tar:
            if not info.isreg() or not _is_ours(info.name):
                raise BackupError(
                    _("The archive is refused: it holds %(name)s, which no backup has.") % {"name": info.name}
                )
            yield info.name, _Understood(tar.extractfile(info), path)
        while tar.fileobj.read(BLOCK):  # up to the end, where gzip keeps its own checksum
            pass


@contextmanager
def _understood(path: Path):
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BackupError(_not_whole(path, error)) from error
    except OSError as error:
        if error.errno is None:  # gzip's own complaint
            raise BackupError(_not_whole(path, error)) from error
        raise BackupError(
            _("%(path)s cannot be read: %(reason)s.") % {"path": path, "reason": error.strerror}
        ) from error


def _not_whole(path: Path, error: Exception) -> str:
    return _(
        "%(path)s is not a whole backup of the portal: it is cut off, damaged or something else (%(reason)s)."
    ) % {"path": path, "reason": error}


class _Understood:
    """A member that fails while being read fails with a message too."""

    def __init__(self, source: BinaryIO, path: Path):
        self._source, self._path = source, path

    def read(self, size: int = -1) -> bytes:
        with _understood(self._path):
            return self._source.read(size)


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    inside = len(path.parts) > 1 and path.parts[0] in FOLDERS and ".." not in path.parts
    return name == MANIFEST or (inside and str(path) == name and "\0" not in name)


def _manifest(text: bytes, path: Path) -> Manifest:
    if not text:
        raise BackupError(_not_whole(path, _("no manifest")))
    try:
        values = json.loads(text)
        form, product = values.pop("format"), values.pop("product")
        if product == "District.Team" and form != FORMAT:
            raise BackupError(_("This backup was made by a later version, in a form unknown here."))
        if not (isinstance(values["rows"], dict) and isinstance(values["migrations"], list)):
            raise TypeError
        values["members"] = {name: Member(**member) for name, member in values["members"].items()}
        return Manifest(**values)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(_not_whole(path, _("its manifest cannot be read"))) from error


def _compare(found: dict[str, Member], promised: dict[str, Member]) -> None:
    for name in promised.keys() | found.keys():
        if found.get(name) != promised.get(name):
            raise BackupError(
                _("The backup is damaged: %(name)s is not what the manifest says.") % {"name": name}
            )


def _measure(source: BinaryIO) -> Member:
    reader = _Hashing(source)
    size = 0
    while block := reader.read(BLOCK):
        size += len(block)
    return Member(size=size, sha256=reader.digest.hexdigest())


def _header(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(time.time())
    return info


class _Hashing:
    def __init__(self, source: BinaryIO):
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int) -> bytes:
        block = self._source.read(size)
        self.digest.update(block)
        return block
