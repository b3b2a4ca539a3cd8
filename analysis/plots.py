"""ChartSpec -> Bokeh figure: the step up from the static drawing, for zooming and tooltips.

The only file that imports bokeh (0.9 s and 58 MB once per process: import this module lazily). No CustomJS,
which needs unsafe-eval. All texts arrive formatted, because Bokeh's own number formats know no French.
"""

from bokeh.core.properties import value
from bokeh.embed import json_item
from bokeh.models import (
    ColumnDataSource,
    DataRange1d,
    FixedTicker,
    HoverTool,
    Legend,
    LegendItem,
    Range1d,
    ResetTool,
    SaveTool,
    Span,
)
from bokeh.plotting import figure

from analysis.chart_spec import ChartSpec
from analysis.paints import COLOURS

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
# Bokeh's names of hatches that match the drawing: hatched, dotted, lined.
HATCHES = {"miss": "right_diagonal_line", "na": "dot", "held": "horizontal_line"}


def plot_json(spec: ChartSpec, target: str) -> dict:
    """What `Bokeh.embed.embed_item` takes; `target` is the id of the element to fill."""
    return json_item(plot(spec), target)


def plot(spec: ChartSpec) -> figure:
    """An interactive figure of bars, dots or a map, as wide as its place."""
    return {"bars": _plot_bars, "dots": _plot_dots, "map": _plot_map}[spec.kind](spec)


def _figure(spec, **options):
    """The title doubles as name for assistive technology."""
    fig = figure(
        title=spec.title,
        name=spec.summary or spec.title,
        tools=[ResetTool(), SaveTool()],
        toolbar_location="above",
        sizing_mode="stretch_width",
        min_height=220,
        **options,
    )
    fig.toolbar.logo = None
    fig.title.text_font = FONT
    fig.title.text_font_size = "15px"
    fig.outline_line_color = None
    fig.grid.grid_line_color = COLOURS["land"]
    fig.yaxis.visible = False
    fig.ygrid.visible = False
    fig.xaxis.major_label_text_font = fig.xaxis.axis_label_text_font = FONT
    fig.xaxis.major_label_text_font_size = fig.xaxis.axis_label_text_font_size = "13px"
    fig.xaxis.axis_label_text_font_style = "normal"
    return fig


def _add_tips(fig, *marks):
    """Tooltips show the ready column "tip" of these marks, and of no outline or legend."""
    fig.add_tools(HoverTool(renderers=list(marks), tooltips="@tip"))


def _fills(paints):
    return {
        "fill": [COLOURS.get(paint, COLOURS["paper"]) for paint in paints],
        "hatch": [HATCHES.get(paint, "blank") for paint in paints],
    }


def _style(line):
    return {
        "fill_color": "fill",
        "hatch_pattern": "hatch",
        "hatch_color": COLOURS["hatch"],
        "hatch_scale": 7,
        "line_color": line,
    }


def _plot_bars(spec):
    """The name of each bar stands above it: beside it, long names would leave no room on a phone."""
    columns = {"y": [], "left": [], "right": [], "tip": []}
    paints = []
    for n, bar in enumerate(spec.marks):
        start = 0.0
        for segment in bar.segments:
            columns["y"].append(-n)
            columns["left"].append(start)
            columns["right"].append(start + segment.share)
            columns["tip"].append(f"{segment.text} {segment.name}".strip())
            paints.append(segment.paint)
            start += segment.share
    number = len(spec.marks)
    fig = _figure(spec, x_range=Range1d(0, 1), y_range=Range1d(0.4 - number, 0.75), height=110 + 62 * number)
    source = ColumnDataSource(columns | _fills(paints))
    bars = fig.hbar("y", left="left", right="right", height=0.45, source=source, **_style(COLOURS["paper"]))
    names = [labelled.name for labelled in spec.marks]
    fig.text(
        [0] * number, [0.28 - n for n in range(number)], names, text_font=value(FONT), text_font_size="13px"
    )
    fig.xaxis.visible = False
    fig.xgrid.visible = False
    _add_tips(fig, bars)
    _add_legend(fig, spec)
    return fig


