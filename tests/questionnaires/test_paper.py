"""The blank form: everything on it, in both languages, for every reader, whatever people wrote."""

import json

import pytest
from django.utils import translation

from analysis.audience import Audience
from questionnaires.actions import create_questionnaire, open_questionnaire
from questionnaires.paper_form import ranges
from questionnaires.paper_printing import print_form
from questionnaires.paper_text import LONGEST_WORD, MAY_BREAK, PRINTABLE, printable
from tests.districts.places import country

from .asking import cycle_in
from .papers import EMBEDDED, bookmarks, characters, fonts, form_of, printed, text
from .trying import YES, q, tried_questionnaire

HOSTILE = r"#panic() $x^2$ \ [a] *b* _c_ `d` <e> @f #eval(1) // \u{41} ] ) } \) =="
OF_GUINEA = "Ɓeydoo ɗemɗe: ɛ ɔ ŋ Ŋ ƴ ɲ Ɲ ɓ œ Œ « à ù ç »"


@pytest.fixture
def guinea(db):
    return country("gui")


@pytest.fixture
def tried(guinea):
    return tried_questionnaire(cycle_in(guinea, purpose_fr="Pourquoi.", purpose_en="What for."))


def asking(guinea, *questions, **fields):
    titles = {"title_fr": "Essai", "title_en": "Trial"}
    sections = [{"title_fr": "Partie", "title_en": "Part", "questions": list(questions)}]
    return create_questionnaire(cycle=cycle_in(guinea), sections=sections, by=None, **(titles | fields))


def by_code(questionnaire, language="en") -> dict:
    sections = form_of(questionnaire, language)["sections"]
    return {asked["code"]: asked for section in sections for asked in section["questions"]}


def test_every_kind_of_question_has_its_place_to_answer(tried):
    answers = {code: asked["answer"] for code, asked in by_code(tried).items()}
    assert {code: answer["kind"] for code, answer in answers.items()} == {
        "hello": "none", "committee": "one", "members": "several", "meetings": "number", "reported": "number",
        "reviewed": "number", "rate": "number", "done": "two", "last": "date", "who": "one", "town": "lines",
        "why": "lines", "place": "two", "picture": "lines",
    }  # fmt: skip
    assert [part["lines"] for part in answers["done"]["parts"]] == [["Followed"], ["Out of"]]
    assert [part["digits"] for part in answers["last"]["parts"]] == [2, 2, 4]
    assert (answers["town"]["number"], answers["why"]["number"]) == (1, 5)
    assert answers["meetings"]["unit"]["lines"] == ["meetings"]
    assert [each["lines"] for each in answers["members"]["choices"]] == [["Director"], ["Midwife"], ["Autre"]]


def test_questions_are_numbered_as_on_the_screen_and_notes_and_calculations_are_not(tried):
    numbers = {code: asked["number"] for code, asked in by_code(tried).items()}
    assert numbers["hello"] == "" and "sum" not in numbers
    assert [numbers[code] for code in ("committee", "members", "picture")] == ["1.", "2.", "13."]


def test_rules_limits_and_checks_are_printed_as_sentences_with_the_numbers_on_paper(tried):
    asked = by_code(tried)
    assert asked["members"]["lines"] == [
        "Only if the answer to “1. Is there a committee?” is “Yes”.",
        "Tick all that apply.",
    ]
    assert asked["meetings"]["lines"] == ["From 0 to 60."]
    assert asked["reviewed"]["lines"][-1] == (
        "It is expected that the answer to “5. Deaths reviewed” does not exceed the answer to “4. Deaths reported”."
    )
    section = form_of(tried, "en")["sections"][1]
    assert section["rule"] == "Only if the answer to “1. Is there a committee?” is “Yes”."


