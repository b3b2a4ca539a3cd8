"""Checks between answers, the time a questionnaire takes, and words that ask for persons."""

import pytest
from django.utils.translation import override

from questionnaires.checking import failed_checks
from questionnaires.minutes import about, minutes_of, seconds_of
from questionnaires.models import Check, Question
from questionnaires.sensitive_words import suspicious_words, warning_for

from .test_values import question

REPORTED, REVIEWED = question("number", text_en="Reported"), question("number", text_en="Reviewed")
REPORTED.code, REVIEWED.code = "reported", "reviewed"
KNOWN = {"reported": REPORTED, "reviewed": REVIEWED}
NOT_MORE = {"question": "reviewed", "op": "le", "other": "reported"}


def failing(rule, values, **texts):
    check = Check(question=REVIEWED, order=1, rule=rule, **texts)
    with override("en"):
        return [(each.code, each.message) for each in failed_checks([check], values, KNOWN)]


def test_a_check_that_does_not_hold_is_told_in_its_own_words_or_in_those_of_its_rule():
    values = {"reported": {"number": 22}, "reviewed": {"number": 25}}
    assert failing(NOT_MORE, values, message_en="Too many.") == [("reviewed", "Too many.")]
    assert failing(NOT_MORE, values, message_fr="Trop.") == [("reviewed", "Trop.")]
    assert failing(NOT_MORE, values) == [
        ("reviewed", "It is expected that the answer to “Reviewed” does not exceed the answer to “Reported”.")
    ]
    assert failing(NOT_MORE, values | {"reviewed": {"number": 22}}) == []


@pytest.mark.parametrize("given", [{}, {"reported": {"missing": "dont_know"}}])
def test_a_check_is_not_asked_where_an_answer_is_missing(given):
    assert failing(NOT_MORE, given | {"reviewed": {"number": 25}}) == []


def test_whether_something_was_answered_is_asked_of_missing_answers_too():
    both = {"any": [{"question": "reported", "op": "answered"}, {"question": "reviewed", "op": "empty"}]}
    assert failing(both, {"reviewed": {"number": 3}}, message_en="Say how many.") == [
        ("reviewed", "Say how many.")
    ]


def test_a_longer_question_takes_longer_and_a_calculation_no_time():
    short, long = question("number", text_fr="Lits ?"), question("number", text_fr="Combien de lits " * 20)
    assert seconds_of(short) < seconds_of(long)
    assert seconds_of(question("choice", codes="ab")) < seconds_of(question("choice", codes="abcdefgh"))
    assert seconds_of(question("calculation", text_fr="x y z")) == 0
    assert all(seconds_of(question(kind)) >= 0 for kind in Question.Kind)


def test_minutes_are_whole_and_nothing_takes_none():
    class Part:
        title_fr = title_en = intro_fr = intro_en = ""

        def __init__(self, *asked):
            self.asked = asked

    assert minutes_of([Part()]) == 0
    assert minutes_of([Part(question("yes_no"))]) == 1
    assert minutes_of([Part(*[question("ratio")] * 12)]) == 10
    with override("en"):
        assert [about(1), about(10)] == ["about 1 minute", "about 10 minutes"]


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("text", "Nom et prénom du répondant", ["Nom", "prénom"]),
        ("text", "Name of the focal point", ["Name"]),
        ("text", "Name of the hospital director", ["Name"]),
        ("text", "Full name of the team leader", ["name"]),
        ("number", "Numéro de dossier", ["Numéro de dossier"]),
        ("text", "Patient's phone number", ["phone number"]),
        ("text", "Téléphone", ["Téléphone"]),
        ("number", "Âge exact de la patiente", ["Âge exact"]),
        ("number", "Age of the deceased woman", ["Age of the deceased"]),
        ("date", "Date de naissance", ["Date de naissance"]),
        ("date", "Date du décès de la patiente", ["de la patiente"]),
        ("text", "Village de la femme", ["Village"]),
        ("location", "Village of residence", ["Village"]),
        ("text", "NIN", ["NIN"]),
        ("long_text", "Adresse du domicile, e-mail", ["Adresse du domicile", "e-mail"]),
        ("file", "Dossier médical", ["Dossier médical"]),
        ("long_text", "Initiales de la mère", ["Initiales"]),
    ],
)  # fmt: skip
def test_words_that_ask_for_a_person_are_found_as_they_stand(kind, text, words):
    assert suspicious_words(question(kind, text_fr=text)) == words
    assert suspicious_words(question(kind, text_en=text)) == words
    with override("en"):
        assert words[0] in warning_for(question(kind, text_fr=text))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "Nombre de décès notifiés"), ("text", "Nom du district"), ("text", "Noms des partenaires"),
        ("text", "Nom de la formation sanitaire"), ("text", "Name of the health facility"), ("text", "Facility name"),
        ("number", "Numéro de lot du vaccin"), ("long_text", "How do you address the problem?"),
        ("long_text", "Comment assurez-vous la sécurité des patients ?"), ("long_text", "Patient safety measures"),
        ("long_text", "Décrivez la prise en charge de la patiente"), ("number", "Combien de villages ?"),
        ("long_text", "Renommer le comité, le surnombre, l’économie, la dénomination"), ("date", "Date de la réunion"),
        ("text", "Agents de village"), ("number", "Combien de patients ?"), ("long_text", "Au nom de qui parle-t-on ?"),
        ("location", "Où se trouve le centre ?"), ("number", "Moyenne d’âge du personnel"),
        ("choice", "Nom de la patiente"), ("yes_no", "Le nom est-il noté ?"), ("note", "Nom"), ("ratio", "Noms"),
        ("calculation", "name"),
    ],
)  # fmt: skip
def test_false_friends_and_kinds_in_which_nobody_can_be_written_down(kind, text):
    assert warning_for(question(kind, text_fr=text)) == ""
    assert warning_for(question(kind, text_en=text)) == ""


def test_a_hint_that_forbids_it_does_not_ask_for_it():
    assert warning_for(question("text", hint_fr="N’écrivez pas de nom. Jamais de village.")) == ""
    assert warning_for(question("text", hint_en="Do not write the name of the patient.")) == ""
    assert suspicious_words(question("text", hint_fr="Écrivez le nom.")) == ["nom"]


def test_whoever_says_why_it_is_none_is_believed():
    assert warning_for(question("text", text_fr="Nom du comité de quartier, prénom compris"))
    assert not warning_for(question("text", text_fr="Prénom", personal_data_note="Un surnom du comité"))
