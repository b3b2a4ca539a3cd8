"""A questionnaire as plain data -> an XLSForm that pyxform, Kobo and ODK take, and that comes back as it was.

What the form's own sheets cannot say stands in the sheet "district_team" (xlsform_extras.py): it is found by reading
the sheets again and comparing.
"""

import io
import re
import zipfile
from collections import Counter

import openpyxl

from .structure import Question
from .xlsform_choices import choices_in, written_lists
from .xlsform_extras import Extra, differences, group_marks, ratio_marks, same_shape, sheet_of
from .xlsform_files import Book, Row, Sheet, clean
from .xlsform_headings import LANGUAGE_NAMES, heading_of
from .xlsform_in import content_from
from .xlsform_kept import parts_of, rows_of, texts_of
from .xlsform_kinds import ACKNOWLEDGED, CONTROL, is_acknowledgement, is_silent
from .xlsform_layout import Layout, layout_of
from .xlsform_mistakes import NAME
from .xlsform_refusals import refusals_of
from .xlsform_rows import Rows
from .xlsform_rules_out import RulesOut
from .xlsform_xpath_out import Writer

FIRST_COLUMNS = (
    "list_name", "type", "name", "label::fr", "label::en", "hint::fr", "hint::en", "required", "relevant", "constraint",
    "constraint_message::fr", "constraint_message::en", "calculation", "appearance", "parameters",
    "form_title", "form_id", "version", "default_language",
)  # fmt: skip
# Any day does, as long as it is always the same: two exports of one questionnaire are the same file.
WRITTEN = (2000, 1, 1, 0, 0, 0)
TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def to_xlsform(content: dict, form_id: str, version: str) -> bytes:
    """An .xlsx file. What is kept of an earlier form is left out where pyxform would refuse the whole because of it:
    a questionnaire changes here, and words kept for the way back may no longer suit it."""
    content = {"checks": []} | content
    layout = layout_of(content)
    book = _book(content, layout, form_id, version)
    if refusals_of(book):
        plain = _without_kept(content)
        layout = layout_of(plain)
        book = _book(plain, layout, form_id, version)
    marks = ratio_marks(content, layout)
    derived = _read_again(book, marks)
    if not same_shape(content, derived):
        marks += group_marks(layout)
        derived = _read_again(book, marks)
    book.sheets["district_team"] = sheet_of([*marks, *differences(content, derived)])
    return _written(book)


def _read_again(book: Book, marks: list[Extra]) -> dict:
    book.sheets["district_team"] = sheet_of(marks)
    return content_from(book).content


def _without_kept(row: dict) -> dict:
    found = {name: value for name, value in row.items() if name != "kept_xlsform"}
    for name in ("sections", "questions"):
        if name in found:
            found[name] = [_without_kept(each) for each in found[name]]
    return found


def _book(content: dict, layout: Layout, form_id: str, version: str) -> Book:
    kept = parts_of(content.get("kept_xlsform"))
    questions = [question for section in content["sections"] for question in section["questions"]]
    kinds = {question["code"]: question["kind"] for question in questions}
    listed = [question for question in questions if not _is_acknowledged(question)]
    choices = {question["code"]: _choice_names(question) for question in listed}
    renamed = [question | {"choices": _renamed(question, choices[question["code"]])} for question in listed]
    lists, list_of = written_lists(renamed, parts_of(kept.get("lists")))
    writer = Writer(kinds, lambda code, value: choices.get(code, {}).get(value, value))
    rows = Rows(content, layout, RulesOut(content, layout, writer), list_of).all()
    choice_rows = [{"list_name": name} | cells for name, each in lists.items() for cells in each]
    settings = _settings(content, texts_of(kept.get("settings")), form_id, version)
    tables = {"survey": rows, "choices": choice_rows, "settings": [settings]}
    tables |= {
        name: rows_of(each)
        for name, each in parts_of(kept.get("sheets")).items()
        if name in ("entities", "external_choices", "osm")
    }
    counted = Counter(["instanceID", *(row.get("name", "") for row in rows)])
    names = {name for name, number in counted.items() if number == 1}
    sound = {name: [_sound(row, names) for row in each] for name, each in tables.items()}
    _add_words(sound["survey"], "en" if settings["default_language"] == LANGUAGE_NAMES["en"] else "fr")
    return Book({name: _sheet(name, each) for name, each in sound.items() if each})