def test_what_must_be_answered_and_who_reads_it_stand_at_the_question(guinea):
    questionnaire = asking(
        guinea,
        q("a", "text", required=True, level=Audience.TEAM),
        q("b", "text", level=Audience.PUBLIC),
        q("c", "text", level=Audience.TEAM),
        q("note", "note", required=True),
    )
    asked = by_code(questionnaire)
    assert [asked[code]["required"] for code in ("a", "b", "note")] == ["Must be answered.", "", ""]
    assert asked["b"]["reads"] == "Who can read this: everyone" and asked["note"]["reads"] == ""
    about = {part["heading"]: part["points"] for part in form_of(questionnaire, "en")["about"]}
    assert about["Who can read what"] == [
        "Questions 1, 3: the district’s own team.",
        "Question 2: everyone.",
    ]


@pytest.mark.parametrize(
    ("numbers", "said"), [([1], "1"), ([1, 2], "1–2"), ([1, 2, 3, 7, 9, 10], "1–3, 7, 9–10"), ([], "")]
)
def test_runs_of_numbers_are_told_by_their_ends(numbers, said):
    assert ranges(numbers) == said


def test_not_knowing_can_be_ticked_but_not_twice(tried):
    asked = by_code(tried)
    assert asked["meetings"]["missing"] == ["We do not know", "Does not apply to us"]
    # Yes, no, do not know: the third is among the choices.
    assert asked["committee"]["missing"] == ["Does not apply to us"]
    assert asked["picture"]["missing"] == asked["meetings"]["missing"] and asked["hello"]["missing"] == []


@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_a_text_missing_in_the_language_is_printed_in_the_other_and_marked(guinea, language, other):
    mine = asking(guinea, q("a", "text") | {f"text_{language}": "", f"hint_{other}": "Only there"})
    asked = by_code(mine, language)["a"]
    assert asked["text"]["lang"] == other and asked["text"]["lines"] == [f"{other.title()} a"]
    assert asked["text"]["mark"] and asked["hint"]["lines"] == ["Only there"]
    pdf = printed(mine, language)
    assert f"/Lang({language})".encode() in pdf and f"/Lang({other})".encode() in pdf


def test_the_form_is_in_its_own_language_whatever_the_reader_has_chosen(tried):
    with translation.override("fr"):
        form = form_of(tried, "en")
    assert form["title"]["lines"] == ["Review of deaths"] and form["kicker"]["lines"] == ["Trial cycle"]
    assert "Draft" in form["status"] and form["end"]["blanks"][2] == "Signature"
    assert form_of(tried, "fr")["title"]["lines"] == ["Revue des décès"]


def test_purpose_and_introduction_stand_first(tried):
    first = form_of(tried, "en")["about"][0]
    assert [words["lines"] for words in first["texts"]] == [["What for."], ["Why we ask."]]


def test_a_draft_says_so_on_every_page_and_an_open_form_its_version(tried):
    form = form_of(tried, "en")
    assert form["draft"] and form["foot"] == "Review of deaths · draft"
    open_questionnaire(questionnaire=tried, by=None)
    form = form_of(tried, "en")
    assert not form["draft"] and form["foot"] == "Review of deaths · version 1"
    assert form["status"].startswith("Version 1.")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_file_is_tagged_for_screen_readers(tried, language):
    pdf = printed(tried, language)
    for sign in (
        f"/Lang({language})", "/StructTreeRoot", "/MarkInfo<</Marked true", "<pdfuaid:part>1</pdfuaid:part>",
        "/DisplayDocTitle true", "/S/H1", "/S/L/", "/S/LI/",
    ):  # fmt: skip
        assert sign.encode() in pdf, sign
    sections = {
        "fr": ["1. Comité", "2. Revue", "3. Le reste"],
        "en": ["1. Committee", "2. Review", "3. The rest"],
    }
    found = bookmarks(pdf)
    assert [title for title in found if title in sections[language]] == sections[language]


