"""What is typed becomes the value of an answer, and the value comes back as what was typed."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.models import Choice, Question
from questionnaires.value_words import in_words
from questionnaires.values import NotRead, parts_of, read_value, typed_of

Kind = Question.Kind


def question(kind, codes=("a", "b", "c"), **fields):
    """Without a database: as if its choices had been read along with it."""
    made = Question(pk=1, code="q", kind=kind, **fields)
    choices = [Choice(code=code, label_fr=f"{code} fr", label_en=f"{code} en") for code in codes]
    made._prefetched_objects_cache = {"choices": choices}
    return made


QUESTIONS = {kind: question(kind) for kind in Kind}


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("choice", {"": ["b"]}, {"choice": "b"}),
        ("yes_no", {"": ["dont_know"]}, {"choice": "dont_know"}),
        ("multiple", {"": ["c", "a"]}, {"choices": ["a", "c"]}),
        ("number", {"": ["1 234"]}, {"number": 1234}),
        ("decimal", {"": ["12,50"]}, {"number": 12.5}),
        ("decimal", {"": ["12,0"]}, {"number": 12}),
        ("ratio", {"numerator": ["3"], "denominator": ["9"]}, {"numerator": 3, "denominator": 9}),
        ("ratio", {"numerator": ["0"], "denominator": ["0"]}, {"numerator": 0, "denominator": 0}),
        ("date", {"": ["12/03/2026"]}, {"date": "2026-03-12"}),
        ("text", {"": ["  Pita\x00 "]}, {"text": "Pita"}),
        ("long_text", {"": ["un\r\ndeux\ud800"]}, {"text": "un\ndeux"}),
        ("location", {"latitude": ["9,6"], "longitude": ["13.5 W"]}, {"latitude": 9.6, "longitude": -13.5}),
        ("location", {"latitude": ["9.6, -13.5"]}, {"latitude": 9.6, "longitude": -13.5}),
        ("number", {"": [""], "missing": ["dont_know"]}, {"missing": "dont_know"}),
        ("choice", {"": [":not_applicable"]}, {"missing": "not_applicable"}),
        ("number", {"": ["  "]}, None), ("multiple", {}, None), ("choice", {"": [""]}, None), ("ratio", {}, None),
        ("note", {"": ["x"]}, None), ("calculation", {"": ["x"]}, None), ("file", {"": ["x"]}, None),
    ],
)  # fmt: skip
def test_each_kind_is_read(kind, typed, value):
    assert read_value(QUESTIONS[kind], typed, "fr") == value


@pytest.mark.parametrize(
    ("kind", "typed", "parts"),
    [
        ("choice", {"": ["gone"]}, {""}), ("multiple", {"": ["a", "gone"]}, {""}), ("yes_no", {"": ["oui"]}, {""}),
        ("number", {"": ["beaucoup"]}, {""}), ("date", {"": ["hier"]}, {""}),
        ("ratio", {"numerator": ["25"], "denominator": ["22"]}, {"numerator"}),
        ("ratio", {"numerator": ["25"]}, {"denominator"}),
        ("ratio", {"denominator": ["x"]}, {"numerator", "denominator"}),
        ("ratio", {"numerator": ["-1"], "denominator": ["22"]}, {"numerator"}),
        ("ratio", {"numerator": ["1.5"], "denominator": ["22"]}, {"numerator"}),
        ("location", {"latitude": ["9.6"]}, {"longitude"}),
        ("text", {"": ["x" * 301]}, {""}), ("long_text", {"": ["x" * 5001]}, {""}),
        ("number", {"": ["5"], "missing": ["dont_know"]}, {"missing"}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_beside_its_field(kind, typed, parts):
    with pytest.raises(NotRead) as refusal:
        read_value(QUESTIONS[kind], typed, "fr")
    assert set(refusal.value.messages) == parts
    assert all(refusal.value.messages.values())


def test_limits_are_inclusive_and_hold_for_both_numbers_of_a_percentage():
    limited = {"minimum": Decimal("1.5"), "maximum": Decimal(10)}
    decimal, ratio = question("decimal", **limited), question("ratio", maximum=Decimal(10))
    assert read_value(decimal, {"": ["1,5"]}, "fr") == {"number": 1.5}
    assert read_value(decimal, {"": ["10"]}, "fr") == {"number": 10}
    for text in ("1,4", "10,1"):
        with pytest.raises(NotRead):
            read_value(decimal, {"": [text]}, "fr")
    with override("en"), pytest.raises(NotRead, match="11 is too large: at most 10") as refusal:
        read_value(ratio, {"numerator": ["3"], "denominator": ["11"]}, "en")
    assert set(refusal.value.messages) == {"denominator"}


def test_a_per_cent_sign_is_taken_where_the_unit_is_one():
    assert read_value(question("decimal", unit_fr="%"), {"": ["45 %"]}, "fr") == {"number": 45}
    with pytest.raises(NotRead):
        read_value(question("decimal", unit_fr="lits"), {"": ["45 %"]}, "fr")


missing = st.sampled_from([{"missing": "dont_know"}, {"missing": "not_applicable"}])
counts = st.integers(0, 10**12)
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=300).filter(
    lambda text: text.strip() == text
)
VALUES = {
    Kind.CHOICE: st.sampled_from("abc").map(lambda code: {"choice": code}),
    Kind.YES_NO: st.sampled_from(["yes", "no", "dont_know"]).map(lambda code: {"choice": code}),
    Kind.MULTIPLE: st.sets(st.sampled_from("abc"), min_size=1).map(lambda codes: {"choices": sorted(codes)}),
    Kind.NUMBER: st.integers(-(10**14), 10**14).map(lambda number: {"number": number}),
    Kind.DECIMAL: st.integers(-(10**14), 10**14).map(lambda number: {"number": number / 10**6}),
    Kind.RATIO: st.tuples(counts, counts).map(lambda two: {"numerator": min(two), "denominator": max(two)}),
    Kind.DATE: st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2100, 1, 1)).map(
        lambda date: {"date": date.isoformat()}
    ),
    Kind.TEXT: texts.map(lambda text: {"text": text}),
    Kind.LONG_TEXT: texts.map(lambda text: {"text": text}),
    Kind.LOCATION: st.tuples(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000)).map(
        lambda two: {"latitude": two[0] / 10**6, "longitude": two[1] / 10**6}
    ),
}  # fmt: skip


@given(st.data())
def test_every_value_comes_back_from_its_field(data):
    kind = data.draw(st.sampled_from(list(VALUES)))
    value, language = data.draw(st.one_of(VALUES[kind], missing)), data.draw(st.sampled_from(["fr", "en"]))
    typed = typed_of(QUESTIONS[kind], value, language)
    assert set(typed) <= set(parts_of(QUESTIONS[kind]))
    again = read_value(QUESTIONS[kind], typed, language)
    assert again == value
    assert typed_of(QUESTIONS[kind], again, language) == typed
    assert in_words(QUESTIONS[kind], value, language)


@given(st.data())
def test_whatever_is_typed_is_read_or_refused_and_reads_the_same_again(data):
    """What is read once can be written into the field and read again, in either language."""
    asked = QUESTIONS[data.draw(st.sampled_from(list(Kind)))]
    some = st.one_of(
        st.text(max_size=30),
        st.from_regex(r"\A[-+]?\d{1,6}([.,' ]\d{1,3}){0,2}\Z"),
        st.sampled_from(["a", "b", "yes"]),
    )
    typed = {part: data.draw(st.lists(some, max_size=3)) for part in ("", *parts_of(asked))}
    try:
        value = read_value(asked, typed, data.draw(st.sampled_from(["fr", "en"])))
    except NotRead as refusal:
        assert all(refusal.messages.values())
        return
    for language in ("fr", "en"):
        assert read_value(asked, typed_of(asked, value, language), language) == value


@pytest.mark.parametrize(
    ("kind", "value", "french", "english"),
    [
        ("choice", {"choice": "b"}, "b fr", "b en"), ("choice", {"choice": "gone"}, "gone", "gone"),
        ("yes_no", {"choice": "no"}, None, "No"), ("multiple", {"choices": ["a", "c"]}, "a fr, c fr", "a en, c en"),
        ("number", {"number": 12345}, "12\u202f345", "12,345"),
        ("decimal", {"number": 1234.5}, "1\u202f234,5", "1,234.5"),
        ("ratio", {"numerator": 9, "denominator": 20}, None, "9 of 20 (45%)"),
        ("ratio", {"numerator": 0, "denominator": 0}, None, "0 of 0"),
        ("date", {"date": "2026-03-12"}, "12 mars 2026", None), ("text", {"text": "Pita"}, "Pita", "Pita"),
        ("location", {"latitude": 9.6, "longitude": -13.5}, "9.600000, -13.500000", "9.600000, -13.500000"),
        ("file", {"file": 3, "name": "plan.pdf"}, "plan.pdf", "plan.pdf"),
        ("number", {"missing": "dont_know"}, None, "We do not know"), ("number", None, None, "no answer"),
    ],
)  # fmt: skip
def test_an_answer_in_words(kind, value, french, english):
    assert french is None or in_words(QUESTIONS[kind], value, "fr") == french
    assert english is None or in_words(QUESTIONS[kind], value, "en") == english


def test_a_number_carries_its_unit():
    assert in_words(question("number", unit_fr="lits", unit_en="beds"), {"number": 3}, "en") == "3 beds"
