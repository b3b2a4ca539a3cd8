"""Codes of a vocabulary: editors tick them and never see JSON."""

import pytest
from django.forms import modelform_factory

from lessons.models import DOMAINS, LessonPage

pytestmark = pytest.mark.django_db
Form = modelform_factory(LessonPage, fields=["levels", "domains"])


def test_codes_are_ticked_and_kept_as_a_list():
    form = Form({"levels": ["team", "system"], "domains": []})
    assert form.is_valid(), form.errors
    lesson = form.save(commit=False)
    assert (lesson.levels, lesson.domains) == (["team", "system"], [])


def test_the_form_shows_what_was_ticked_before():
    html = str(Form(instance=LessonPage(levels=["team"]))["levels"])
    assert html.count("checked") == 1 and 'value="team"' in html.split("checked")[0].rsplit("<input", 1)[1]
    assert "[" not in html


def test_a_code_outside_the_vocabulary_is_refused():
    form = Form({"levels": ["galaxy"]})
    assert list(form.errors) == ["levels"]


def test_every_domain_can_be_ticked():
    codes = [code for code, _label in DOMAINS]
    form = Form({"domains": codes})
    assert form.is_valid() and form.cleaned_data["domains"] == codes
