"""Where everything stands in an exported form: which groups are opened and closed when, and what each row is named.

Sections are groups again. What had been nested is nested as before, as far as questions still stand together; a group
that was closed is not opened twice.
"""

from collections import Counter
from dataclasses import dataclass, field

from .structure import Question
from .xlsform_kept import names_of, parts_of, rows_of, texts_of
from .xlsform_names import PARTS
from .xlsform_outline import Codes

Path = tuple[str, ...]
OPEN, CLOSE, ASK, ROWS = "open", "close", "ask", "rows"
# pyxform keeps its own data under the first and makes the second.
RESERVED = {"meta", "instanceID"}


@dataclass
class Step:
    """One thing to write; `path` is that of the groups, in the names they go by here."""

    what: str
    path: Path = ()
    question: dict = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Layout:
    steps: list[Step] = field(default_factory=list)
    sections: dict[Path, dict] = field(default_factory=dict)
    # Groups whose title is a question here: a note at their beginning.
    titles: dict[Path, dict] = field(default_factory=dict)
    # The way to a section's questions, by its place, and to each question, by its code.
    ways: list[Path] = field(default_factory=list)
    within: dict[str, Path] = field(default_factory=dict)
    # Names in the form: of groups by path, of questions and the two numbers of percentages by (code, part).
    group_names: dict[Path, str] = field(default_factory=dict)
    names: dict[tuple[str, str], Path] = field(default_factory=dict)
    counted: Counter = field(default_factory=lambda: Counter(RESERVED))

    def named(self, path: Path) -> Path:
        """The names that the groups on the way go by in the form."""
        return tuple(self.group_names[path[:n]] for n in range(1, len(path) + 1))


def layout_of(content: dict) -> Layout:
    layout = Layout()
    aside: dict[str, list[dict]] = {}
    for each in parts_of(content.get("kept_xlsform")).get("aside") or []:
        if isinstance(each, dict) and rows_of(each.get("rows")):
            aside.setdefault(str(each.get("after", "")), []).append(each)
    _find_ways(content, layout)
    _Walk(content, layout, aside).go()
    return layout


def _find_ways(content: dict, layout: Layout) -> None:
    """Sections first: their groups must be known before anything is put between them."""
    closed: set[Path] = set()
    before: Path = ()
    loose_before = False
    for number, section in enumerate(content["sections"], start=1):
        kept = parts_of(section.get("kept_xlsform"))
        outer = _still_open(names_of(kept.get("outer")), closed)
        loose = bool(kept.get("loose")) and not section.get("code") and bool(section["questions"])
        if (
            loose
            and (not loose_before or before != outer)
            and not _has_rule_of_its_own(content, section, outer)
        ):
            way = outer
        else:
            loose, name = False, texts_of(kept).get("name") or section.get("code") or f"section_{number}"
            way = (*outer, _free(name, {path[-1] for path in layout.sections if path[:-1] == outer}))
            layout.sections[way] = section
        closed |= {before[:n] for n in range(1, len(before) + 1) if way[:n] != before[:n]}
        before, loose_before = way, loose
        layout.ways.append(way)
        _find_titles(section, way, loose, layout)


def _has_rule_of_its_own(content: dict, section: dict, outer: Path) -> bool:
    """Beside those of the groups around it: then it needs a group to carry it."""
    groups = parts_of(parts_of(content.get("kept_xlsform")).get("groups"))
    around = [
        term
        for n in range(1, len(outer) + 1)
        for term in parts_of(groups.get("/".join(outer[:n]))).get("terms") or []
    ]
    rule = section.get("show_if", {})
    return bool(rule) and (rule.get("all", [rule]) != around)


def _find_titles(section: dict, way: Path, loose: bool, layout: Layout) -> None:
    kept = [parts_of(question.get("kept_xlsform")) for question in section["questions"]]
    # A question moved to those in no group leaves its own behind: beside them it would be a section.
    paths = [way if loose else (*way, *names_of(each.get("group"))) for each in kept]
    seen: set[Path] = set()
    following = [*paths, ()][1:]
    for question, said, path, after in zip(section["questions"], kept, paths, following, strict=True):
        is_title = said.get("heading") and question["kind"] == Question.Kind.NOTE and path != way
        # A group of which only the title is left, or that ends with it, would not be one when it is read again.
        if is_title and path not in seen and after[: len(path)] == path:
            layout.titles[path] = question
        seen |= {path[:n] for n in range(len(way) + 1, len(path) + 1)}
        layout.within[question["code"]] = path


def _still_open(path: Path, closed: set[Path]) -> Path:
    for n in range(1, len(path) + 1):
        if path[:n] in closed:
            return path[: n - 1]
    return path


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found in taken or found in RESERVED:
        number += 1
        found = f"{name}_{number}"
    return found


