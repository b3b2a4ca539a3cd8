"""XPath that becomes rules, XPath that stays words, and rules that become XPath again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import rules
from questionnaires.xlsform_xpath_in import Asked, all_of, negated, read_expression
from questionnaires.xlsform_xpath_out import Writer
from questionnaires.xlsform_xpath_parts import NotSaid, joined, pieces_of

KNOWN = {
    "${a}": Asked("a", "choice", codes=frozenset({"x", "1"})),
    "../b": Asked("b", "number"),
    "${b}": Asked("b", "number"),
    "${n}": Asked("r", "ratio", "numerator"),
    "${d}": Asked("r", "ratio", "denominator"),
    ".": Asked("me", "number"),
}


def asked(text: str) -> Asked:
    if text not in KNOWN:
        raise NotSaid(f"no {text}")
    return KNOWN[text]


def is_(question: str, op: str, value=None, **more) -> dict:
    return {"question": question, "op": op} | ({} if value is None else {"value": value}) | more


A, B = is_("a", "is", "x"), is_("b", "gt", 3)

UNDERSTOOD = {
    "${a}='x'": A,
    '${a} = "x"': A,
    "${a} = ‘x’": A,
    "  'x' =\n${a} ": A,
    "${a} != 'x'": is_("a", "is_not", "x"),
    "${a} = ''": is_("a", "empty"),
    "${a} != ''": is_("a", "answered"),
    "not(${a} = '')": is_("a", "answered"),
    "${a} = 1": is_("a", "is", "1"),
    "${b} = 1": is_("b", "is", 1),
    "${b} > 3": B,
    "3 < ../b": B,
    "${b} >= -0.5": is_("b", "ge", -0.5),
    "number(${b}) > 3": B,
    "${b} < ${n}": is_("b", "lt", other="r", other_part="numerator"),
    "(100 * ${n} div ${d}) >= 50": is_("r", "ge", 50),
    "${n} != ''": is_("r", "answered"),
    "selected(${a}, 'x')": is_("a", "has", "x"),
    "selected(${a},  ${b})": is_("a", "has", other="b"),
    "not(selected(${a}, 'x'))": is_("a", "has_not", "x"),
    "${b} > date('2024-02-29')": is_("b", "gt", "2024-02-29"),
    ". <= ${b}": is_("me", "le", other="b"),
    "${a}='x' and ${b}>3": {"all": [A, B]},
    "${a}='x' or ${b}>3": {"any": [A, B]},
    "((${a}='x'))": A,
    "(${a}='x' and (${b}>3))": {"all": [A, B]},
    "${a}='x' and (${b}>3 or ${a}='x')": {"all": [A, {"any": [B, A]}]},
    "${a}='x' and ${b}>3 or ${a}='x'": {"any": [{"all": [A, B]}, A]},
    "not(${a}='x' or ${a} = 'y')": {"all": [is_("a", "is_not", "x"), is_("a", "is_not", "y")]},
    "not(${b} > 3)": {"any": [is_("b", "le", 3), is_("b", "empty")]},
    "true()": {},
    "true() and ${b} > 3": B,
    """${a} = concat('l', "'", 'eau')""": is_("a", "is", "l'eau"),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_simple_expressions_become_rules(text):
    found = read_expression(text, asked)
    assert (all_of(found.terms), found.rest) == (UNDERSTOOD[text], "")


STAYS = [
    "count-selected(${a}) > 1", "string-length(${a}) > 3", "regex(., '^[0-9]+$')", "${a} + 1 > 2", "${b}", "${zzz} = 1",
    "${b} = 140,0", "if(${a}='x', 1, 2) = 1", "${a} = 'x", "(${a} = 'x'", "${a} = 'x')", "not(true())", "1 = 1",
    "a = 'x'", "${b} > ''", "${b} > 1234567890123456", "today() > ${b}", "${a} = 'x' xor ${b}", "__import__('os')",
    "${b} < 1e5", "💥", "(100 * ${n} div ${b}) > 3", "not(" * 200 + "${a}='x'" + ")" * 200,
    "${a}='x' or " * 400 + "${a}='x'",
]  # fmt: skip


@pytest.mark.parametrize("text", STAYS)
def test_what_rules_cannot_say_stays_as_it_is(text):
    found = read_expression(text, asked)
    assert (found.terms, found.rest) == ([], text)


def test_of_several_conditions_those_that_are_understood_become_rules():
    found = read_expression("${a}='x' and regex(${b}, 'a and b') and (${b}>3 and ${zzz}=1)", asked)
    assert found.terms == [A, B]
    assert found.rest == "regex(${b}, 'a and b') and ${zzz}=1"
    assert found.reasons == ["", "no ${zzz}"]


def test_an_or_within_what_stays_keeps_its_brackets():
    pieces = pieces_of("f(x) and (g(x) or h(x))")
    assert joined(pieces) == "f(x) and (g(x) or h(x))"
    assert pieces_of(joined(pieces)) == pieces


@pytest.mark.parametrize("text", [text for text in UNDERSTOOD if UNDERSTOOD[text]])
def test_what_is_written_is_read_as_the_same_rule(text):
    names = {(known.code, known.part): name for name, known in KNOWN.items()}
    kinds = {"a": "choice", "b": "number", "r": "ratio", "me": "number"}
    writer = Writer(kinds, lambda code, value: value)
    written = writer.expression(UNDERSTOOD[text], lambda code, part: names[code, part])
    assert all_of(read_expression(written, asked).terms) == UNDERSTOOD[text]


values = st.sampled_from(
    [{}, {"number": 0}, {"number": 3}, {"number": 7}, {"choice": "x"}, {"choice": "y"}, {"text": "x"}]
)
conditions = st.one_of(
    st.builds(
        is_,
        st.sampled_from("ab"),
        st.sampled_from(["is", "is_not", "has", "lt", "ge"]),
        st.sampled_from(["x", 0, 3]),
    ),
    st.builds(is_, st.sampled_from("ab"), st.sampled_from(["answered", "empty"])),
    st.builds(lambda op: is_("a", op, other="b"), st.sampled_from(["is", "is_not", "le", "gt"])),
)
any_rule = st.recursive(
    conditions, lambda inner: st.builds(lambda j, r: {j: r}, st.sampled_from(["all", "any"]),
                                        st.lists(inner, min_size=1, max_size=3)), max_leaves=6
)  # fmt: skip


@given(any_rule, values, values)
def test_not_holds_exactly_where_the_rule_does_not(rule, first, second):
    """Among answers that compare: a code is neither more nor less than a number."""
    answers = {"a": first, "b": second}
    kinds = {type(value) for answer in answers.values() for value in answer.values()}
    kinds |= {type(c.value) for c in rules.conditions(rules.read(rule)) if c.value is not None}
    if len(kinds) < 2:
        read = rules.read(rule)
        assert rules.holds(negated(read), answers) is not rules.holds(read, answers)


def test_nothing_answered_is_not_zero():
    """Where they come from, '' = 0 does not hold."""
    assert not rules.holds(rules.read(is_("b", "is", 0)), {})
    assert rules.holds(rules.read(is_("b", "is", 0)), {"b": {"number": 0}})
