"""The rows of an exported form's sheets, from a questionnaire as plain data."""

from decimal import Decimal

from .structure import Question
from .xlsform_choices import cut
from .xlsform_headings import LANGUAGE_NAMES
from .xlsform_kept import parts_of, texts_of
from .xlsform_kinds import TYPE_OF, is_acknowledgement, kind_of, limits_of, list_of
from .xlsform_layout import ASK, CLOSE, OPEN, Layout, Step
from .xlsform_limits import set_limit
from .xlsform_names import PARTS
from .xlsform_rules_out import RulesOut
from .xlsform_sections import title_from

LANGUAGES = tuple(LANGUAGE_NAMES)
LIMITS = ("minimum", "maximum")
Kind = Question.Kind
Cells = dict[str, str]


class Rows:
    def __init__(self, content: dict, layout: Layout, rules: RulesOut, lists: dict[str, str]):
        self.layout, self.rules, self.lists = layout, rules, lists
        self.groups = parts_of(parts_of(content.get("kept_xlsform")).get("groups"))

    def all(self) -> list[Cells]:
        found: list[Cells] = []
        for step in self.layout.steps:
            if step.what == OPEN:
                found.append(self._begun(step))
            elif step.what == CLOSE:
                found.append({"type": "end_group"})
            elif step.what == ASK:
                found += self._asked(step.question)
            else:
                found += step.rows
        return found

    def _begun(self, step: Step) -> Cells:
        name = {"type": "begin_group", "name": self.layout.group_names[step.path]}
        section = self.layout.sections.get(step.path)
        relevant = {"relevant": self.rules.of_group(step.path, section)}
        if section is not None:
            return name | _titled(section) | relevant
        title = self.layout.titles.get(step.path)
        label = texts_in(title, "text", "label") if title else {}
        return name | texts_of(parts_of(self.groups.get("/".join(step.path))).get("cells")) | label | relevant

    def _asked(self, question: dict) -> list[Cells]:
        name = {"name": self.layout.names[question["code"], ""][-1]}
        relevant = {"relevant": self.rules.of_question(question)}
        texts = texts_in(question, "text", "label")
        if question["kind"] == Kind.RATIO:
            return [
                {"type": "begin_group"} | name | texts | relevant,
                *(self._part(question, part) for part in PARTS),
                {"type": "end_group"},
            ]
        kept = texts_of(parts_of(question.get("kept_xlsform")).get("cells"))
        cells = kept | name | texts | texts_in(question, "hint", "hint") | relevant
        if question.get("required"):
            cells["required"] = "yes"
        if question["kind"] == Kind.CALCULATION and not cells.get("calculation"):
            cells["calculation"] = "''"
        self._set_type(question, cells)
        # A range says its limits itself.
        limited = {} if cells["type"] == "range" else {name: question.get(name) for name in LIMITS}
        cells["constraint"] = self.rules.constraint(question, limited)
        return [cells | self._message(question, kept)]

    def _part(self, question: dict, part: str) -> Cells:
        """One of a percentage's two numbers."""
        words = texts_in(question, part, "label") or {"label::fr": part.title(), "label::en": part.title()}
        hint = texts_in(question, "hint", "hint") if part == "numerator" else {}
        return (
            {"type": "integer", "name": f"{question['code']}_{part}"}
            | words
            | hint
            | {"required": "yes" if question.get("required") else ""}
            | {"constraint": self.rules.constraint(question, question, part)}
        )

    def _set_type(self, question: dict, cells: Cells) -> None:
        """The type it came with, while it still is of that kind."""
        kind, kept = question["kind"], texts_of(question.get("kept_xlsform")).get("type", "")
        written = TYPE_OF[kind]
        if kept and not list_of(kept)[0] and kind_of(kept, cells.get("parameters", "")) == kind:
            written = kept
        if is_acknowledgement(written) and question["code"] in self.lists:
            written = TYPE_OF[kind]
        if kept and written != kept:
            cells.pop("parameters", None)
        if written == "range" and not _is_from(question, cells.get("parameters", "")):
            written = TYPE_OF[kind]
            cells.pop("parameters", None)
        if kind == Kind.LONG_TEXT:
            cells["appearance"] = " ".join(filter(None, ["multiline", cells.get("appearance", "")]))
        if question["code"] in self.lists:
            written = f"{written} {self.lists[question['code']]}"
        cells["type"] = written

    def _message(self, question: dict, kept: Cells) -> Cells:
        checks = self.rules.written_checks(question)
        if not checks:
            return {}
        found = texts_in(checks[0], "message", "constraint_message")
        for column, text in found.items():
            # The whole of a message that is cut here.
            if kept.get(column) and cut(kept[column], len(text)) == text:
                found[column] = kept[column]
        return {column: "" for column in kept if column.startswith("constraint_message::")} | found


def _titled(section: dict) -> Cells:
    kept = parts_of(section.get("kept_xlsform"))
    cells = texts_of(kept.get("cells"))
    words = texts_in(section, "title", "label")
    name = texts_of(kept).get("name") or section.get("code", "")
    if kept.get("untitled") and words == {"label::fr": title_from(name)}:
        words = {}
    for column, text in words.items():
        if column in cells and cut(cells[column], len(text)) == text:
            words[column] = cells[column]
    return cells | words | texts_in(section, "intro", "hint")


def _is_from(question: dict, parameters: str) -> bool:
    """Whether the limits are still those of the range."""
    limits: dict[str, str] = {}
    for name, end in zip(LIMITS, ("start", "end"), strict=True):
        if end in (ends := limits_of(parameters)):
            set_limit(limits, name, Decimal(ends[end]))
    return all(question.get(name) == limits.get(name) for name in LIMITS)


def texts_in(row: dict, name: str, column: str) -> Cells:
    return {f"{column}::{lang}": row[f"{name}_{lang}"] for lang in LANGUAGES if row.get(f"{name}_{lang}")}
