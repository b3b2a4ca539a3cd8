"""What a spreadsheet said beside a rule: shown where the rule is edited, and dropped when somebody says so."""

import pytest

from questionnaires.models import Question, Section
from questionnaires.snapshots import content_of
from questionnaires.xlsform_in import read_xlsform
from questionnaires.xlsform_out import to_xlsform

from ..districts.places import country
from .building import Screen, address, built_questionnaire, facilitator
from .test_builder import asked, of
from .xlsforms import rows_of, xlsx

FORM = xlsx(
    survey="""
    type        | name  | label::French | relevant                        | constraint
    integer     | n     | Combien ?
    begin_group | suite | La suite      | ${n} > 0 and round(${n}) = ${n}
    integer     | m     | Et encore ?   | ${n} > 1 and ${n} mod 2 = 0     | . >= 0 and . mod 5 = 0
    end_group
    """
)


@pytest.fixture
def built(pages_ready):
    content = read_xlsform(FORM).content
    return built_questionnaire(country("gui"), content["sections"], checks=content["checks"])


def exported(questionnaire, name: str) -> dict[str, str]:
    return next(
        row for row in rows_of(to_xlsform(content_of(questionnaire), "f", "1")) if row.get("name") == name
    )


def test_words_beside_a_rule_are_shown_and_stay_until_they_are_dropped(built):
    screen = Screen(facilitator(), of(built, "m"))
    assert "Asked only if ${n} mod 2 = 0" in screen.text and "What must hold . mod 5 = 0" in screen.text
    assert screen.send(**{"if-1-value": "3"}).status == 302
    assert exported(built, "m")["relevant"] == "${n} > 3 and ${n} mod 2 = 0", "both hold"
    again = Screen(facilitator(), of(built, "m")).send(**{"drop-relevant": "on", "if-more": "1"})
    assert again.fields["drop-relevant"] == "on", "only shown again"
    assert again.send(text_fr="Et puis ?").status == 302
    row = exported(built, "m")
    assert (row["relevant"], row["constraint"]) == ("${n} > 3", ". >= 0 and . mod 5 = 0")
    assert Screen(facilitator(), of(built, "m")).send(**{"drop-constraint": "on"}).status == 302
    assert exported(built, "m")["constraint"] == ". >= 0"
    assert "Words of the spreadsheet" not in Screen(facilitator(), of(built, "m")).text


def test_those_of_a_section_too(built):
    section = Section.objects.get(code="suite")
    screen = Screen(facilitator(), address(built, f"sections/{section.pk}/"))
    assert "round(${n}) = ${n}" in screen.text
    assert screen.send(**{"drop-relevant": "on"}).status == 302
    assert exported(built, "suite")["relevant"] == "${n} > 0"


def test_dropping_what_is_not_there_changes_nothing(built):
    before = Question.objects.get(code="n").revision
    assert (
        Screen(facilitator(), of(built, "n")).send(**{"drop-relevant": "on", "drop-group": "on"}).status
        == 302
    )
    assert asked("n").revision == before
