"""Records found by their words, alike on both databases: a column keeps the stems of a record's text, and is asked
whether it holds others. Pages have Wagtail's index for that.

    issue.words = kept(fr=issue.text_fr, en=issue.text_en)                        # when it is written
    Issue.objects.filter(holding_all("words", normalise(q, "fr").split()))         # when it is looked for
    Issue.objects.annotate(shared=number_held("words", stems)).order_by("-shared")  # what speaks of the same
"""

from django.db.models import Case, IntegerField, Q, Value, When

from .search_text import normalise


def kept(**texts: str) -> str:
    """Each stem once, between blanks; `texts` by language. A word that both languages stem alike counts once."""
    stems = {stem for language, text in texts.items() for stem in normalise(text, language).split()}
    return f" {' '.join(sorted(stems))} " if stems else ""


def _holds(column: str, stem: str) -> Q:
    return Q(**{f"{column}__contains": f" {stem} "})


def holding_all(column: str, stems: list[str]) -> Q:
    found = Q()
    for stem in stems:
        found &= _holds(column, stem)
    return found


def number_held(column: str, stems: list[str]):
    """How many of the stems, as an expression."""
    one, none = Value(1), Value(0)
    parts = [Case(When(_holds(column, stem), then=one), default=none) for stem in stems]
    total = Value(0, IntegerField())
    for part in parts:
        total = total + part
    return total
