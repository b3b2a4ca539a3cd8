"""What a blank form holds, read from the bytes of its file, and forms to read."""

import codecs
import json
import re
import zlib

from questionnaires import paper_form
from questionnaires.models import Questionnaire
from questionnaires.paper_printing import print_form

EMBEDDED = {"LibertinusSerif", "NewCM10", "DejaVuSansMono"}
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text(*lines: str) -> dict:
    return {"lines": list(lines), "lang": "", "mark": ""}


def form_of(questionnaire: Questionnaire, language: str) -> dict:
    return paper_form.form_of(paper_form.source_of(questionnaire), language)


def printed(questionnaire: Questionnaire, language: str = "fr", **changes) -> bytes:
    return print_form(json.dumps(form_of(questionnaire, language) | changes))


def bookmarks(pdf: bytes) -> list[str]:
    """Titles of the outline, in order."""
    found = re.findall(rb"<</Parent [^\n]*?/Title(\((?:\\.|[^\\)])*\)|<[0-9A-F]*>)", pdf, re.DOTALL)
    return [_string(raw) for raw in found]


def _string(raw: bytes) -> str:
    if raw.startswith(b"<"):
        raw = bytes.fromhex(raw[1:-1].decode())
    else:
        raw = re.sub(rb"\\(.)", lambda m: ESCAPED.get(m[1], m[1]), raw[1:-1], flags=re.DOTALL)
    return raw.decode("utf-16") if raw.startswith(codecs.BOM_UTF16_BE) else raw.decode("latin-1")


def fonts(pdf: bytes) -> set[str]:
    """Families of the fonts inside the file."""
    names = re.findall(rb"/FontName/[A-Z]{6}\+([A-Za-z0-9]+)", pdf)
    return {name.decode() for name in names}


def characters(pdf: bytes) -> set[str]:
    """All that can be copied out of the file, from its fonts' tables."""
    found: set[str] = set()
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            stream = zlib.decompressobj().decompress(packed)
        except zlib.error:
            stream = packed
        if b"beginbfchar" in stream or b"beginbfrange" in stream:
            for code in re.findall(rb"<[0-9A-F]+> <([0-9A-F]+)>", stream):
                found.update(bytes.fromhex(code.decode()).decode("utf-16-be", "ignore"))
    return found
