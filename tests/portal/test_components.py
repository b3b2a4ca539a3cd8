"""The components that every app's templates are put together from."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from analysis.tables import DataTable


def include(name: str, **context) -> str:
    return render_to_string(f"includes/{name}.html", context)


class ReviewForm(forms.Form):
    deaths = forms.IntegerField(label="Deaths reported", help_text="Write 0 if there was none.")
    committee = forms.ChoiceField(
        label="Is there a committee?", choices=[("y", "Yes")], widget=forms.RadioSelect
    )
    keep = forms.BooleanField(label="Keep me informed", required=False)


def described_by(html: str) -> set[str]:
    return {name for names in re.findall(r'aria-describedby="([^"]*)"', html) for name in names.split()}


def ids(html: str) -> list[str]:
    return re.findall(r' id="([^"]*)"', html)


@pytest.mark.parametrize("name", ["deaths", "committee", "keep"])
def test_a_field_names_help_and_errors_that_are_there(name):
    form = ReviewForm({"deaths": "many"})
    form.is_valid()
    html = include("form_field", field=form[name])
    assert described_by(html) <= set(ids(html))
    assert len(ids(html)) == len(set(ids(html)))


def test_a_wrong_answer_is_kept_marked_and_explained():
    form = ReviewForm({"deaths": "many"})
    form.is_valid()
    html = include("form_field", field=form["deaths"])
    assert 'value="many"' in html
    assert 'aria-invalid="true"' in html
    assert {"id_deaths_error", "id_deaths_helptext"} <= described_by(html)


def test_a_group_of_choices_is_named_by_its_legend():
    html = include("form_field", field=ReviewForm()["committee"])
    assert re.search(r"<fieldset[^>]*>\s*<legend>Is there a committee\?", html)
    assert 'type="radio"' in html


@pytest.mark.parametrize(("page", "shown"), [(1, {1, 2, 20}), (10, {1, 9, 10, 11, 20}), (20, {1, 19, 20})])
def test_a_long_list_names_its_ends_and_neighbours(page, shown):
    html = include("pager", page_obj=Paginator(range(200), 10).page(page), query="q=a&kind=lesson&")
    assert {int(n) for n in re.findall(r"</span>(\d+)<", html)} == shown
    links = re.findall(r'href="([^"]*)"', html)
    assert links
    assert all(link.startswith("?q=a&amp;kind=lesson&amp;page=") for link in links)


def test_one_page_needs_no_pager():
    assert include("pager", page_obj=Paginator(range(5), 10).page(1)).strip() == ""


def test_every_cell_of_a_table_carries_its_columns_name():
    table = DataTable("Deaths", ("District", "Reported", "Reviewed"), (("Pita", "20", "9"),))
    html = include("data_table", table=table)
    assert re.findall(r'data-l="(\w+)">(\d+)', html) == [("Reported", "20"), ("Reviewed", "9")]
    assert '<th scope="row">Pita</th>' in html


@pytest.mark.parametrize("step", range(1, 7))
def test_the_dial_lights_one_stroke(step):
    html = include("dial", step=step)
    assert [html.count(name) for name in ("d-done", "d-now", "d-todo")] == [step - 1, 1, 6 - step]


def test_the_step_under_way_is_said_in_words_and_marked():
    steps = [
        {"number": 1, "name": "Issue", "state": "done"},
        {"number": 2, "name": "Questionnaire", "state": "now"},
    ]
    html = include("stepper", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert html.count('class="note"') == 2


def test_the_page_for_a_broken_server_needs_nothing():
    """Django renders it with an empty context, perhaps without a database."""
    html = render_to_string("500.html")
    assert "de notre côté" in html
    assert "on our side" in html
    assert "csrfmiddlewaretoken" not in html
