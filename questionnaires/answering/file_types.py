"""What a file is, told by its content: its name says what its sender likes.

Taken are the papers and pictures that a team has: PDF, photographs, documents and tables of office suites without
macros, plain text. Nothing that a browser would run, and nothing that hides what it holds.
"""

import io
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from PIL import Image

LONGEST_NAME = 100
# Parts of a zip file that are looked at, and of one of them: an office document has some dozens.
MOST_PARTS, LONGEST_PART = 5_000, 1_000
PICTURES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
OFFICE = {
    "word/document.xml": ("docx", f"{_OOXML}.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", f"{_OOXML}.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", f"{_OOXML}.presentationml.presentation"),
}
OPEN_OFFICE = {f"{_ODF}.text": "odt", f"{_ODF}.spreadsheet": "ods", f"{_ODF}.presentation": "odp"}
TEXTS = {"csv": "text/csv", "tsv": "text/tab-separated-values", "txt": "text/plain"}
# How files begin that are no text, also where all that follows could be read as one.
NO_TEXT = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"RIFF",
    b"PK\x03\x04",
    b"MZ",
    b"\x7fELF",
    b"\x1f\x8b",
    b"%!",
    b"BM",
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotTaken(ValueError):
    """Says to the sender, in their language, why, and what to do."""


@dataclass(frozen=True)
class Kind:
    extension: str
    content_type: str


def kind_of(data: bytes, name: str) -> Kind:
    """The name decides only which sort of plain text it is. Raises NotTaken."""
    if not data:
        raise NotTaken(_("This file is empty. Choose it again."))
    if data.startswith(b"%PDF-"):
        return Kind("pdf", "application/pdf")
    if data.startswith(OLD_OFFICE):
        raise NotTaken(
            _("This is a document of an old office program. Save it as PDF, DOCX or XLSX and send that.")
        )
    found = _picture(data) or _office(data) or _text(data, name)
    if found is None:
        raise NotTaken(
            _("A file of this sort is not taken. Send a PDF, a picture (JPEG, PNG, WebP), or a document or table "
              "(DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT).")
        )  # fmt: skip
    return found


def _picture(data: bytes) -> Kind | None:
    with warnings.catch_warnings():
        # A picture of too many pixels is refused, not warned of.
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=tuple(PICTURES)) as picture:
                kind = PICTURES[picture.format]
                picture.verify()
        except Exception:
            # Pillow raises whatever its parsers stumble over.
            return None
    return Kind(*kind)


def _office(data: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:MOST_PARTS]
            found = _kind_of_archive(archive, set(names))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return None
    if found and any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names):
        raise NotTaken(
            _("This document has macros, which could do harm. Save it without them and send that.")
        )
    return found


def _kind_of_archive(archive: zipfile.ZipFile, names: set[str]) -> Kind | None:
    if "[Content_Types].xml" in names:
        return next((Kind(*kind) for part, kind in OFFICE.items() if part in names), None)
    if "mimetype" in names and archive.getinfo("mimetype").file_size <= LONGEST_PART:
        said = archive.read("mimetype").decode("ascii", "replace").strip()
        return Kind(OPEN_OFFICE[said], said) if said in OPEN_OFFICE else None
    return None


def _text(data: bytes, name: str) -> Kind | None:
    """Letters in UTF-8 or as Windows writes them, and no page with markup, whatever it is called."""
    if data.startswith(NO_TEXT) or any(byte < 32 and byte not in b"\t\n\r\f" for byte in data):
        return None
    text = _decoded(data)
    start = text.lstrip("\ufeff \t\r\n")[:1000].lower()
    if text == "" or start.startswith(("<", "#!")) or "<script" in start or "<html" in start:
        return None
    extension = PurePosixPath(name.lower()).suffix.removeprefix(".")
    extension = extension if extension in TEXTS else "txt"
    return Kind(extension, TEXTS[extension])


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def clean_name(name: str, extension: str) -> str:
    """What is shown and offered for saving: without a path, without signs that no name has or that turn the rest of it
    around, and ending as its content is."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    stem = " ".join(kept.translate(_UNUSUAL).split()).strip(". ")
    for known in ("jpeg", extension):
        if stem.lower().endswith(f".{known}"):
            stem = stem[: -len(known) - 1].rstrip(". ")
            break
    return f"{stem[: LONGEST_NAME - len(extension) - 1].strip() or 'file'}.{extension}"


_UNUSUAL = str.maketrans(dict.fromkeys('<>:"|?*%', " "))
