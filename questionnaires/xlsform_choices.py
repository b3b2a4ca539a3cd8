"""Lists of choices: an XLSForm shares them between questions, here each question has its own.

A list that says more than choices can (pictures, columns to filter by, further languages, one name twice) is kept as it
stood, under its name, and written back as long as the choices made from it are still the same.
"""

from .structure import Choice, Question
from .xlsform_files import Row
from .xlsform_headings import CHOICE_COLUMNS, known_rows
from .xlsform_kept import rows_of, texts_of

LONGEST_LABEL = Choice._meta.get_field("label_fr").max_length
LONGEST_CODE = Choice._meta.get_field("code").max_length
YES_NO_LIST = "yes_no_dont_know"
# The words are the form's here; people of the portal read the portal's own.
YES_NO = [
    {"code": "yes", "label_fr": "Oui", "label_en": "Yes"},
    {"code": "no", "label_fr": "Non", "label_en": "No"},
    {"code": "dont_know", "label_fr": "Ne sait pas", "label_en": "Don’t know"},
]
OTHER = {"code": "other", "label_fr": "Autre", "label_en": "Other"}

CellsOfRows = list[dict[str, str]]


def lists_in(rows: list[Row], unnamed: str) -> dict[str, CellsOfRows]:
    """The rows of each list by its name; `unnamed` is the language of labels without one."""
    lists: dict[str, CellsOfRows] = {}
    for row in known_rows(rows, CHOICE_COLUMNS, unnamed):
        cells = dict(row.cells)
        if name := " ".join(cells.pop("list_name", "").split()):
            lists.setdefault(name, []).append(cells)
    return lists


def choices_of(rows: CellsOfRows) -> list[dict[str, str]]:
    """As a question has them: each code once, labels as long as they may be."""
    found: dict[str, dict[str, str]] = {}
    for cells in rows:
        code = cells.get("name", "")[:LONGEST_CODE]
        labels = {
            f"label_{lang}": cut(cells.get(f"label::{lang}", ""), LONGEST_LABEL) for lang in ("fr", "en")
        }
        if code and code not in found:
            found[code] = {"code": code} | {name: text for name, text in labels.items() if text}
    return list(found.values())


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def is_yes_no(rows: CellsOfRows) -> bool:
    """By its codes alone, in this order; other orders and names stay choices."""
    return [cells.get("name") for cells in rows] == [choice["code"] for choice in YES_NO]


def plain_rows(choices: list[dict[str, str]]) -> CellsOfRows:
    names = {"code": "name", "label_fr": "label::fr", "label_en": "label::en"}
    return [{names[field]: text for field, text in choice.items() if field in names} for choice in choices]


def kept_lists(lists: dict[str, CellsOfRows], used: dict[str, set[bool]]) -> dict[str, CellsOfRows]:
    """Those that choices alone would not bring back. `used` names the lists of questions asked here, and whether they
    became yes, no, do not know; lists of rows that are left out are not among them."""
    found = {}
    for name, rows in lists.items():
        said = [plain_rows(YES_NO if as_yes_no else choices_of(rows)) for as_yes_no in used.get(name, ())]
        if not said or any(rows != each for each in said):
            found[name] = rows
    return found


def choices_in(question: dict) -> list[dict[str, str]]:
    """Of a question in plain data, as its list has them."""
    return YES_NO if question["kind"] == Question.Kind.YES_NO else question.get("choices", [])


def written_lists(questions: list[dict], kept: dict) -> tuple[dict[str, CellsOfRows], dict[str, str]]:
    """(rows by list, list by the question's code). Questions with the same list share it while they agree."""
    lists: dict[str, CellsOfRows] = {}
    list_of: dict[str, str] = {}
    for question in questions:
        choices = choices_in(question)
        if not choices:
            continue
        plain = YES_NO_LIST if question["kind"] == Question.Kind.YES_NO else question["code"]
        wanted = texts_of(question.get("kept_xlsform")).get("list") or plain
        rows = _rows(choices, rows_of(kept.get(wanted)), question["kind"])
        name, number = wanted, 1
        while lists.get(name, rows) != rows:
            number += 1
            name = f"{wanted}_{number}"
        lists[name] = rows
        list_of[question["code"]] = name
    for name, rows in kept.items():
        if name not in lists and rows_of(rows):
            lists[name] = rows_of(rows)
    return lists, list_of


def _rows(choices: list[dict[str, str]], kept: CellsOfRows, kind: str) -> CellsOfRows:
    """What the list said beside, as far as its choices are still there."""
    unchanged = is_yes_no(kept) if kind == Question.Kind.YES_NO else choices_of(kept) == choices
    if unchanged:
        return kept
    beside = {cells.get("name"): cells for cells in kept}
    labels = ("name", "label::fr", "label::en")
    rows = []
    for cells in plain_rows(choices):
        extra = beside.get(cells["name"], {})
        rows.append(cells | {column: text for column, text in extra.items() if column not in labels})
    return rows
