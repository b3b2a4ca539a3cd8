"""A file of answers is brought in whole or not at all, and whoever made it is told what is wrong with it."""

import datetime
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cycles.models import Participation, Step
from districts.models import OrgUnit, Role
from questionnaires.actions import open_questionnaire
from questionnaires.answering.filling import Filling
from questionnaires.answering.saving import Given, save_answers
from questionnaires.models import Answer, AnswerVersion, Questionnaire, Response
from tests.districts.places import country, districts_of, person, today

from .answering.districts_answering import publish
from .asking import cycle_in, questionnaire_of
from .importing.tables import xlsx_of

HEADER = "district,committee,done_numerator,done_denominator,deaths_numerator,deaths_denominator,meetings"
GOOD = "gui D1,yes,4,7,14,18,3"


@pytest.fixture
def questionnaire(db):
    return questionnaire_of(cycle_in(country("gui", districts=5, regions=2)))


@pytest.fixture
def bring_in(tmp_path, settings, questionnaire):
    """`bring_in(line, line, ...)` imports a file of these lines; returns what was said."""
    settings.LANGUAGE_CODE = "en"

    def run(*lines, header=HEADER, data=None, **options):
        file = tmp_path / "answers.csv"
        file.write_bytes("\n".join([header, *lines]).encode() if data is None else data)
        said = StringIO()
        call_command("import_answers", "essai", str(file), stdout=said, stderr=said, **options)
        return said.getvalue()

    return run


def refusal(bring_in, *lines, **options) -> str:
    """Everything said about a file that was refused; nothing of it is kept."""
    said = StringIO()
    with pytest.raises(CommandError) as error, pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "django.core.management.base.OutputWrapper.write", lambda self, text="", *a, **k: said.write(text)
        )
        bring_in(*lines, **options)
    assert not Response.objects.exists()
    assert not Answer.objects.exists()
    assert not Participation.objects.exists()
    return said.getvalue() + str(error.value)


def stored(unit="gui-d1") -> dict:
    rows = Answer.objects.filter(response__unit__code=unit, value__isnull=False)
    return dict(rows.values_list("question__code", "value"))


def test_a_line_becomes_a_signed_response_with_its_answers(bring_in):
    assert "1 district imported" in bring_in(GOOD)
    response = Response.objects.get()
    assert (response.unit.code, response.source) == ("gui-d1", "import")
    assert response.signed_at and response.signed_by is None
    assert stored() == {
        "committee": {"choice": "yes"},
        "done": {"numerator": 4, "denominator": 7},
        "deaths": {"numerator": 14, "denominator": 18},
        "meetings": {"number": 3},
    }
    assert Participation.objects.get().kind == "answered"


def test_the_same_file_again_changes_nothing_and_a_corrected_one_replaces(bring_in):
    bring_in(GOOD)
    first = Response.objects.get()
    bring_in(GOOD)
    assert Response.objects.get() == first
    assert Answer.objects.count() == 4 and Participation.objects.count() == 1
    bring_in("gui D1,no,,,15,18,")
    assert stored() == {"committee": {"choice": "no"}, "deaths": {"numerator": 15, "denominator": 18}}
    assert Response.objects.get().pk == first.pk


def test_what_was_left_empty_is_no_answer_and_no_zero(bring_in):
    bring_in("gui D1,,,,,,")
    assert stored() == {}
    assert Response.objects.count() == 1, "it answered, though it left every question out"


def test_what_was_not_asked_is_not_stored(bring_in):
    bring_in("gui D1,no,0,0,1,2,0", "gui D2,,5,9,1,2,0")
    assert set(stored("gui-d1")) == {"committee", "deaths", "meetings"}
    assert set(stored("gui-d2")) == {"deaths", "meetings"}, "an unanswered question opens no other"


BROKEN = {
    "a district of nowhere": ("Atlantis,yes,4,7,14,18,3", "No district of this cycle is called “Atlantis”."),
    "no district": (",yes,4,7,14,18,3", "No district stands in this line."),
    "a district twice": ("GUI D1,no,,,1,2,0", "This district stands already in line 2."),
    "no such choice": ("gui D2,maybe,4,7,14,18,3", "committee: “maybe” is not one of the choices: yes, no."),
    "text for a number": ("gui D2,yes,4,7,14,18,three", "meetings: “three” is not read as a whole number."),
    "a negative count": (
        "gui D2,yes,4,7,-14,18,3",
        "deaths_numerator: What is counted cannot be below zero.",
    ),
    "a fraction": ("gui D2,yes,4,7,1.5,18,3", "deaths_numerator: Write a whole number, without decimals."),
    "other digits": ("gui D2,yes,4,7,14,18,²", "meetings: “²” is not read as a whole number."),
    "a number beyond reason": (f"gui D2,yes,4,7,14,18,{'9' * 5000}", "meetings: This number is too long"),
    "more than all": ("gui D2,yes,4,7,19,18,3", "deaths_numerator: 19 is more than 18"),
    "half a ratio": ("gui D2,yes,4,7,14,,3", "deaths_denominator: Write this number too"),
    "a line cut short": ("gui D2,yes,4,7", "not as many cells as there are columns"),
    "a comma too many": ("gui D2,yes,4,7,14,18,3,9", "not as many cells as there are columns"),
}


