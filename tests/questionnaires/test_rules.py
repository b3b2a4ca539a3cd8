"""Rules: read and written, compared with a slow and obvious second version, and in words."""

from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import rule_words, rules
from questionnaires.models import Question
from questionnaires.rules import Condition, Group, UnfitRule

from .test_values import question

CODES = ["one", "several", "count", "share", "day", "words"]
MISSING = {"missing": "dont_know"}
ANSWERS = {
    "one": [{"choice": "yes"}, {"choice": "no"}],
    "several": [{"choices": ["yes"]}, {"choices": ["no", "yes"]}],
    "count": [{"number": 0}, {"number": 5}, {"number": 5.5}],
    "share": [
        {"numerator": 1, "denominator": 2},
        {"numerator": 0, "denominator": 0},
        {"numerator": 5, "denominator": 5},
    ],
    "day": [{"date": "2026-03-12"}, {"date": "2026-11-02"}],
    "words": [{"text": "yes"}, {"text": "5"}, {"text": "nan"}, {"text": "Infinity"}, {"text": "1e400"}],
}
VALUES = st.fixed_dictionaries(
    {}, optional={code: st.sampled_from([*answers, MISSING]) for code, answers in ANSWERS.items()}
)
SIDES = st.sampled_from(["yes", "no", 0, 5, 50, 5.5, "5", "2026-03-12", "nan", ""])


@st.composite
def conditions(draw):
    op = draw(st.sampled_from(rules.OPERATORS))
    part = draw(st.sampled_from(["", "", *rules.PARTS]))
    code = draw(st.sampled_from(CODES))
    if op in rules.ANSWERED:
        return Condition(code, op)
    if draw(st.booleans()):
        return Condition(code, op, value=draw(SIDES), part=part)
    other_part = draw(st.sampled_from(["", *rules.PARTS]))
    return Condition(code, op, part=part, other=draw(st.sampled_from(CODES)), other_part=other_part)


RULES = st.recursive(
    conditions(),
    lambda inner: st.builds(
        Group, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=6,
)


def slowly_holds(rule, values):
    """Word by word after the module's docstring."""
    if isinstance(rule, Group):
        results = [slowly_holds(each, values) for each in rule.rules]
        return False not in results if rule.joiner == "all" else True in results
    if rule.op == "answered":
        return rule.question in values
    if rule.op == "empty":
        return rule.question not in values
    mine = told(values.get(rule.question), rule.part)
    side = told(values.get(rule.other), rule.other_part) if rule.other else rule.value
    if rule.op in ("has", "has_not"):
        answer = values.get(rule.question, {})
        chosen = answer.get("choices", [answer["choice"]] if "choice" in answer else [])
        return (str(side) in chosen) is (rule.op == "has")
    if rule.op in ("is", "is_not"):
        return same(mine, side) is (rule.op == "is")
    if mine is None or side is None:
        return False
    numbers = (as_number(mine), as_number(side))
    left, right = numbers if None not in numbers else (str(mine), str(side))
    return {"lt": left < right, "le": left <= right, "gt": left > right, "ge": left >= right}[rule.op]


def told(answer, part):
    if answer is None or "missing" in answer:
        return None
    if part:
        return answer.get(part)
    if "numerator" in answer:
        whole = answer["denominator"]
        return Fraction(100 * answer["numerator"], whole) if whole else None
    if "choices" in answer:
        return " ".join(answer["choices"])
    return list(answer.values())[0]


def same(mine, side):
    """Unanswered is like an empty text."""
    mine, side = "" if mine is None else mine, "" if side is None else side
    numbers = (as_number(mine), as_number(side))
    return numbers[0] == numbers[1] if None not in numbers else str(mine) == str(side)


def as_number(value):
    try:
        return Fraction(str(value))
    except ValueError:
        return None


@given(RULES, VALUES)
def test_a_rule_holds_where_the_slow_version_says_so(rule, values):
    assert rules.holds(rule, values) is slowly_holds(rule, values)


@given(RULES)
def test_a_rule_is_read_as_it_was_written(rule):
    assert rules.read(rules.write(rule)) == rule


@given(RULES, VALUES)
def test_a_rule_survives_a_new_code(rule, values):
    renamed = rules.renamed(rule, "count", "how_many")
    moved = {("how_many" if code == "count" else code): value for code, value in values.items()}
    assert "count" not in rules.questions_of(renamed)
    assert rules.holds(renamed, moved) is rules.holds(rule, values)


@given(st.lists(st.one_of(st.none(), RULES), min_size=6, max_size=6), VALUES)
def test_what_stands_behind_a_closed_door_opens_none(given_rules, values):
    asked = list(zip(CODES, given_rules, strict=True))
    shown = rules.shown(asked, values)
    alone = {}
    for code, rule in asked:
        seen = {**values, **alone}
        seen = {c: v for c, v in seen.items() if c in shown or CODES.index(c) >= CODES.index(code)}
        assert (code in shown) is (rule is None or slowly_holds(rule, seen))


json_like = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["all", "any", "question", "op", "value", "part", "other"]), inner, max_size=4
        ),
    ),
    max_leaves=8,
)


