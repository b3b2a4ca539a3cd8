import pytest

from analysis.audience import Audience
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


@pytest.mark.parametrize("gate", ["unheard", "later", "late"])
def test_what_opens_a_question_stands_before_it(gate):
    late = Question("late", "choice", ("yes", "no"), opened_by=(gate,))
    later = Question("later", "choice", ("yes", "no"))
    with pytest.raises(ValueError, match="what opens late"):
        table({}, questions=(FORMS, late, later))


def test_a_question_that_analysis_cannot_do_may_open_others():
    late = Question("late", "choice", ("yes", "no"), opened_by=("members",))
    left_out = {"members": Audience.TEAM}
    assert ResponseTable(UNITS, (FORMS, late), {}, left_out=left_out).question("late") == late


def test_a_question_that_is_asked_of_all_cannot_be_not_asked():
    """Otherwise its level would forget whose answer is told by who was asked."""
    with pytest.raises(ValueError, match="nothing opens"):
        ResponseTable(UNITS, (FORMS,), {"pita": {}}, not_asked={"pita": {"forms"}})


@pytest.mark.parametrize("not_asked", [{"nowhere": {"late"}}, {"pita": {"unheard"}}])
def test_who_was_not_asked_what_is_known(not_asked):
    late = Question("late", "choice", ("yes", "no"), opened_by=("forms",))
    with pytest.raises(ValueError, match="unknown"):
        ResponseTable(UNITS, (FORMS, late), {"pita": {}}, not_asked=not_asked)


def test_categories_belong_to_choices_only():
    with pytest.raises(ValueError):
        Question("reviewed", "ratio", ("yes", "no"))
    with pytest.raises(ValueError):
        Question("forms", "choice")