class _Walk:
    """Through the questions in their order, opening and closing groups on the way."""

    def __init__(self, content: dict, layout: Layout, aside: dict[str, list[dict]]):
        self.content, self.layout, self.aside = content, layout, aside
        self.here: Path = ()
        self.closed: set[Path] = set()
        self.used: dict[Path, set[str]] = {}
        self.codes = Codes()
        # The last question within each group: until then it stays open.
        self.last: dict[Path, str] = {}
        for code, path in layout.within.items():
            self.last |= {path[:n]: code for n in range(1, len(path) + 1)}
        self.waiting: list[dict] = []
        self.ahead = list(layout.ways)

    def go(self) -> None:
        self._put_aside("")
        for section, way in zip(self.content["sections"], self.layout.ways, strict=True):
            self._enter(way)
            for question in section["questions"]:
                self._ask(question)
                self._put_aside(question["code"])
        self.last = {}
        for code in list(self.aside):
            self._put_aside(code)
        self._put_aside("")
        self._move(())

    def _enter(self, way: Path) -> None:
        """Group by group, so that what stands first in each gets there."""
        del self.ahead[0]
        same = 0
        while same < min(len(way), len(self.here)) and way[same] == self.here[same]:
            same += 1
        for n in range(same, len(way) + 1):
            self._move(way[:n])
            self._put_waiting()

    def _ask(self, question: dict) -> None:
        code, wanted = question["code"], self.layout.within[question["code"]]
        path = self._move(wanted)
        self.layout.within[code] = path
        if self.layout.titles.get(wanted) is question:
            if path == wanted and self.codes.next_for(self.layout.group_names[path]) == code:
                self.codes.give(self.layout.group_names[path])
                return
            del self.layout.titles[wanted]
        name = self._name(path, *self._wanted(question))
        self.codes.give(name)
        if question["kind"] == Question.Kind.RATIO:
            for part in PARTS:
                self.layout.names[code, part] = (*self.layout.named(path), name, f"{code}_{part}")
                self.layout.counted[f"{code}_{part}"] += 1
        self.layout.names[code, ""] = (*self.layout.named(path), name)
        self.layout.steps.append(Step(ASK, path, question))

    def _wanted(self, question: dict) -> list[str]:
        """The name it came with, as long as it leads to the same code; else the code."""
        name = texts_of(question.get("kept_xlsform")).get("name")
        suits = name and self.codes.next_for(name) == question["code"]
        return [name, question["code"]] if suits else [question["code"]]

    def _put_aside(self, code: str) -> None:
        for path in [path for path, last in self.last.items() if last == code]:
            del self.last[path]
        self.waiting += self.aside.pop(code, [])
        self._put_waiting()

    def _put_waiting(self) -> None:
        """As soon as no group would be closed too early for it, or opened."""
        for each in list(self.waiting):
            within = names_of(each.get("within"))
            around = {self.here[:n] for n in range(1, len(self.here) + 1)}
            closes = any(path in self.last for path in around if within[: len(path)] != path)
            opens = {within[:n] for n in range(1, len(within) + 1)} - set(self.layout.group_names)
            if not closes and not any(way[: len(path)] == path for way in self.ahead for path in opens):
                self.waiting.remove(each)
                self._write_aside(rows_of(each["rows"]), within)

    def _write_aside(self, rows: list[dict[str, str]], within: Path) -> None:
        in_section = any(within[:n] in self.layout.sections for n in range(1, len(within) + 1))
        stays = in_section and _still_open(within, self.closed) == within
        if rows[1:2] == [{"type": "end_group"}] and not stays:
            return  # an empty group: elsewhere it, or what is opened for it, might be a section
        path = self._move(within)
        self.used.setdefault(path, set()).add(rows[0].get("name", ""))
        self.layout.counted.update(row["name"] for row in rows if row.get("name"))
        self.layout.steps.append(Step(ROWS, path, rows=rows))

    def _move(self, path: Path) -> Path:
        """As near as may be; where one is then."""
        path = _still_open(path, self.closed)
        while path[: len(self.here)] != self.here:
            self.closed.add(self.here)
            self.layout.steps.append(Step(CLOSE, self.here))
            self.here = self.here[:-1]
        while self.here != path:
            inner = path[: len(self.here) + 1]
            self.layout.group_names[inner] = self._name(self.here, inner[-1])
            self.layout.steps.append(Step(OPEN, inner))
            self.here = inner
        return path

    def _name(self, path: Path, *wanted: str) -> str:
        used = self.used.setdefault(path, set())
        name = next((name for name in wanted if _free(name, used) == name), _free(wanted[-1], used))
        used.add(name)
        self.layout.counted[name] += 1
        return name