def test_only_the_typesetters_own_fonts_are_used_and_they_have_the_letters_of_guinea(guinea):
    pdf = printed(
        asking(guinea, q("a", "choice", OF_GUINEA, choices=[{"code": "x", "label_fr": "12 345 !"}]))
    )
    assert fonts(pdf) and fonts(pdf) <= EMBEDDED
    assert set(OF_GUINEA) - {" "} <= characters(pdf)
    assert "\ufffd" not in characters(pdf)


def test_what_people_write_is_never_read_as_markup(guinea):
    many = {"hint_fr": HOSTILE, "unit_fr": HOSTILE[:60], "choices": [{"code": "#x", "label_fr": HOSTILE}]}
    questionnaire = asking(
        guinea,
        *(q(kind, kind, HOSTILE, **many) for kind in ("choice", "multiple", "number", "note")),
        q("ratio", "ratio", HOSTILE, numerator_fr=HOSTILE, denominator_fr=HOSTILE,
          show_if=YES | {"question": "choice"}),
        title_fr=HOSTILE,
        intro_fr=HOSTILE,
    )  # fmt: skip
    questionnaire.sections.update(title_fr=HOSTILE)
    questionnaire.cycle.title_fr = questionnaire.cycle.purpose_fr = HOSTILE
    pdf = printed(questionnaire)
    assert f"1. {HOSTILE}" in bookmarks(pdf)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("a\x00b\x07c", ["abc"]),
        ("one\r\n\r\n\r\ntwo\u2028three", ["one", "", "two", "three"]),
        ("emoji 😀 and 汉", ["emoji � and �"]),
        ("❤\ufe0f \u202eabc\u200d\ufeff", ["❤ abc"]),
        ("tab\there", ["tab here"]),
        ("e\u0301", ["é"]),
        ("", []),
        (" \n \n", []),
        ("مرحبا", ["مرحبا"]),
        ("\ud800x", ["�x"]),
    ],
)
def test_what_no_font_can_print_does_not_stop_the_form(typed, lines):
    assert printable(typed, "en") == lines


def test_long_words_stay_on_the_paper():
    (line,) = printable("x" * 100, "en")
    assert max(map(len, line.split(MAY_BREAK))) == LONGEST_WORD and line.replace(MAY_BREAK, "") == "x" * 100


def test_french_spaces_are_set_in_french_texts_only():
    assert printable("Quoi ?", "fr") == ["Quoi\u202f?"]
    assert printable("What ?", "en") == ["What ?"]


def test_very_long_texts_and_many_choices_fill_several_pages(guinea):
    choices = [{"code": f"c{n}", "label_fr": "mot " * 40} for n in range(60)]
    questionnaire = asking(
        guinea,
        q("a", "multiple", "mot " * 1250, hint_fr="x" * 5000, choices=choices),
        q("b", "text", "ligne\n" * 500),
    )
    pdf = printed(questionnaire)
    assert int(pdf.split(b"<xmpTPg:NPages>")[1].split(b"<")[0]) >= 9


def test_a_questionnaire_without_questions_has_a_first_page(guinea):
    questionnaire = create_questionnaire(cycle=cycle_in(guinea), sections=[], by=None, title_fr="Vide")
    assert printed(questionnaire).startswith(b"%PDF-")


def test_all_signs_that_count_as_printable_can_be_printed(tried):
    """The fonts come with the typesetter: a new version of it may lose some."""
    signs = [chr(code) for first, last in PRINTABLE for code in range(first, last + 1)]
    rows = ["a".join(signs[place : place + 60]) for place in range(0, len(signs), 60)]
    form = form_of(tried, "fr") | {"about": [{"heading": "x", "texts": [text(*rows)], "points": []}]}
    assert b"<pdfuaid:part>1</pdfuaid:part>" in print_form(json.dumps(form))


def test_the_number_of_queries_does_not_grow_with_the_questions(guinea, django_assert_max_num_queries):
    choices = [{"code": "x", "label_fr": "X"}]
    questionnaire = asking(guinea, *(q(f"q{n}", "choice", choices=choices) for n in range(80)))
    with django_assert_max_num_queries(6):
        form_of(questionnaire, "fr")
