"""Groups of an XLSForm -> sections, and what is kept of those that are none."""

from django.utils.translation import gettext as _

from .structure import Section
from .xlsform_choices import cut
from .xlsform_kept import filled
from .xlsform_lines import KEPT
from .xlsform_outline import AS_HEADING, Outline, Part, as_code
from .xlsform_questions import Form, read_entry, rule_of, texts
from .xlsform_tree import Node

LONGEST_TITLE = Section._meta.get_field("title_fr").max_length
# Of questions that stand in no group.
NO_GROUP = {"title_fr": "Questions", "title_en": "Questions"}


def section_of(part: Part, form: Form, place: int) -> dict:
    """`place` is that of its first question: its rule may name those before."""
    terms = [term for group in part.outer for term in form.asked_if(group, place).terms]
    outer = [group.name for group in part.outer]
    if part.group is None:
        section: dict = {**NO_GROUP}
        kept = filled(loose=True, outer=outer)
    else:
        found = form.asked_if(part.group, place)
        terms += found.terms
        section, kept = _titled(part.group, form)
        kept |= filled(outer=outer, relevant=found.rest)
    questions = [read_entry(entry, form) for entry in part.entries]
    return section | filled(show_if=rule_of(terms), kept_xlsform=kept) | {"questions": questions}


def _titled(group: Node, form: Form) -> tuple[dict, dict]:
    cells = {column: text for column, text in group.cells.items() if column != "relevant"}
    whole = texts(cells, "label", "title")
    section: dict = {"code": as_code(group.name)} | {
        name: cut(text, LONGEST_TITLE) for name, text in whole.items()
    }
    section |= texts(cells, "hint", "intro")
    kept = filled(name=group.name if section["code"] != group.name else "")
    if not whole:
        section["title_fr"], kept["untitled"] = title_from(group.name), True
        form.tell(group, group.name, _("The group has no title; its name serves as one."), KEPT)
    for name, text in whole.items():
        if len(text) > LONGEST_TITLE:
            cells[f"label::{name[-2:]}"] = text
            form.tell(
                group, text, _("The title is cut here: it may have %(n)s letters.") % {"n": LONGEST_TITLE}
            )
    return section, kept | filled(cells=cells)


def title_from(name: str) -> str:
    return cut(name.replace("_", " ").strip() or name, LONGEST_TITLE)


def groups_kept(outline: Outline, form: Form) -> dict[str, dict]:
    """By path: what is said of groups that are no sections, but for titles that are notes here. Their rules are with
    what they hold; "terms" and "rest" say which of them go back to the group."""
    found: dict[str, dict] = {}
    titled = {entry.node.path for entry in outline.entries if entry.taken == AS_HEADING}
    groups = [group for part in outline.parts for group in part.outer]
    groups += [group for entry in outline.entries for group in entry.groups]
    for group in groups:
        gone = ("relevant", *(("label::fr", "label::en") if group.path in titled else ()))
        cells = {column: text for column, text in group.cells.items() if column not in gone}
        asked_if = form.relevance[group.path]
        if said := filled(cells=cells, terms=asked_if.terms, rest=asked_if.rest):
            found["/".join(group.path)] = said
    return found
