"""The figure that opens the front page: what was found last, shown rather than announced."""

from django.http import HttpRequest
from django.utils.translation import get_language

from content.remembered import remembered
from cycles.models import LearningCycle
from results.figures import figure_for
from results.models import ResultsPage


def headline(request: HttpRequest, pages: list[ResultsPage], cycles: list[LearningCycle]) -> dict | None:
    """`heading`, `figure` and `url` of the first bars in the latest results page, for this reader.

    Bars only: a map would weigh more than the rest of the front page. None where nothing is drawn. `cycles`
    are those loaded already, most likely with the one that the figure is of.
    """
    if request.user.is_authenticated:
        return _headline(request, pages, cycles)
    key = ("headline", get_language(), *(page.pk for page in pages[:1]))
    return remembered(request, key, lambda: _headline(request, pages, cycles))


def _headline(request: HttpRequest, pages: list[ResultsPage], cycles: list[LearningCycle]) -> dict | None:
    for page in pages[:1]:
        for block in page.body:
            if block.block_type != "figure" or block.value["form"] != "bars":
                continue
            results = [result for result in block.value["results"] if result and result.published_at]
            for result in results:
                result.cycle = next((c for c in cycles if c.pk == result.cycle_id), None) or result.cycle
            figure = figure_for(request, results, "bars") if results else None
            if figure and figure.drawing:
                heading = block.value["heading"] or results[0].title
                return {"heading": heading, "figure": figure, "url": f"{page.url}#{figure.anchor}"}
    return None
