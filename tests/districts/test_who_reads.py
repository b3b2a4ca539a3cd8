"""The sentence “who can read this” against the rule: it names whom the rule lets read, and nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext, override

from analysis.audience import MASKED, NAMED, Audience, Relation, reads
from districts.audiences import may_read, relation
from districts.models import Role
from districts.who_reads import (
    choices_of_answers,
    choices_of_threads,
    offered_for_threads,
    readers_of_answers,
    readers_of_message,
    readers_of_thread,
)

from .places import country, districts_of, person

LANGUAGES = ["fr", "en"]
# What each reader is called. Policymakers, researchers and people without an account are in no other word.
OF_ANSWERS = {
    Relation.OWN_TEAM: ["the district’s own team"],
    Relation.FACILITATOR: ["the facilitators"],
    Relation.PEER: ["the teams of the other districts"],
    Relation.HIERARCHY: ["the region", "the central level"],
    Relation.NOBODY: ["everyone"],
}
OF_THREADS = {
    Relation.PEER: ["the teams of the cycle’s districts"],
    Relation.FACILITATOR: ["the facilitators"],
    Relation.HIERARCHY: ["the region", "the central level"],
    Relation.NOBODY: ["everyone"],
}
POSTS = {
    "own": (Role.MEMBER, 0),
    "own lead": (Role.LEAD, 0),
    "peer": (Role.MEMBER, 1),
    "peer lead": (Role.LEAD, 1),
    "facilitator": (Role.FACILITATOR, None),
    "moderator": (Role.MODERATOR, None),
    "administrator": (Role.ADMINISTRATOR, None),
    "official": (Role.OFFICIAL, None),
    "policymaker": (Role.POLICYMAKER, None),
    "researcher": (Role.RESEARCHER, None),
}


def names(sentence: str, words: list[str]) -> bool:
    """Everybody is named by “everyone”."""
    said = [gettext(word) in sentence for word in words]
    assert len(set(said)) == 1, sentence
    return said[0] or gettext("everyone") in sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", Audience)
def test_the_sentence_about_answers_names_whom_the_rule_lets_read(level, language):
    with override(language):
        for what, words in OF_ANSWERS.items():
            assert names(readers_of_answers(level), words) == bool(reads(what, level)), what


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", Audience)
def test_the_sentence_about_answers_says_who_reads_them_without_the_name(level, language):
    with override(language):
        sentence = readers_of_answers(level)
        before, _, after = sentence.partition(";")
        for what, words in OF_ANSWERS.items():
            assert names(before, words) == (reads(what, level) == NAMED), what
            assert names(after, words) == (reads(what, level) == MASKED), what
        assert ("without the district’s name" in sentence or "sans le nom du district" in sentence) == bool(
            after
        )


@pytest.fixture
def world(db):
    guinea = country("gui", districts=2)
    units = districts_of(guinea)
    people = {
        name: person((role, units[place] if place is not None else guinea))
        for name, (role, place) in POSTS.items()
    }
    return guinea, units, people | {"without a post": person(), "anonymous": AnonymousUser()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", Audience)
def test_it_holds_for_people_of_every_role(world, level, language):
    """From the person to the sentence, by the way that pages take."""
    guinea, units, people = world
    assert {role for role, _place in POSTS.values()} == set(Role)
    with override(language):
        for name, viewer in people.items():
            what = relation(viewer, units[0], among=units)
            assert names(readers_of_answers(level), OF_ANSWERS[what]) == bool(reads(what, level)), name
            together = Relation.PEER if what is Relation.OWN_TEAM else what
            told = names(readers_of_thread(level), OF_THREADS[together])
            assert told == may_read(viewer, level, [guinea]), name
            assert names(readers_of_message(level), OF_THREADS[together]) == told, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_writer_is_told_who_reads_without_name_and_district(language):
    with override(language):
        for level in set(Audience) - {Audience.PEERS_MASKED}:
            assert readers_of_message(level) == gettext("%(readers)s, with your name and district") % {
                "readers": readers_of_thread(level)
            }
        named, masked = readers_of_message(Audience.PEERS_MASKED).split(";")
        assert (
            gettext("the facilitators") in named and gettext("the teams of the cycle’s districts") in masked
        )


def test_the_sentences_read_like_sentences():
    with override("en"):
        assert [readers_of_answers(level) for level in Audience] == [
            "the district’s own team",
            "the district’s own team and the facilitators",
            "the district’s own team and the facilitators; "
            "without the district’s name: the teams of the other districts",
            "the district’s own team, the facilitators and the teams of the other districts",
            "the district’s own team, the facilitators, the teams of the other districts, the region and "
            "the central level",
            "everyone",
        ]
        assert [
            readers_of_message(level) for level in (Audience.TEAM, Audience.PEERS_MASKED, Audience.PUBLIC)
        ] == [
            "the facilitators, with your name and district",
            "with your name and district: the facilitators; without: the teams of the cycle’s districts",
            "everyone, with your name and district",
        ]


@pytest.mark.parametrize("present", [Audience.TEAM, Audience.FACILITATORS, Audience.PUBLIC])
def test_whoever_chooses_for_threads_is_offered_each_circle_once(present):
    with override("en"):
        offered = dict(offered_for_threads(present))
    narrowest = present if present == Audience.TEAM else Audience.FACILITATORS
    assert list(offered) == [narrowest, *list(Audience)[2:]]
    masked = "the facilitators; without the author’s name and district: the teams of the cycle’s districts"
    assert offered[narrowest] == "the facilitators" and offered[Audience.PEERS_MASKED] == masked


def test_forms_offer_every_level_in_the_same_words():
    with override("en"):
        assert choices_of_answers() == [(level, readers_of_answers(level)) for level in Audience]
        assert choices_of_threads() == [(level, readers_of_thread(level)) for level in Audience]