@given(json_like)
def test_what_is_no_rule_is_refused_and_never_breaks(data):
    try:
        rule = rules.read(data)
    except UnfitRule:
        return
    rules.holds(rule, {})


QUESTIONS = [
    question("yes_no", text_fr="Un comité ?", text_en="A committee?"),
    question("multiple", text_fr="Qui siège ?", text_en="Who sits?"),
    question("number", text_fr="Combien ?", text_en="How many?"),
    question("ratio", text_fr="Revue", text_en="Review", numerator_en="Reviewed", numerator_fr="Examinés"),
    question("date", text_fr="Quand ?", text_en="When?"),
    question("text", text_fr="Où ?", text_en="Where " + "and where " * 20),
]
for code, each in zip(CODES, QUESTIONS, strict=True):
    each.code = code


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"question": "one", "op": "is", "value": "yes"}, "the answer to “A committee?” is “Yes”"),
        ({"question": "one", "op": "is_not", "value": "dont_know"},
         "the answer to “A committee?” is not “We do not know”"),
        ({"question": "several", "op": "has", "value": "b"}, "the answer to “Who sits?” includes “b en”"),
        ({"question": "several", "op": "has_not", "value": "b"}, "the answer to “Who sits?” does not include “b en”"),
        ({"question": "count", "op": "gt", "value": 1234.5}, "the answer to “How many?” exceeds 1,234.5"),
        ({"question": "count", "op": "le", "value": "5"}, "the answer to “How many?” does not exceed 5"),
        ({"question": "share", "op": "lt", "value": 50}, "the percentage of “Review” stays below 50%"),
        ({"question": "share", "op": "ge", "part": "numerator", "value": 3},
         "the number “Reviewed” of “Review” reaches 3 or more"),
        ({"question": "share", "op": "ge", "part": "denominator", "value": 3},
         "the second number of “Review” reaches 3 or more"),
        ({"question": "count", "op": "le", "other": "share", "other_part": "numerator"},
         "the answer to “How many?” does not exceed the number “Reviewed” of “Review”"),
        ({"question": "day", "op": "lt", "value": "2026-03-12"}, "the answer to “When?” is before 12 March 2026"),
        ({"question": "count", "op": "empty"}, "the answer to “How many?” is not given"),
        ({"question": "gone", "op": "is", "value": 3}, "the answer to “gone” is 3"),
        ({}, ""),
    ],
)  # fmt: skip
def test_a_rule_in_words(data, words):
    assert rule_words.in_words(rules.read(data), QUESTIONS, "en") == words


def test_groups_within_groups_are_told_apart():
    yes, many = {"question": "one", "op": "is", "value": "yes"}, {"question": "count", "op": "gt", "value": 5}
    rule = rules.read({"all": [{"any": [yes, many]}, {"question": "day", "op": "answered"}]})
    said = rule_words.in_words(rule, QUESTIONS, "en")
    assert said == (
        "(the answer to “A committee?” is “Yes” or the answer to “How many?” exceeds 5)"
        " and the answer to “When?” is given"
    )
    single = rules.read({"all": [{"any": [yes]}]})
    assert rule_words.in_words(single, QUESTIONS, "en") == "the answer to “A committee?” is “Yes”"


def test_a_long_question_is_cut_and_the_other_language_is_taken_from_its_own_texts():
    rule = rules.read({"question": "words", "op": "answered"})
    assert len(rule_words.in_words(rule, QUESTIONS, "en")) < 130
    assert "Où ?" in rule_words.in_words(rule, QUESTIONS, "fr")


def test_sentences_around_a_rule():
    rule = rules.read({"question": "one", "op": "is", "value": "yes"})
    with override("en"):
        assert rule_words.asked_if(rule, QUESTIONS) == "Only if the answer to “A committee?” is “Yes”."
        assert rule_words.because(rule, QUESTIONS).startswith("This question appears because the answer")
        assert rule_words.must_hold(rule, QUESTIONS).startswith("It is expected that")
        assert rule_words.because(None, QUESTIONS) == ""


@given(RULES, st.sampled_from(["fr", "en"]))
def test_every_rule_has_words(rule, language):
    assert rule_words.in_words(rule, QUESTIONS, language)


def test_every_operator_has_words():
    assert set(rule_words._frames()) | set(rules.ANSWERED) == set(rules.OPERATORS)
    assert {*Question.Kind} >= {q.kind for q in QUESTIONS}
