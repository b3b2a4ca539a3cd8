"""What the portal asks of a form: its groups as sections, what stands in groups within as questions one after the
other, each with its code; and what is left out, with the place to which it goes back.

A group that would be too long a screen gives way to the groups it holds. The title of a group within a section becomes
a note, since nothing else would show it.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pyxform import aliases

from .structure import Question
from .xlsform_kinds import is_silent, kind_of, list_of
from .xlsform_tree import GROUP, QUESTION, REPEAT, Node

# A section with more questions is cut along its groups.
MOST_ON_A_SCREEN = 30
# What the screen of one question holds without scripts.
MOST_CHOICES = 80
LONGEST_CODE = 80
AS_QUESTION, AS_HEADING, AS_RATIO, AS_OTHER = "question", "heading", "ratio", "other"
Kind = Question.Kind


@dataclass
class Entry:
    """A question to be: how its node is taken, and the groups of its section that it stands in."""

    node: Node
    taken: str
    code: str
    groups: tuple[Node, ...] = ()


@dataclass
class Part:
    """A section to be, of a group or, where `group` is None, of questions that stand in none."""

    group: Node | None
    outer: tuple[Node, ...] = ()
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Outline:
    """`aside` has what is left out: (code of the question before it, node)."""

    parts: list[Part] = field(default_factory=list)
    aside: list[tuple[str, Node]] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        return [entry for part in self.parts for entry in part.entries]


def leave_out(root: Node, lists: dict[str, list]) -> None:
    """Mark what the portal does not ask, with the reason."""
    for node in root.everything():
        if aliases.yes_no.get(node.cells.get("disabled", ""), False):
            node.left_out = _("It is disabled in the form.")
        elif node.what == REPEAT:
            node.left_out = _("Questions that repeat are not asked here.")
        elif node.what == QUESTION:
            node.left_out = _reason(node, lists)
    for node in list(root.everything()):
        if node.what == REPEAT or (node.what == GROUP and node.left_out):
            for child in node.everything():
                child.left_out = child.left_out or node.left_out


def _reason(node: Node, lists: dict[str, list]) -> str:
    kind = kind_of(node.type, node.cells.get("parameters", ""))
    if kind is None:
        if is_silent(node.type):
            return _("Nobody is asked: the telephone notes it or has it at hand.")
        return _("The portal has no such type of question.")
    if kind in Question.WITH_CHOICES and list_of(node.type)[0]:
        offered = len(lists.get(list_of(node.type)[0], ()))
        if not offered:
            return _("Its choices are not in the form.")
        if offered > MOST_CHOICES:
            return _("It has %(n)s choices; the portal takes up to %(most)s.") % {
                "n": offered,
                "most": MOST_CHOICES,
            }
    return ""


@dataclass
class Marks:
    """What the portal wrote about a form's groups: two numbers that are one percentage (by name), what were sections
    and what stood around them (by path). Groups that it does not know are judged as in any form."""

    ratios: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)


def outline_of(root: Node, marks: Marks) -> Outline:
    walk = _Walk(marks)
    walk.sections(root.children, ())
    return walk.outline


class _Walk:
    """In the order of the rows; codes are given on the way."""

    def __init__(self, marks: Marks):
        self.marks, self.outline = marks, Outline()
        self.codes = Codes()
        self.last = ""

    def sections(self, nodes: list[Node], outer: tuple[Node, ...]) -> None:
        loose = None
        for node in nodes:
            path = "/".join(node.path) if node.what == GROUP else ""
            if path in self.marks.outer or (node.is_carried and self._is_too_long(node)):
                loose = None
                self.sections(node.children, (*outer, node))
            elif path in self.marks.sections or (node.is_carried and self._is_group(node)):
                loose = None
                self._entries(self._part(node, outer), node.children, ())
            elif not node.is_carried:
                self.outline.aside.append((self.last, node))
            else:
                loose = loose or self._part(None, outer)
                self._entries(loose, [node], ())

    def _part(self, group: Node | None, outer: tuple[Node, ...]) -> Part:
        part = Part(group, outer)
        self.outline.parts.append(part)
        return part

    def _is_too_long(self, group: Node) -> bool:
        if not self._is_group(group) or "/".join(group.path) in self.marks.sections:
            return False
        asked = [node for node in group.questions() if node.is_carried]
        within = [each for each in group.groups if each.is_carried and self._is_group(each)]
        return len(asked) > MOST_ON_A_SCREEN and bool(within)

    def _is_group(self, node: Node) -> bool:
        return node.what == GROUP and not self._is_ratio(node)

    def _is_ratio(self, node: Node) -> bool:
        numbers = [kind_of(child.type) for child in node.children]
        return node.name in self.marks.ratios and numbers == [Kind.NUMBER, Kind.NUMBER]

    def _entries(self, part: Part, nodes: list[Node], groups: tuple[Node, ...]) -> None:
        for node in nodes:
            if not node.is_carried:
                self.outline.aside.append((self.last, node))
            elif node.what == QUESTION:
                self._add(part, node, AS_QUESTION, node.name, groups)
                if list_of(node.type)[1]:
                    self._add(part, node, AS_OTHER, f"{node.name}_other", groups)
            elif self._is_ratio(node):
                self._add(part, node, AS_RATIO, node.name, groups)
            else:
                within = (*groups, node)
                if node.cells.get("label::fr") or node.cells.get("label::en"):
                    self._add(part, node, AS_HEADING, node.name, within)
                elif not node.children:
                    self.outline.aside.append((self.last, node))
                self._entries(part, node.children, within)

    def _add(self, part: Part, node: Node, taken: str, name: str, groups: tuple[Node, ...]) -> None:
        self.last = self.codes.give(name)
        part.entries.append(Entry(node, taken, self.last, groups))


class Codes:
    """Names are given once in a group, codes once in a questionnaire: the second of a name gets a number."""

    def __init__(self) -> None:
        self.given: set[str] = set()

    def give(self, name: str) -> str:
        code = self.next_for(name)
        self.given.add(code)
        return code

    def next_for(self, name: str) -> str:
        first = code = as_code(name)
        number = 1
        while code in self.given:
            number += 1
            code = f"{first[: LONGEST_CODE - 8]}_{number}"
        return code


def as_code(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[^A-Za-z0-9_.-]", "_", plain)
    return (plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}")[:LONGEST_CODE]
