"""Uploads and pictures, wherever they are stored: in folders, or in buckets through the same interface."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db.models import FileField

from .archive import MEDIA, PRIVATE, ArchiveWriter


def portal_storages() -> dict[str, Storage]:
    """Folder of the archive -> storage. Static files are made anew from the code."""
    return {PRIVATE: storages["default"], MEDIA: storages["renditions"]}


def folder_of(storage: Storage) -> Path | None:
    """Where its files lie on this machine; None: elsewhere."""
    return Path(storage.path("")) if isinstance(storage, FileSystemStorage) else None


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """All names, deep. A storage whose folder does not exist yet holds none."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(filter(None, files)):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(filter(None, folders)):
        yield from names_in(storage, f"{folder}/{name}" if folder else name)


def copy_files(archive: ArchiveWriter) -> None:
    """What disappears between listing and opening is left out here, and missed by `missing_files` if a row names it."""
    for folder, storage in portal_storages().items():
        for name in names_in(storage):
            try:
                source = storage.open(name)
            except FileNotFoundError:
                continue
            with source:
                archive.add(f"{folder}/{name}", source, source.size)


def missing_files(named: list[tuple[FileField, str]], copied: set[str]) -> list[str]:
    """Files that rows name and that were not copied, as names in the archive."""
    wanted = set()
    for field, name in named:
        wanted |= {
            f"{folder}/{name}" for folder, storage in portal_storages().items() if storage == field.storage
        }
    return sorted(wanted - copied)
