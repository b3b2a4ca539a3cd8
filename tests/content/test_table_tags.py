from types import SimpleNamespace

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

TABLE = SimpleNamespace(
    caption="Décès <revus>",
    header=("Région", "Oui & non", "n"),
    rows=(("Boké", "<b>2</b>", "3"), ("Total", "", "4")),
)


def _table(**given):
    return BeautifulSoup(
        render_to_string("includes/data_table.html", {"table": TABLE} | given), "html.parser"
    ).table


def test_every_cell_has_its_row_and_its_column():
    table = _table()
    assert [th["scope"] for th in table.select("th")] == ["col", "col", "col", "row", "row"]
    assert [(td["data-l"], td.text) for td in table.select("td")] == [
        ("Oui & non", "<b>2</b>"), ("n", "3"), ("Oui & non", ""), ("n", "4"),
    ]  # fmt: skip


def test_texts_stay_texts():
    html = render_to_string("includes/data_table.html", {"table": TABLE})
    assert "<b>" not in html and "<revus>" not in html


def test_the_caption_is_read_out_and_shown_if_asked():
    assert _table().caption["class"] == ["vh"]
    assert not _table(show_caption=True).caption.has_attr("class")


def test_numbers_are_aligned_but_not_names():
    table = _table(numeric=True)
    assert all(td["class"] == ["n"] for td in table.select("td"))
    assert not table.select("th[scope=row].n") and len(table.select("th[scope=col].n")) == 2