def _plot_dots(spec):
    highest = max(dot.stack for dot in spec.marks)
    fig = _figure(spec, x_range=Range1d(-0.03, 1.03), y_range=Range1d(-0.8, highest + 1.5), height=320)
    others = _scatter(fig, [dot for dot in spec.marks if not dot.own], "circle", 13, "dot", "paper")
    own = _scatter(fig, [dot for dot in spec.marks if dot.own], "diamond", 22, "own", "own-edge")
    _add_tips(fig, others, own)
    if spec.median:
        fig.add_layout(Span(location=spec.median.at, dimension="height", line_dash="dashed"))
    fig.xaxis.ticker = FixedTicker(ticks=[tick.at for tick in spec.ticks])
    fig.xaxis.major_label_overrides = {tick.at: tick.text for tick in spec.ticks}
    beside = [*([spec.median.text] if spec.median else []), *(absent.text for absent in spec.absent)]
    fig.xaxis.axis_label = " · ".join(beside)
    return fig


def _scatter(fig, dots, marker, size, colour, edge):
    places = {
        "x": [dot.at for dot in dots],
        "y": [dot.stack for dot in dots],
        "tip": [dot.tip for dot in dots],
    }
    return fig.scatter(
        "x",
        "y",
        source=ColumnDataSource(places),
        marker=marker,
        size=size,
        fill_color=COLOURS[colour],
        line_color=COLOURS[edge],
    )


def _plot_map(spec):
    width, height = spec.size
    fig = _figure(
        spec,
        match_aspect=True,
        x_range=DataRange1d(),
        y_range=DataRange1d(flipped=True),
        aspect_ratio=width / (height + 160),
    )
    land = _areas(fig, [area for area in spec.marks if not area.tip])
    told = _areas(fig, [area for area in spec.marks if area.tip])
    fig.x_range.renderers = fig.y_range.renderers = [land, told]
    _add_tips(fig, told)
    own = [ring for area in spec.marks if area.own for ring in area.shape.rings]
    xs, ys = ([[point[axis] for point in ring] for ring in own] for axis in (0, 1))
    fig.patches(xs, ys, fill_alpha=0, line_color=COLOURS["own-edge"], line_width=3)
    fig.xaxis.visible = False
    fig.xgrid.visible = False
    _add_legend(fig, spec)
    return fig


def _areas(fig, areas):
    columns = {
        "xs": [_rings(area, 0) for area in areas],
        "ys": [_rings(area, 1) for area in areas],
        "tip": [area.tip for area in areas],
    }
    # Bokeh has no stripes of several colours: a shared polygon is hatched and its tip names each district.
    paints = [area.paints[0] if len(area.paints) == 1 else "miss" for area in areas]
    source = ColumnDataSource(columns | _fills(paints))
    return fig.multi_polygons("xs", "ys", source=source, **_style(COLOURS["hatch"]))


def _rings(area, axis):
    """Bokeh wants polygons of rings; each ring is given as a polygon of its own."""
    return [[[point[axis] for point in ring]] for ring in area.shape.rings]


def _add_legend(fig, spec):
    """Legend lines with the drawing's fills; the marks that carry them stand outside the plot."""
    items = []
    for key in spec.legend:
        fills = _fills([key.paint])
        mark = fig.rect(
            [-9e6],
            [0],
            1,
            1,
            fill_color=fills["fill"][0],
            hatch_pattern=fills["hatch"][0],
            hatch_color=COLOURS["hatch"],
            line_color=COLOURS["hatch"],
        )
        items.append(LegendItem(label=key.text, renderers=[mark]))
    legend = Legend(
        items=items, orientation="horizontal", ncols=2, label_text_font=FONT, border_line_color=None
    )
    fig.add_layout(legend, "below")
