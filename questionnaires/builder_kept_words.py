"""What a spreadsheet said of a question or section beside the rule and limits that are edited here: it is not obeyed,
and goes back into the spreadsheet. Whoever writes another rule can drop it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from .models import Question, Section
from .xlsform_kept import texts_of


@dataclass(frozen=True)
class KeptWords:
    name: str
    label: str
    text: str
    dropped: bool = False


def kept_words_of(row: Question | Section, data: QueryDict | Mapping = ()) -> list[KeptWords]:
    """`data` is what came back from the screen."""
    labels = {"relevant": _("Asked only if"), "constraint": _("What must hold")}
    kept = texts_of(row.kept_xlsform)
    return [
        KeptWords(f"drop-{name}", label, kept[name], f"drop-{name}" in data)
        for name, label in labels.items()
        if kept.get(name)
    ]


def without_dropped(row: Question | Section, data: QueryDict) -> dict:
    """The change to write, {} where nothing was dropped."""
    dropped = {words.name.removeprefix("drop-") for words in kept_words_of(row, data) if words.dropped}
    if not dropped:
        return {}
    return {"kept_xlsform": {name: kept for name, kept in row.kept_xlsform.items() if name not in dropped}}
