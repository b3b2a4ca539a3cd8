"""The sentence “who can read this”, worked out from the rule itself: whoever `reads` lets read is named, nobody else.

Of two things: what one district answered (its rows in figures, its answers), and what is written in a thread, which
belongs to no single district. In the reader's language.
"""

from collections.abc import Callable

from django.utils.translation import gettext

from analysis.audience import MASKED, NAMED, Audience, Relation, reads

from .audiences import in_common

Words = dict[Relation, tuple[str, ...]]


def readers_of_answers(level: Audience) -> str:
    """Who reads what a district answered, kept to `level`."""
    named, masked = _readers(level, _of_a_district())
    if not masked:
        return named
    return gettext("%(named)s; without the district’s name: %(masked)s") % {"named": named, "masked": masked}


def readers_of_thread(level: Audience) -> str:
    """Who reads the messages of a thread, with or without their author's name."""
    named, masked = _words_of(in_common(level), _of_a_cycle())
    return _listed([*named, *masked])


def readers_of_message(level: Audience) -> str:
    """The same, said to somebody about to write."""
    named, masked = _readers(in_common(level), _of_a_cycle())
    if not masked:
        return gettext("%(readers)s, with your name and district") % {"readers": named}
    return gettext("with your name and district: %(named)s; without: %(masked)s") % {
        "named": named,
        "masked": masked,
    }


def choices_of_answers() -> list[tuple[Audience, str]]:
    """The levels in a form, for fields; given as a function, so that no migration keeps the words."""
    return _choices(readers_of_answers)


def choices_of_threads() -> list[tuple[Audience, str]]:
    return _choices(readers_of_thread)


def offered_for_threads(present: int) -> list[tuple[Audience, str]]:
    """For somebody who chooses: who reads without names is said, and of levels that come to the same only one is
    there, `present` itself if it is among them."""
    found: dict[str, Audience] = {}
    for level in Audience:
        named, masked = _readers(in_common(level), _of_a_cycle())
        said = named
        if masked:
            said = gettext("%(named)s; without the author’s name and district: %(masked)s") % {
                "named": named,
                "masked": masked,
            }
        if found.get(said) != present:
            found[said] = level
    return [(level, said) for said, level in found.items()]


def _choices(sentence: Callable[[Audience], str]) -> list[tuple[Audience, str]]:
    return [(level, sentence(level)) for level in Audience]


def _readers(level: Audience, words: Words) -> tuple[str, str]:
    named, masked = _words_of(level, words)
    return _listed(named), _listed(masked)


def _words_of(level: Audience, words: Words) -> tuple[list[str], list[str]]:
    """Those who read with names and those who read without, the nearest first. Whom everybody includes, nobody need
    name."""
    if reads(Relation.NOBODY, level) == NAMED:
        return list(words[Relation.NOBODY]), []
    return tuple(
        [word for relation, said in words.items() if reads(relation, level) == how for word in said]
        for how in (NAMED, MASKED)
    )


def _of_a_district() -> Words:
    return {
        Relation.OWN_TEAM: (gettext("the district’s own team"),),
        Relation.FACILITATOR: (gettext("the facilitators"),),
        Relation.PEER: (gettext("the teams of the other districts"),),
        Relation.HIERARCHY: (gettext("the region"), gettext("the central level")),
        Relation.NOBODY: (gettext("everyone"),),
    }


def _of_a_cycle() -> Words:
    """Nobody's own team: teams are peers here."""
    return {
        Relation.PEER: (gettext("the teams of the cycle’s districts"),),
        Relation.FACILITATOR: (gettext("the facilitators"),),
        Relation.HIERARCHY: (gettext("the region"), gettext("the central level")),
        Relation.NOBODY: (gettext("everyone"),),
    }


def _listed(words: list[str]) -> str:
    """ "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