@pytest.mark.parametrize(("line", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_named_and_nothing_is_saved(bring_in, line, message):
    said = refusal(bring_in, GOOD, line)
    assert f"Line 3: {message}" in said or message in said
    assert "Line 3" in said and "Line 2:" not in said
    assert "Nothing was imported" in said


def test_every_fault_of_a_file_is_told_at_once(bring_in):
    said = refusal(bring_in, "Atlantis,yes,4,7,14,18,3", "gui D2,maybe,4,7,19,18,x")
    assert said.count("Line ") == 4


FILES = {
    "empty": (b"", "The file is empty."),
    "only names of columns": (HEADER.encode(), "It has no line below the names of its columns."),
    "a column is missing": (b"district,committee\ngui D1,yes", "deaths_denominator, deaths_numerator"),
    "no column of districts": (
        "\n".join([HEADER.replace("district", "place"), GOOD]).encode(), "Columns are missing: district",
    ),
    "no table": (b"%PDF-1.4 " * 20, "This is a PDF."),
    "a cell without an end": (f'{HEADER}\n"{"x" * 200_000}'.encode(), "The file cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_read_says_why(bring_in, data, message):
    assert message in refusal(bring_in, data=data)


def test_a_file_from_a_spreadsheet_begins_with_a_mark(bring_in):
    bring_in(data=b"\xef\xbb\xbf" + f"{HEADER}\r\n{GOOD}\r\n".encode())
    assert set(stored()) == {"committee", "done", "deaths", "meetings"}


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16"])
def test_other_encodings_are_read(bring_in, encoding):
    OrgUnit.objects.filter(code="gui-d1").update(name_fr="Guéckédou")
    bring_in(data=f"{HEADER}\n{GOOD.replace('gui D1', 'Guéckédou')}".encode(encoding))
    assert Response.objects.get().unit.code == "gui-d1"


def test_a_choice_may_be_written_in_words(bring_in):
    bring_in(GOOD.replace("yes", "Oui"))
    assert stored()["committee"] == YES


def test_a_workbook_is_read_too_and_one_of_its_sheets_is_chosen(bring_in):
    rows = [row.split(",") for row in (HEADER, GOOD)]
    data = xlsx_of(Notes=[["About this file"]], Data=rows)
    for sheet in ("data", "2"):
        bring_in(data=data, sheet=sheet)
        assert stored()["deaths"] == {"numerator": 14, "denominator": 18}
    with pytest.raises(CommandError, match="There is no sheet “Nothing”; there are: Notes, Data."):
        bring_in(data=data, sheet="Nothing")


def test_no_file_and_no_cycle_are_told_apart(questionnaire, settings, tmp_path):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(CommandError, match="The file cannot be read"):
        call_command("import_answers", "essai", str(tmp_path / "nothing.csv"))
    with pytest.raises(CommandError, match="No cycle with a questionnaire has the code “autre”"):
        call_command("import_answers", "autre", str(tmp_path / "nothing.csv"))


def test_a_dry_run_saves_nothing_and_says_what_it_would_leave_out(bring_in):
    said = bring_in(GOOD, "gui D2,no,0,0,1,2,3", dry_run=True)
    assert "2 districts would be imported" in said
    assert "Line 3: done was not asked of this district." in said and "Line 2" not in said
    assert not Response.objects.exists()


def test_a_dry_run_tells_of_faults_as_well(bring_in):
    assert "Atlantis" in refusal(bring_in, "Atlantis,yes,4,7,14,18,3", dry_run=True)


def test_columns_may_have_other_names(bring_in):
    header = "district,has_committee,made_real,made,deaths_numerator,deaths_denominator,meetings"
    bring_in(GOOD, header=header, ratio=["done=made_real,made"], column=["committee=has_committee"])
    assert stored()["done"] == {"numerator": 4, "denominator": 7}
    assert stored()["committee"] == {"choice": "yes"}


@pytest.mark.parametrize("option", [
    {"ratio": ["done=made"]}, {"ratio": ["done"]}, {"ratio": ["nothing=a,b"]}, {"column": ["done=a"]},
])  # fmt: skip
def test_a_name_of_columns_that_fits_no_question_is_refused(bring_in, option):
    assert "is no question that is read from" in refusal(bring_in, GOOD, **option)


@pytest.mark.parametrize("written", ["gui-d1", "GUI d1", " gui D1 "])
def test_a_district_is_known_by_code_and_by_name_however_written(bring_in, written):
    bring_in(GOOD.replace("gui D1", written))
    assert Response.objects.get().unit.code == "gui-d1"


def test_accents_and_apostrophes_may_be_typed_either_way(bring_in):
    OrgUnit.objects.filter(code="gui-d1").update(name_fr="N’Zérékoré")
    bring_in(GOOD.replace("gui D1", "N'Ze\u0301re\u0301kore\u0301"))
    assert Response.objects.get().unit.code == "gui-d1"


def test_another_spelling_is_understood_and_a_misspelt_name_is_asked_about(bring_in):
    OrgUnit.objects.filter(code="gui-d1").update(name_fr="Guéckédou", variants=["Kissi bas"])
    said = refusal(bring_in, GOOD.replace("gui D1", "Gueckedu"))
    assert "“Gueckedu”. Did you mean Guéckédou (gui-d1)?" in said
    bring_in(GOOD.replace("gui D1", "KISSI BAS"))
    assert Response.objects.get().unit.code == "gui-d1"


def test_a_name_that_two_districts_share_is_not_guessed(bring_in):
    OrgUnit.objects.filter(code__in=["gui-d1", "gui-d2"]).update(name_fr="Kindia")
    assert "Several districts of this cycle are called “Kindia”" in refusal(
        bring_in, GOOD.replace("gui D1", "Kindia")
    )


@pytest.mark.parametrize(("step", "closes", "expected"), [
    (Step.COMPLETION, "2026-03-31", "2026-03-31"),
    (Step.DISCUSSION, "2026-06-30", "2026-06-30"),
    (Step.ISSUE, "2026-01-31", "now"),
    (Step.COMPLETION, "2999-12-31", "now"),
])  # fmt: skip
def test_imported_answers_are_dated_by_the_steps_and_never_in_the_future(
    bring_in, questionnaire, step, closes, expected
):
    questionnaire.cycle.steps.filter(number=step).update(closes_on=closes)
    bring_in(GOOD)
    signed = Response.objects.get().signed_at
    assert signed <= timezone.now()
    assert (signed > timezone.now() - datetime.timedelta(hours=1)) is (expected == "now")
    assert expected == "now" or str(signed.date()) == expected


def test_the_file_belongs_to_the_districts_of_the_cycle_alone(bring_in):
    country("ben")
    assert "No district of this cycle" in refusal(bring_in, GOOD.replace("gui D1", "ben D1"))
    assert len(districts_of(OrgUnit.objects.get(code="ben"))) == 2


def test_an_answer_in_a_section_that_was_not_asked_is_left_out(bring_in, questionnaire):
    done = questionnaire.questions.get(code="done")
    questionnaire.sections.update(order=2)
    first = questionnaire.sections.create(order=1, title_fr="Avant")
    questionnaire.questions.filter(code="committee").update(section=first)
    questionnaire.sections.filter(order=2).update(show_if=done.show_if)
    bring_in(GOOD.replace("yes", "no"))
    assert set(stored()) == {"committee"}


@pytest.fixture
def open_here(questionnaire, pages_ready):
    questionnaire.cycle.steps.filter(number=Step.COMPLETION).update(opens_on=today(), closes_on=today())
    publish(questionnaire.cycle, pages_ready.fr)
    open_questionnaire(questionnaire=questionnaire, by=None)


def typed(unit="gui-d1", **given) -> Response:
    """As the team's form saves it."""
    questionnaire = Questionnaire.objects.select_related("cycle").get()
    here = Filling(questionnaire, OrgUnit.objects.with_above().get(code=unit))
    save_answers(
        filling=here,
        given=[Given(code, **what) for code, what in given.items()],
        by=person((Role.LEAD, here.unit)),
        key=uuid.uuid4(),
        language="fr",
    )
    return Response.objects.get(unit=here.unit)


YES, NO = {"choice": "yes"}, {"choice": "no"}


def test_what_a_team_has_typed_is_left_alone_unless_told_otherwise(bring_in, open_here):
    typed(committee={"value": NO})
    other = GOOD.replace("D1", "D2")
    for dry in (True, False):
        said = bring_in(GOOD, other, dry_run=dry)
        assert "The team of 1 district has typed answers already: gui D1." in said
        assert (
            "left as they are" in said and ("1 district would be" if dry else "1 district imported") in said
        )
    assert stored() == {"committee": NO} and stored("gui-d2")["committee"] == YES
    said = bring_in(GOOD, other, replace=True)
    assert "takes their place" in said and "2 districts imported" in said
    assert stored()["committee"] == YES
    assert "typed" not in bring_in(other), "what came by a file was typed by nobody"


def test_a_file_over_what_was_typed_keeps_it_in_the_history(bring_in, open_here):
    typed(committee={"value": NO}, meetings={"typed": {"": ["quelques-unes"]}, "comment": "Sûrement"})
    typed(committee={"value": YES})
    response = Response.objects.get()
    assert AnswerVersion.objects.rivals().exists() and response.signed_at is None
    bring_in("gui D1,no,,,14,18,", replace=True)
    response.refresh_from_db()
    assert stored() == {"committee": NO, "deaths": {"numerator": 14, "denominator": 18}}
    assert response.signed_at and not response.changed_since_signed and response.source == "import"
    assert not AnswerVersion.objects.rivals().exists(), "nothing waits for a choice any more"
    kept = AnswerVersion.objects.filter(answer__question__code="meetings").first()
    assert (kept.typed, kept.comment) == ({"": ["quelques-unes"]}, "Sûrement")
    assert [
        version.value for version in AnswerVersion.objects.filter(answer__question__code="committee")
    ] == [NO, YES]
