"""The parts the builder's screens are made of: rules as rows, choices of two people, codes from texts, orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.editing import ChangedMeanwhile
from questionnaires import rules
from questionnaires.choice_merging import merge_choices
from questionnaires.codes import proposed_code
from questionnaires.models import Question, Section
from questionnaires.naming import OutOfOrder
from questionnaires.rule_rows import AND, OR, as_rows_say, rows_of, rule_of
from questionnaires.rules import Condition
from questionnaires.structure_actions import move_question, move_section

from ..districts.places import country
from .building import Screen, address, built_questionnaire, facilitator
from .test_builder import SECTIONS, asked, codes

CONDITIONS = st.builds(
    Condition, st.sampled_from("abc"), st.just("is"), st.sampled_from(["x", "y"])
)  # fmt: skip
ROWS = st.lists(st.tuples(st.sampled_from([AND, OR]), CONDITIONS), max_size=8)


@given(ROWS)
def test_rows_say_the_same_after_having_been_a_rule(rows):
    said = rows_of(rule_of(rows))
    assert [condition for _joiner, condition in said] == [condition for _joiner, condition in rows]
    assert [joiner for joiner, _c in said[1:]] == [joiner for joiner, _c in rows[1:]]


@given(ROWS, st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "y"])))
def test_and_holds_closer_together_than_or(rows, answers):
    """Against reading the rows one by one."""
    values = {code: {"choice": choice} for code, choice in answers.items()}
    possible, any_holds = True, False
    for place, (joiner, condition) in enumerate(rows):
        if place and joiner == OR:
            any_holds, possible = any_holds or possible, True
        possible = possible and rules.holds(condition, values)
    assert rules.holds(rule_of(rows), values) == (not rows or any_holds or possible)


def test_a_rule_of_another_shape_has_no_rows_and_stays():
    a = {"question": "a", "op": "is", "value": "x"}
    deep = {"all": [a, {"any": [a, a]}]}
    assert rows_of(rules.read(deep)) is None and as_rows_say(deep) == deep
    assert as_rows_say({"any": [{"all": [a]}]}) == a and as_rows_say({}) == {}


WORDS = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["p", "q", "r"]),
        "label_fr": st.sampled_from(["", "un"]),
        "label_en": st.just(""),
    }
)


@st.composite
def three_versions(draw):
    """Rows as they were, and as two people left them: changed, removed, moved, added."""

    def edited(rows):
        kept = [row | draw(WORDS) if draw(st.booleans()) else row for row in rows if draw(st.booleans())]
        return draw(st.permutations(kept))

    began = [{"id": n} | draw(WORDS) for n in range(1, draw(st.integers(0, 4)) + 1)]
    mine = edited(began) + [{"id": None} | draw(WORDS) for _n in range(draw(st.integers(0, 2)))]
    theirs = edited(began) + [{"id": 90 + n} | draw(WORDS) for n in range(draw(st.integers(0, 2)))]
    return began, mine, theirs


@given(three_versions())
def test_no_choice_of_either_is_lost(versions):
    began, mine, theirs = versions
    rows, clashes = merge_choices(began, mine, theirs)
    first = {row["id"]: row for row in began}
    for row in theirs:
        mine_there = row["id"] in {each["id"] for each in mine}
        if row["id"] not in first:
            assert row in rows, "what they added is there"
        elif row != first[row["id"]] and not mine_there:
            assert row in rows and row["code"] in clashes, "I removed what they changed: told"
    for row in mine:
        if row["id"] is None:
            assert row in rows, "what I added is there"
        elif row != first[row["id"]]:
            said = [{name: each[name] for name in row if name != "id"} for each in rows]
            changed = {name for name in row if row[name] != first[row["id"]][name]}
            assert any(all(each[name] == row[name] for name in changed) for each in said), (
                "what I changed is there"
            )


@given(three_versions())
def test_if_only_one_of_two_changed_anything_theirs_stands(versions):
    began, mine, theirs = versions
    assert merge_choices(began, began, theirs) == (theirs, {})
    rows, clashes = merge_choices(began, mine, began)
    assert rows == list(mine) and not clashes


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("Le district a-t-il un comité ?", ""), "le_district_a_t_il_un_comite"),
        (("", "How many meetings?"), "how_many_meetings"),
        (("2023 : combien ?", ""), "q_2023_combien"),
        (("Œuvre à cœur", ""), "oeuvre_a_coeur"),
        (("你好", ""), "q"),
        (("x" * 200, ""), "x" * 32),
        (("", ""), "q"),
    ],
)
def test_codes_are_made_of_words(texts, code):
    assert proposed_code(texts, (), "q") == code
    assert proposed_code(texts, {code}, "q") == f"{code}_2"


@pytest.fixture
def built(pages_ready):
    return built_questionnaire(country("gui"), SECTIONS)


def test_orders_stay_whole_numbers_from_one_wherever_things_move(built):
    first, second = built.sections.all()
    move_question(question=asked("done"), section=first, after=asked("committee"), by=None)
    assert codes(built) == ["committee", "done", "members", "reported", "reviewed"]
    for section in (first, second):
        orders = list(section.questions.values_list("order", flat=True))
        assert orders == list(range(1, len(orders) + 1))
    Section.objects.update(show_if={})
    move_section(section=second, after=None, by=None)
    assert codes(built)[0] == "reported" and list(built.sections.values_list("order", flat=True)) == [1, 2]


def test_an_order_that_is_refused_changes_nothing(built):
    before = codes(built)
    with pytest.raises(OutOfOrder):
        move_question(question=asked("members"), section=built.sections.first(), after=None, by=None)
    with pytest.raises(ChangedMeanwhile):
        move_question(
            question=asked("done"),
            section=built.sections.first(),
            after=None,
            by=None,
            revision=built.revision + 1,
        )
    assert codes(built) == before


def test_long_lists_are_corrected_page_by_page(built):
    members = asked("members")
    for n in range(140):
        members.choices.create(order=10 + n, code=f"c{n}", label_fr=f"Choix {n}", label_en=f"Choice {n}")
    Question.objects.exclude(pk=members.pk).update(show_if={})
    client = facilitator()
    opened = Screen(client, address(built, "open/")).send(frozen="on", all_the_same="on")
    assert opened.status == 302, opened.text
    url = address(built, f"questions/{members.pk}/correct/")
    last = members.choices.get(code="c139")
    for page in ("", "?p=2"):
        assert len(Screen(client, url + page).soup.find_all(["input", "select", "textarea"])) <= 300
    corrected = Screen(client, url + "?p=2").send(
        **{f"c-{last.pk}-label_en": "The last", "because": "Clearer"}
    )
    assert corrected.status == 302, corrected.errors
    last.refresh_from_db()
    assert last.label_en == "The last"
