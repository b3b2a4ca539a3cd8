"""Codes of a vocabulary: editors tick them and never see JSON."""

import pytest
from django.core.exceptions import ValidationError

from lessons.models import DOMAINS, LessonPage


def field(name="levels"):
    return LessonPage._meta.get_field(name).formfield()


def test_codes_are_ticked_and_kept_as_a_list():
    assert field().clean(["team", "system"]) == ["team", "system"]
    assert field().clean([]) == []


def test_the_form_shows_what_was_ticked_before():
    bound = field()
    html = bound.widget.render("levels", bound.prepare_value(["team"]))
    assert html.count("checked") == 1
    assert 'value="team"' in html.split("checked")[0].rsplit("<input", 1)[1]


def test_a_code_outside_the_vocabulary_is_refused():
    with pytest.raises(ValidationError):
        field().clean(["galaxy"])


def test_every_domain_can_be_ticked():
    codes = [code for code, _label in DOMAINS]
    assert field("domains").clean(codes) == codes
