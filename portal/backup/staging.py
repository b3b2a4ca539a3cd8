"""What is restored is made ready beside its place, then renamed into it; what was there is renamed aside and kept.

Renaming is of one moment and needs no room, so readers never meet a half-restored portal and a failure can be undone.
"""

import os
import shutil
from pathlib import Path

from .sqlite import COMPANIONS


class Staging:
    """Places that will be filled. Folders made for it lie in the same folder as each place, so on the same disk."""

    def __init__(self, stamp: str):
        self._stamp = stamp
        self._folders: set[Path] = set()
        self._places: dict[Path, Path] = {}
        self._renamed: list[tuple[Path, Path]] = []
        self._settled = False

    def folder_beside(self, place: Path) -> Path:
        folder = place.parent / f".restoring-{self._stamp}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folders.add(folder)
        return folder

    def prepared(self, place: Path) -> Path:
        """Where to prepare what will be at `place`."""
        self._places[place] = self.folder_beside(place) / place.name
        return self._places[place]

    def kept_folder(self, place: Path) -> Path:
        """Where what was at `place` is kept."""
        folder = place.parent / f"before-restore-{self._stamp}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def swap(self) -> None:
        """Where this raises, `undo` takes back what was done."""
        for place, prepared in self._places.items():
            _give_to_owner_of(place.parent, prepared)
            for old in (place, *(place.with_name(place.name + ending) for ending in COMPANIONS)):
                if _is_empty_folder(old):
                    old.rmdir()
                elif old.exists():
                    self._rename(old, self.kept_folder(place) / old.name)
            self._rename(prepared, place)

    def settle(self) -> None:
        """From here on there is no way back."""
        self._settled = True

    def undo(self) -> None:
        """All as it was, unless settled. What then still lies in the kept folders is a copy of what is in its place."""
        if self._settled:
            return
        while self._renamed:
            now, before = self._renamed.pop()
            now.rename(before)
        for folder in self.kept():
            shutil.rmtree(folder)

    def kept(self) -> list[Path]:
        """Folders that hold what was there before."""
        folders = {
            place.parent / f"before-restore-{self._stamp}" for place in (*self._places, *self._folders)
        }
        return sorted(folder for folder in folders if folder.exists())

    def clear(self) -> None:
        """Remove what was prepared and not used."""
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)

    def _rename(self, now: Path, then: Path) -> None:
        now.rename(then)
        self._renamed.append((then, now))


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _give_to_owner_of(folder: Path, prepared: Path) -> None:
    """Restored by root, the portal's own account must still be able to read and write it."""
    if os.geteuid() != 0:
        return
    owner = folder.stat()
    for path in (prepared, *prepared.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
