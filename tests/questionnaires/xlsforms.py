"""XLSForms for tests: written by hand as lines, or drawn at random as a questionnaire's plain data."""

import csv
import io
from pathlib import Path

import openpyxl
from hypothesis import strategies as st

from analysis.audience import Audience
from questionnaires.structure import Question

Kind = Question.Kind
DATA = Path(__file__).parent / "data"
VALID = DATA / "iaso_default_Health_facility_form.xlsx"
INVALID = DATA / "iaso_odk_invalid_xlsform.xlsx"


def table(text: str) -> list[list[str]]:
    """Lines of cells with bars between them; the first line has the headings."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def xlsx(survey: str, choices: str = "", settings: str = "", **others: str) -> bytes:
    """A workbook of such tables, sheet by sheet."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, text in {"survey": survey, "choices": choices, "settings": settings, **others}.items():
        if text:
            sheet = workbook.create_sheet(name)
            for row in table(text):
                sheet.append([cell or None for cell in row])
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def as_csv(delimiter: str = ",", **sheets: str) -> bytes:
    """All sheets below each other, the sheet's name in the first column."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter)
    for name, text in sheets.items():
        writer.writerow([name])
        writer.writerows([["", *row] for row in table(text)])
    return made.getvalue().encode()


def rows_of(data: bytes, sheet: str = "survey") -> list[dict[str, str]]:
    """What a spreadsheet shows of an exported form."""
    rows = list(openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True))
    return [{head: cell for head, cell in zip(rows[0], row, strict=True) if cell} for row in rows[1:]]


def questions_in(content: dict) -> dict[str, dict]:
    return {
        question["code"]: question for section in content["sections"] for question in section["questions"]
    }


# Anything that a person may type, and some of what they should not.
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20) | st.sampled_from(
    ["=1+1", "#N/A", "_x000D_", "${deaths}", "${", "a\nb", " rand ", "« été » ?", "'\"", "TRUE", "1.0", "-"]
)
codes = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,6}", fullmatch=True) | st.sampled_from(
    ["meta", "instanceID", "deaths", "deaths_2", "audit", "section_1", "deaths_numerator"]
)
choice_codes = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=6)


def _filled(**strategies) -> st.SearchStrategy[dict]:
    """Empty texts and other defaults are left out of plain data."""
    return st.fixed_dictionaries({}, optional=strategies).map(
        lambda row: {name: value for name, value in row.items() if value not in ("", False, None, {})}
    )


def texts(*names: str) -> dict[str, st.SearchStrategy[str]]:
    return {f"{name}_{language}": words for name in names for language in ("fr", "en")}


@st.composite
def contents(draw) -> dict:
    """A questionnaire of all kinds, with rules that name earlier questions and checks that name any."""
    left = draw(st.lists(codes, unique=True, min_size=1, max_size=8))
    sections: list[dict] = []
    before: list[dict] = []
    while left:
        many = draw(st.integers(1, len(left)))
        taken, left = left[:many], left[many:]
        section = draw(_filled(code=codes, show_if=_rule(before), **texts("intro", "title")))
        section = {"title_fr": "Partie"} | section | {"questions": []}
        for code in taken:
            question = draw(_question(code, before))
            section["questions"].append(question)
            before.append(question)
        sections.append(section)
    checks = draw(st.lists(_check(before), max_size=3))
    return draw(_filled(**texts("title", "intro"))) | {"sections": sections, "checks": checks}


@st.composite
def _question(draw, code: str, before: list[dict]) -> dict:
    kind = draw(st.sampled_from([kind.value for kind in Kind]))
    fields = texts("text", "hint", "unit") | {
        "required": st.booleans(),
        "counts_persons": st.booleans(),
        "show_if": _rule(before),
        "level": st.sampled_from([Audience.TEAM.value, Audience.PUBLIC.value]),
        "dhis2_element": st.just("aBcDeFgHi12"),
        "series": st.just("8a54f7a8-2f44-4d4e-8a9e-1b8ad9b6f0c1"),
    }
    if kind in (Kind.NUMBER, Kind.DECIMAL, Kind.RATIO):
        fields |= {
            "minimum": st.sampled_from(["-3", "0", "0.5"]),
            "maximum": st.sampled_from(["7", "1000000"]),
        }
    if kind == Kind.RATIO:
        fields |= texts("numerator", "denominator")
    question = {"code": code, "kind": kind} | draw(_filled(**fields))
    if kind in (Kind.CHOICE, Kind.MULTIPLE):
        listed = st.lists(choice_codes, unique=True, min_size=1, max_size=4) | st.just(
            ["yes", "no", "dont_know"]
        )
        question["choices"] = [{"code": each} | draw(_filled(**texts("label"))) for each in draw(listed)]
    return question


def _rule(before: list[dict]) -> st.SearchStrategy[dict]:
    if not before:
        return st.just({})
    condition = _condition(before)
    grouped = st.builds(
        lambda joiner, rules: {joiner: rules},
        st.sampled_from(["all", "any"]),
        st.lists(condition, min_size=1, max_size=3),
    )
    return st.just({}) | condition | grouped


@st.composite
def _condition(draw, before: list[dict]) -> dict:
    question = draw(st.sampled_from(before))
    op = draw(
        st.sampled_from(["is", "is_not", "has", "has_not", "lt", "le", "gt", "ge", "answered", "empty"])
    )
    rule: dict = {"question": question["code"], "op": op}
    if question["kind"] == Kind.RATIO:
        rule |= draw(
            st.fixed_dictionaries({}, optional={"part": st.sampled_from(["numerator", "denominator"])})
        )
    if op in ("answered", "empty"):
        return rule
    if draw(st.booleans()):
        return rule | {"other": draw(st.sampled_from(before))["code"]}
    own = [choice["code"] for choice in question.get("choices", ())]
    values = st.integers(-5, 2**40) | st.floats(-1e6, 1e6) | words | st.just("2024-02-29")
    return rule | {"value": draw(st.sampled_from(own) if own and draw(st.booleans()) else values)}


@st.composite
def _check(draw, asked: list[dict]) -> dict:
    rule = draw(_rule(asked).filter(bool))
    check = {"question": draw(st.sampled_from(asked))["code"], "rule": rule} | draw(
        _filled(**texts("message"))
    )
    return check | ({"with_reason": False} if draw(st.booleans()) else {})


TYPES = [
    "text", "integer", "decimal", "date", "select_one colours", "select_multiple colours", "select_one answers", "note",
    "select_one colours or_other", "calculate", "geopoint", "image", "barcode", "acknowledge", "time", "rank colours",
    "start", "deviceid", "hidden", "range", "percentage", "select_one_from_file places.csv", "geotrace",
]  # fmt: skip
EXPRESSIONS = [
    "${%s} = 'red'", "selected(${%s}, 'green')", "not(selected(${%s}, 'red'))", "${%s} > 3", "${%s} != ''",
    "${%s} = '' or 1 > 2", "count-selected(${%s}) > 1", "(${%s} >= 1 and (${%s} <= 5 or regex(., 'x')))", "true()",
    "not(${%s} < 4)", ". > ${%s}", ". >= 0 and . <= 10 and . != ${%s}", "string-length(${%s}) < 9", "${%s} = ${%s}",
    ". < 7.5 and ${%s} = 2", "3 < ${%s}",
]  # fmt: skip
COLOURS = [
    {"list_name": "colours", "name": "red", "label::French": "Rouge", "label::English": "Red", "region": "a"},
    {"list_name": "colours", "name": "green", "label::French": "Vert", "label::English": "Green"},
    {"list_name": "answers", "name": "yes", "label::French": "Oui"},
    {"list_name": "answers", "name": "no", "label::French": "Non"},
    {"list_name": "answers", "name": "dont_know", "label::French": "NSP"},
    {"list_name": "unused", "name": "1", "label::French": "Un"},
]


@st.composite
def forms(draw) -> dict[str, list[dict[str, str]]]:
    """Sheets of XLSForms of many types, in groups and repeats, with expressions that we read, and that we do not."""
    rows: list[dict[str, str]] = []
    for number in range(draw(st.integers(1, 3))):
        _add_rows(draw, rows, f"top{number}", 0)
    names = [row["name"] for row in rows if "name" in row]
    unique = [name for name in names if names.count(name) == 1]
    for row in rows:
        for column in ("relevant", "constraint"):
            if unique and row["type"] not in ("end_group", "end_repeat") and draw(st.integers(0, 3)) == 0:
                expression = draw(st.sampled_from(EXPRESSIONS))
                if column == "constraint" or " ." not in f" {expression}":
                    row[column] = expression.replace("%s", draw(st.sampled_from(unique)))
    settings = {"form_title": "Essai", "default_language": draw(st.sampled_from(["French", "English"]))}
    return {"survey": rows, "choices": COLOURS, "settings": [settings]}


def _add_rows(draw, rows: list[dict[str, str]], prefix: str, depth: int) -> None:
    """Names come back in other groups, as XLSForm allows."""
    for number in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from([f"{prefix}_{number}", f"nom{number}", f"été{number}"]))
        if depth < 4 and draw(st.integers(0, 3)) == 0:
            # pyxform wants repeats named apart.
            kind, name = draw(
                st.sampled_from([("group", name), ("group", name), ("repeat", f"{prefix}_r{number}")])
            )
            rows.append({"type": f"begin_{kind}", "name": name} | draw(_labels(True)))
            if draw(st.integers(0, 5)):
                _add_rows(draw, rows, name, depth + 1)
            rows.append({"type": f"end_{kind}"})
        else:
            rows.append(_row(draw, draw(st.sampled_from(TYPES)), name))


def _row(draw, type_: str, name: str) -> dict[str, str]:
    row = {"type": type_, "name": name} | draw(_labels(False))
    if type_ == "calculate":
        row["calculation"] = "1 + 1"
    if type_ == "text" and draw(st.booleans()):
        row["appearance"] = draw(st.sampled_from(["multiline", "w2 multiline", "numbers"]))
    if type_ == "range":
        row["parameters"] = draw(
            st.sampled_from(["start=0 end=10 step=2", "start=0.5;end=2;step=0.5", "end=9"])
        )
    if draw(st.booleans()):
        row["required"] = draw(st.sampled_from(["yes", "no", "TRUE", "1 = 1"]))
    if draw(st.booleans()):
        row["constraint_message::French"] = "Trop"
        row["default"] = "1"
    return row


def _labels(may_be_empty: bool) -> st.SearchStrategy[dict[str, str]]:
    labels = {"label::French": st.just("Un texte"), "label::English": st.just("A text")}
    other = {"label::Español (es)": st.just("Un texto"), "hint::French": st.just("Une aide")}
    if may_be_empty:
        return st.fixed_dictionaries({}, optional=labels | other)
    return st.fixed_dictionaries({"label::French": labels.pop("label::French")}, optional=labels | other)


def workbook(**sheets: list[dict[str, str]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        sheet = made.create_sheet(name)
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    return saved(made)
