"""What the names in a form's expressions stand for, once each question has its code."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from .structure import Question
from .xlsform_kinds import kind_of
from .xlsform_outline import AS_OTHER, AS_QUESTION, AS_RATIO, Entry, Outline
from .xlsform_tree import Node
from .xlsform_xpath_in import Asked
from .xlsform_xpath_parts import NotSaid

PARTS = ("numerator", "denominator")
Kind = Question.Kind


class Names:
    """`place` counts the questions in their order: a rule may name earlier ones only."""

    def __init__(self, root: Node, outline: Outline, codes_of: Callable[[Node], frozenset[str]]):
        self.paths: dict[str, list[tuple[str, ...]]] = {}
        for node in root.everything():
            self.paths.setdefault(node.name, []).append(node.path)
        self.asked: dict[tuple[str, ...], Asked] = {}
        self.place: dict[str, int] = {}
        for place, entry in enumerate(outline.entries):
            self.place[entry.code] = place
            self._note(entry, codes_of)

    def _note(self, entry: Entry, codes_of: Callable[[Node], frozenset[str]]) -> None:
        node = entry.node
        if entry.taken == AS_QUESTION:
            kind = kind_of(node.type, node.cells.get("parameters", ""))
            self.asked[node.path] = Asked(entry.code, kind, codes=codes_of(node))
        elif entry.taken == AS_OTHER:
            path = (*node.within, f"{node.name}_other")
            self.asked[path] = Asked(entry.code, Kind.TEXT)
            self.paths.setdefault(path[-1], []).append(path)
        elif entry.taken == AS_RATIO:
            for part, child in zip(PARTS, node.children, strict=True):
                self.asked[child.path] = Asked(entry.code, Kind.RATIO, part)

    def own(self, entry: Entry) -> Asked | None:
        """What the dot stands for in its constraint."""
        return self.asked.get(entry.node.path) if entry.taken == AS_QUESTION else None

    def seen_from(
        self, here: Node, own: Asked | None = None, before: int | None = None
    ) -> Callable[[str], Asked]:
        """For read_expression: names as written at `here`, of questions `before` a place if one is given."""

        def asked(text: str) -> Asked:
            if text == ".":
                if own is None:
                    raise NotSaid
                return own
            path = self._path(text, here)
            found = self.asked.get(path)
            name = {"name": path[-1] if path else text[:60]}
            if found is None:
                raise NotSaid(_("“%(name)s” is not answered here.") % name)
            if found.kind == Kind.CALCULATION:
                raise NotSaid(_("“%(name)s” is a calculation, which is not computed here.") % name)
            if found.kind == Kind.NOTE:
                raise NotSaid(_("“%(name)s” is not answered here.") % name)
            if before is not None and self.place[found.code] >= before:
                raise NotSaid(_("“%(name)s” comes only later.") % name)
            return found

        return asked

    def _path(self, text: str, here: Node) -> tuple[str, ...]:
        if text.startswith("${"):
            found = self.paths.get(text[2:-1].strip(), [])
            return found[0] if len(found) == 1 else (text[2:-1].strip(),) if not found else ()
        steps = text.split("/")
        if steps[0] == "":
            # /data/group/name: the first is the form's root, whatever it is called.
            return tuple(steps[2:])
        path = list(here.path)
        for step in steps:
            if step == "..":
                path = path[:-1]
            else:
                path.append(step)
        return tuple(path)
