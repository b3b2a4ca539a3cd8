"""Bytes of a table in text form -> rows: encodings and separators as French and English spreadsheets write them."""

import csv
import io
from collections import Counter

from django.utils.translation import gettext as _

from .refusals import Refused

SEPARATORS = (",", ";", "\t", "|")
# How many rows tell which sign stands between the cells.
SAMPLE = 200
# Of one byte for a letter; Windows, Macintosh and the DOS that a spreadsheet still offers. The first of equals wins.
ONE_BYTE = ("cp1252", "mac_roman", "cp850")
LIKELY = set("éèêëàâîïôûùüçœ’«»°–")
LESS_LIKELY = set("ÉÈÊÀÂÎÔÛÇŒ‘“”…€")


def decoded(data: bytes) -> str:
    """Raises Refused."""
    text = _decoded(data)
    if "\x00" in text:
        raise Refused(
            _("This is not a table. Choose an Excel file (.xlsx, .xls) or a table in text form (.csv).")
        )
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf",
    "utf-8-sig"), ):  # fmt: skip
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if wide := _two_bytes(data[:400]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return max((_attempt(data, encoding) for encoding in ONE_BYTE), key=_likeliness)


def _two_bytes(start: bytes) -> str:
    """Two bytes for a letter without the mark that says so: every other one is empty."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = start[first::2]
        if len(half) > 1 and half.count(0) > 0.7 * len(half) and start[1 - first :: 2].count(0) == 0:
            return encoding
    return ""


def _attempt(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _likeliness(text: str) -> float:
    """By what stands in it that is not plain: French letters, or what nobody writes."""
    found = Counter(sign for sign in text[:200_000] if sign > "\x7f")
    weights = ((1 if sign in LIKELY else 0.25 if sign in LESS_LIKELY else -1) for sign in found)
    return sum(weight * number for weight, number in zip(weights, found.values(), strict=True))


def rows_of(text: str) -> list[list[str]]:
    """All of them, with the empty ones, so that each keeps its number. Raises Refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _end, rest = text.partition("\n")
    # As Excel tells itself which sign it is.
    if first.lower().startswith("sep=") and len(first) == 5:
        return [[], *_parsed(rest, first[4])]
    return _parsed(text, _separator(text))


def _separator(text: str) -> str:
    """The one with which the most rows have the same number of cells, more than one."""
    sample = text[:400_000].split("\n")[:SAMPLE]

    def regular(separator: str) -> tuple[int, int]:
        try:
            lengths = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if len(row) > 1)
        except csv.Error:
            return (0, 0)
        width, number = max(lengths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return number, width

    return max(SEPARATORS, key=regular)


def _parsed(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
    except csv.Error:
        raise Refused(
            _(
                "From row %(number)d on the cells cannot be told apart: a quotation mark stands there that does not "
                "end, or ends in the middle of a cell. Open the file in your spreadsheet program and save it as .xlsx."
            )
            % {"number": len(rows) + 1}
        ) from None
    return rows