def _is_acknowledged(question: dict) -> bool:
    kept = texts_of(question.get("kept_xlsform")).get("type", "")
    return is_acknowledgement(kept) and question.get("choices") == ACKNOWLEDGED


def _choice_names(question: dict) -> dict[str, str]:
    """Codes that XLSForm takes: where several may be chosen, they are separated by spaces."""
    names: dict[str, str] = {}
    for choice in choices_in(question):
        name = clean(choice["code"]) or "_"
        if question["kind"] == Question.Kind.MULTIPLE:
            name = "_".join(name.split())
        first, number = name, 1
        while name in names.values():
            number += 1
            name = f"{first}_{number}"
        names[choice["code"]] = name
    return names


def _renamed(question: dict, names: dict[str, str]) -> list[dict]:
    return [choice | {"code": names[choice["code"]]} for choice in choices_in(question)]


def _settings(content: dict, kept: dict[str, str], form_id: str, version: str) -> dict[str, str]:
    language = kept.get("default_language") or ("fr" if _speaks(content, "fr") else "en")
    titles = [content.get(f"title_{each}", "") for each in (language, "fr", "en")]
    settings = {
        "form_title": next(filter(None, titles), form_id),
        "form_id": form_id,
        "version": version,
    } | kept
    return settings | {"default_language": LANGUAGE_NAMES.get(language, language)}


def _speaks(content: dict, language: str) -> bool:
    questions = [question for section in content["sections"] for question in section["questions"]]
    return any(question.get(f"text_{language}") for question in questions) or not questions


def _sound(cells: dict[str, str], names: set[str]) -> dict[str, str]:
    """Without what names questions that are no longer there, or several; texts then name nothing."""
    found = {}
    for column, text in cells.items():
        text, asked = clean(text), NAME.findall(text)
        if (
            column in ("type", "name", "list_name")
            or len(asked) == text.count("${")
            and names.issuperset(asked)
        ):
            found[column] = text
        elif column.partition("::")[0] in ("label", "hint", "constraint_message", "form_title"):
            found[column] = text.replace("${", "$ {")
    return found


def _add_words(rows: list[dict[str, str]], language: str) -> None:
    """pyxform refuses a question without any."""
    for row in rows:
        said = any(text and column.startswith(("label", "hint", "image")) for column, text in row.items())
        if row.get("name") and not (said or CONTROL.match(row["type"]) or is_silent(row["type"])):
            row[f"label::{language}"] = row["name"]


def _sheet(name: str, rows: list[dict[str, str]]) -> Sheet:
    """As it is read again: what a cell cannot hold is not in it."""
    found = dict.fromkeys(column for cells in rows for column in cells if cells[column])
    columns = [column for column in FIRST_COLUMNS if column in found]
    columns += [column for column in found if column not in columns]
    if name == "survey":
        columns = list(dict.fromkeys(["type", "name", *columns]))
    numbered = enumerate(rows, start=2)
    return Sheet(
        name,
        [heading_of(column) for column in columns],
        [
            Row(number, {heading_of(column): cells[column] for column in columns if cells.get(column)})
            for number, cells in numbered
        ],
    )


def _written(book: Book) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for sheet in (sheet for sheet in book.sheets.values() if sheet.rows):
        page = workbook.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for number, texts in [(1, sheet.headings), *((row.number, _texts(sheet, row)) for row in sheet.rows)]:
            for place, text in enumerate(texts, start=1):
                if text:
                    # A text that begins with = is no formula.
                    page.cell(number, place, text).data_type = "s"
    made = io.BytesIO()
    workbook.save(made)
    return _without_times(made.getvalue())


def _texts(sheet: Sheet, row: Row) -> list[str]:
    return [row.cells.get(heading, "") for heading in sheet.headings]


def _without_times(data: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            target.writestr(zipfile.ZipInfo(name, WRITTEN), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
