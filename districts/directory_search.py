"""Looking somebody up: nothing that can be typed into the address of the directory is an error."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict

from content.search_text import plain

from .models import Membership, OrgUnit, Role, User
from .profiles import FUNCTIONS, SPOKEN
from .unit_names import search_units

LONGEST, MOST_WORDS = 80, 5


@dataclass(frozen=True)
class Asked:
    """What a reader is looking for; values that are none of the choices count as not asked."""

    q: str = ""
    place: str = ""
    country: str = ""
    function: str = ""
    spoken: str = ""

    @classmethod
    def of(cls, query: QueryDict, countries: Sequence[OrgUnit]) -> "Asked":
        def text(name: str) -> str:
            return " ".join(query.get(name, "").replace("\0", " ").split())[:LONGEST]

        def one_of(name: str, known) -> str:
            return query.get(name) if query.get(name) in known else ""

        return cls(
            q=text("q"),
            place=text("place"),
            country=one_of("country", {country.code for country in countries}),
            function=one_of("function", dict(FUNCTIONS)),
            spoken=one_of("spoken", dict(SPOKEN)),
        )

    def address(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value})


def people_found(listed: QuerySet[User], asked: Asked) -> Sequence[int]:
    """The ids of those among `listed` who answer to all that is asked, in its order."""
    found = listed
    if asked.function:
        found = found.filter(profile__function=asked.function)
    if asked.spoken:
        # As text: only PostgreSQL can ask a JSON list what it contains. No code is part of another in quotes.
        kept = Cast("profile__spoken", TextField())
        found = found.alias(spoken_text=kept).filter(spoken_text__contains=f'"{asked.spoken}"')
    if asked.place or asked.country:
        found = found.filter(pk__in=_posts_there(asked).values("user_id"))
    words = plain(asked.q).split()[:MOST_WORDS]
    return _with_words(found, words) if words else found.values_list("pk", flat=True)


def _posts_there(asked: Asked) -> QuerySet[Membership]:
    """Posts of today in the country and in, or below, the places meant.

    Places are told apart here and not in the database, which would miss Gueckedou for Guéckédou, and which plans a
    tree of thousands of units badly.
    """
    units = list(OrgUnit.objects.all())
    there = {unit.pk for unit in units}
    if asked.country:
        there &= _with_below([unit for unit in units if unit.code == asked.country], units)
    if asked.place:
        there &= _with_below(search_units(asked.place, units), units)
    return Membership.objects.current().filter(unit__in=there)


def _with_below(tops: list[OrgUnit], units: list[OrgUnit]) -> set[int]:
    children = defaultdict(list)
    for unit in units:
        children[unit.parent_id].append(unit)
    found, open_ends = set(), list(tops)
    while open_ends:
        unit = open_ends.pop()
        if unit.pk not in found:
            found.add(unit.pk)
            open_ends.extend(children[unit.pk])
    return found


def _with_words(found: QuerySet[User], words: list[str]) -> list[int]:
    """Each word in the name, place, role, function, title or what the person can help with. Read once and compared
    here: neither database finds Traoré for somebody whose keyboard has no accents."""
    places, functions = _places_and_roles(), dict(FUNCTIONS)
    texts = found.values_list(
        "pk", "first_name", "last_name", "profile__title", "profile__function", "profile__can_help_with"
    )
    return [
        pk
        for pk, first, last, title, function, help_with in texts
        if _all_in(
            words, first, last, title, help_with, str(functions.get(function, "")), *places.get(pk, ())
        )
    ]


def _places_and_roles() -> dict[int, list[str]]:
    by_person, roles = defaultdict(list), {role.value: str(role.label) for role in Role}
    posts = Membership.objects.current().values_list("user_id", "unit__name_fr", "unit__name_en", "role")
    for person, french, english, role in posts:
        by_person[person] += [french, english, roles[role]]
    return by_person


def _all_in(words: list[str], *texts: str | None) -> bool:
    text = plain(" ".join(filter(None, texts)))
    return all(word in text for word in words)
