"""The figure that opens the front page: what was found last, shown rather than announced."""

from django.http import HttpRequest

from results.figures import figure_for
from results.models import ResultsPage


def headline(request: HttpRequest, pages: list[ResultsPage]) -> dict | None:
    """`heading`, `figure` and `url` of the first bars in the latest results page, for this reader.

    Bars only: a map would weigh more than the rest of the front page. None where nothing is drawn.
    """
    for page in pages[:1]:
        for block in page.body:
            if block.block_type != "figure" or block.value["form"] != "bars":
                continue
            results = [result for result in block.value["results"] if result and result.published_at]
            figure = figure_for(request, results, "bars") if results else None
            if figure and figure.drawing:
                heading = block.value["heading"] or results[0].title
                return {"heading": heading, "figure": figure, "url": f"{page.url}#{figure.anchor}"}
    return None
