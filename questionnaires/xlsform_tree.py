"""The survey sheet as a tree of groups, repeats and questions, each with the rows it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .xlsform_files import Row
from .xlsform_kinds import CONTROL

GROUP, REPEAT, QUESTION = "group", "repeat", "question"


@dataclass
class Node:
    """`within` names the groups around it, the outermost first. `left_out` says why it is not asked here; of a group
    it is asked whether all that it holds is left out."""

    what: str
    row: int
    type: str = ""
    name: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    within: tuple[str, ...] = ()
    children: list["Node"] = field(default_factory=list)
    left_out: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        return (*self.within, self.name)

    @property
    def is_carried(self) -> bool:
        if self.what == GROUP and self.children:
            return any(child.is_carried for child in self.children)
        return not self.left_out

    @property
    def groups(self) -> list["Node"]:
        return [child for child in self.children if child.what == GROUP]

    def rows(self) -> list[dict[str, str]]:
        """As they stood, with what it holds and its end, to be written back."""
        own = {"type": self.type, "name": self.name} | self.cells
        if self.what == QUESTION:
            return [own]
        end = self.type.replace("begin", "end", 1).split(" over ")[0]
        return [own, *(row for child in self.children for row in child.rows()), {"type": end}]

    def everything(self) -> Iterator["Node"]:
        """Itself and what it holds, in the order of the rows."""
        yield self
        for child in self.children:
            yield from child.everything()

    def questions(self) -> list["Node"]:
        return [node for node in self.everything() if node.what == QUESTION]


def tree_of(rows: list[Row]) -> Node:
    """The form's root. pyxform has looked at the rows before: groups are closed in their order."""
    root = Node(GROUP, 0)
    open_ones = [root]
    for row in rows:
        cells = dict(row.cells)
        type_, name = " ".join(cells.pop("type", "").split()), cells.pop("name", "")
        control = CONTROL.match(type_)
        if control and control[1] == "end":
            open_ones[1:] = open_ones[1:-1]
            continue
        if not type_:
            continue
        # As pyxform names what has no name.
        name = name or (f"generated_note_name_{row.number}" if type_ == "note" else "audit")
        within = open_ones[-1].path if len(open_ones) > 1 else ()
        what = QUESTION if control is None else GROUP if control[2] == "group" else REPEAT
        node = Node(what, row.number, type_, name, cells, within)
        open_ones[-1].children.append(node)
        if control:
            open_ones.append(node)
    return root
