"""A data table, written in one go: a results page has a thousand cells, and a template takes as long for them
as for all the rest of the page."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def data_table(table, numeric: bool = False, show_caption: bool = False) -> SafeString:
    """`table` has caption, header and rows, all display strings; the first cell of a row names it. `numeric`
    aligns the others as numbers, `show_caption` shows what else is only read out. On narrow screens a row is
    a block, so each cell carries its column's name."""
    caption = "" if show_caption else ' class="vh"'
    number = ' class="n"' if numeric else ""
    names = [escape(name) for name in table.header]
    first, *others = names or [""]
    head = f'<th scope="col">{first}</th>' + "".join(
        f'<th scope="col"{number}>{name}</th>' for name in others
    )
    rows = "\n".join(_row(row, names, number) for row in table.rows)
    return mark_safe(  # noqa: S308  (every text is escaped here or in _row)
        f'<table class="tbl fold"><caption{caption}>{escape(table.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}\n</tbody></table>"
    )


def _row(row: list[str], names: list[str], number: str) -> str:
    first, *others = row
    cells = (
        f'<td{number} data-l="{name}">{escape(cell)}</td>'
        for name, cell in zip(names[1:], others, strict=False)
    )
    return f'<tr><th scope="row">{escape(first)}</th>{"".join(cells)}</tr>'
