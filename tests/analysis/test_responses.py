import pytest

from analysis.responses import Question, ResponseTable, Unit

UNITS = (Unit("pita", "mamou"), Unit("boffa", "boke"))
FORMS = Question("forms", "choice", ("yes", "no"))
REVIEWED = Question("reviewed", "ratio")


def table(answers, questions=(FORMS, REVIEWED), units=UNITS):
    return ResponseTable(units, questions, answers)


@pytest.mark.parametrize(
    "answers",
    [
        {"nowhere": {"forms": "yes"}},
        {"pita": {"unheard": "yes"}},
        {"pita": {"forms": "perhaps"}},
        {"pita": {"reviewed": (7, 5)}},
        {"pita": {"reviewed": (-1, 5)}},
        {"pita": {"reviewed": 5}},
        {"pita": {"reviewed": (1.5, 5)}},
    ],
)
def test_an_answer_that_no_form_accepts_is_refused(answers):
    with pytest.raises(ValueError):
        table(answers)


def test_a_number_that_is_not_finite_is_refused():
    with pytest.raises(ValueError):
        table({"pita": {"beds": float("nan")}}, questions=(Question("beds", "number"),))


def test_an_answer_left_out_is_accepted():
    assert table({"pita": {"forms": None}}).answers["pita"]["forms"] is None


def test_the_same_district_twice_is_refused():
    with pytest.raises(ValueError, match="district"):
        table({}, units=(*UNITS, Unit("pita", "boke")))


def test_a_gate_must_be_a_category_of_its_question():
    late = Question("late", "choice", ("yes", "no"), asked_if=("forms", "perhaps"))
    with pytest.raises(ValueError, match="asked_if"):
        table({}, questions=(FORMS, late))


def test_categories_belong_to_choices_only():
    with pytest.raises(ValueError):
        Question("reviewed", "ratio", ("yes", "no"))
    with pytest.raises(ValueError):
        Question("forms", "choice")
