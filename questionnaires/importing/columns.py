"""Which column is about what: guessed from the headings and from what somebody said earlier, then said by a person.

guesses(questionnaire, catalogue, columns) -> {place: target}
problems_of(chosen, catalogue) -> {place: what has to be put right}
"""

from collections import Counter, defaultdict

from django.db.models import F
from django.utils.translation import gettext as _

from districts.unit_names import folded

from ..models import Question, Questionnaire, Remembered
from ..values import PARTS
from .headings import Column, target_of
from .names import OF_DISTRICT, ColumnNames
from .targets import COMMENT, DISTRICT, LEFT_OUT, LINE, UNKNOWN, Catalogue

Chosen = dict[int, str]


def as_remembered(text: str) -> str:
    """Case, accents and signs make no other heading or name."""
    return folded(text)[: Remembered.LONGEST]


def guesses(questionnaire: Questionnaire, names: ColumnNames, columns: list[Column]) -> Chosen:
    """What nobody can tell is UNKNOWN. Nothing is guessed twice."""
    known = _remembered(questionnaire, names.catalogue, columns)
    found = {c.place: known.get(as_remembered(c.words)) or target_of(c, names) for c in columns}
    choose_district(found, columns)
    taken: set[str] = set()
    for column in columns:
        target = found[column.place]
        if not (column.texts or column.taken):
            found[column.place] = LEFT_OUT
        elif target in taken:
            found[column.place] = UNKNOWN
        elif target not in (LEFT_OUT, UNKNOWN):
            taken.add(target)
    return {
        place: LEFT_OUT if _stands_elsewhere(target, taken) else target for place, target in found.items()
    }


def choose_district(found: Chosen, columns: list[Column]) -> None:
    """Of several columns the one with codes; the others are left out."""
    candidates = [column for column in columns if found[column.place] == DISTRICT]
    if len(candidates) > 1:
        best = min(candidates, key=_rank)
        found.update({c.place: LEFT_OUT for c in candidates if c is not best})


def _rank(column: Column) -> tuple[int, int]:
    lowest = folded(column.texts[-1]) if column.texts else ""
    return OF_DISTRICT.get(lowest, 9), column.place


def _stands_elsewhere(target: str, taken: set[str]) -> bool:
    """Kobo writes choices and places once as one and once in parts; beside two numbers stands the percentage that
    somebody has worked out of them."""
    code, _colon, part = target.partition(":")
    counted = {f"{code}:{each}" for each in PARTS[Question.Kind.RATIO]} <= taken
    if not part:
        return counted
    return part != COMMENT and code in taken and not counted


def _remembered(questionnaire: Questionnaire, catalogue: Catalogue, columns: list[Column]) -> dict[str, str]:
    """By heading. What was said of another questionnaire holds for a question of the same series: that is the same one,
    asked again in another cycle. The latest counts, this questionnaire's own before others."""
    headings = {as_remembered(column.words) for column in columns} - {""}
    rows = Remembered.objects.filter(kind=Remembered.Kind.COLUMN, said__in=headings).order_by("at", "pk")
    series = {question.code: question.series for question in catalogue.questions}
    rows = rows.filter(questionnaire=questionnaire) | rows.filter(
        questionnaire__questions__series__in=series.values(),
        questionnaire__questions__code=F("question_code"),
    )
    found, own = {}, {}
    for row in rows.distinct().values("said", "target", "questionnaire_id", "question_code"):
        if row["target"] in catalogue.targets or row["target"] in (DISTRICT, LEFT_OUT, LINE):
            (own if row["questionnaire_id"] == questionnaire.pk else found)[row["said"]] = row["target"]
    return found | own


def problems_of(chosen: Chosen, catalogue: Catalogue) -> dict[int | None, str]:
    """By place of the column; None for what is missing altogether."""
    problems: dict[int | None, str] = {}
    times = Counter(target for target in chosen.values() if target not in (LEFT_OUT, UNKNOWN))
    for place, target in chosen.items():
        if target == UNKNOWN:
            problems[place] = _("Choose what this column is about, or leave it out.")
        elif target not in (LEFT_OUT, DISTRICT, LINE) and target not in catalogue.targets:
            problems[place] = _("There is no such question. Choose one of the list.")
        elif times[target] > 1:
            problems[place] = _("Another column is about the same. Leave one of them out.")
    problems |= _whole_and_parts(chosen, catalogue)
    if DISTRICT not in times:
        problems[None] = _("No column says which district a line is of. Choose it.")
    elif not any(target in catalogue.targets for target in times):
        problems[None] = _("No column is about a question. Choose at least one.")
    return problems


def _whole_and_parts(chosen: Chosen, catalogue: Catalogue) -> dict[int | None, str]:
    """An answer comes as one or in its parts, and of two parts both come."""
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    for place, target in chosen.items():
        if target in catalogue.targets and not target.endswith(f":{COMMENT}"):
            code, _colon, part = target.partition(":")
            parts[code][part] = place
    problems: dict[int | None, str] = {}
    for code, places in parts.items():
        question = catalogue.targets[code].question
        if "" in places and len(places) > 1:
            problems[places[""]] = _(
                "Other columns have the parts of this answer. Leave this one out, or them."
            )
        elif (
            question.kind in (Question.Kind.RATIO, Question.Kind.LOCATION)
            and "" not in places
            and len(places) == 1
        ):
            problems[next(iter(places.values()))] = _(
                "This is half of an answer: the other number has no column."
            )
    return problems
