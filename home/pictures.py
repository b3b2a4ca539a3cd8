"""The pictures of the demo content: calm flat scenes drawn by code, without any text in them.

Drawn rather than stored, so that the repository holds no image of unknown origin and anyone may change a
scene. The same key always gives the same bytes: nothing here is random and no font is used. A scene is
drawn at three times its size and reduced, which smooths its edges, then kept to few colours, which keeps it
light.
"""

from collections.abc import Callable

from home.drawing import (
    DARK,
    DEEP,
    INK,
    MID,
    PALE,
    PAPER,
    SOFT,
    WARM,
    Canvas,
    around,
    health_post,
    hill,
    house,
    person_from_above,
    person_standing,
    sheet,
    smooth,
    wave,
)


def review_meeting() -> Canvas:
    canvas = Canvas(PALE)
    canvas.disc(1080, 90, 190, "#c3ddd8")
    places = [(330, 158, 180), (600, 158, 180), (870, 158, 180), (330, 518, 0), (870, 518, 0)]
    for (x, y, towards), clothes in zip(places, [DEEP, MID, DARK, MID, DEEP], strict=True):
        person_from_above(canvas, x, y, towards, clothes)
    person_from_above(canvas, 162, 338, 90, WARM)
    canvas.box(555, 496, 90, 80, SOFT, 22)  # the empty chair
    canvas.box(566, 563, 68, 20, MID, 10)
    canvas.box(205, 200, 790, 275, DEEP, 40)
    canvas.box(215, 210, 770, 255, MID, 34)
    for x, y in [(300, 228), (570, 228), (840, 228), (300, 372), (840, 372)]:
        sheet(canvas, x, y, 62, 78, 4)
    sheet(canvas, 236, 300, 84, 60, 3)
    canvas.box(530, 318, 140, 46, DARK, 6)
    canvas.box(536, 324, 60, 34, SOFT, 3)
    canvas.box(604, 324, 60, 34, PALE, 3)
    return canvas


def health_posts() -> Canvas:
    canvas = Canvas(PALE)
    canvas.disc(930, 150, 70, WARM)
    hill(canvas, 300, 50, 1.3, -2.43, SOFT)
    hill(canvas, 410, 55, 1.1, 2.2, MID)
    hill(canvas, 545, 40, 0.9, 4.0, DEEP)
    road = [(1230, 640), (1000, 585), (760, 575), (560, 600), (360, 560), (330, 500), (470, 455)]
    road += [(680, 430), (850, 395), (880, 345), (780, 315), (640, 300)]
    canvas.line(smooth(road), PAPER, 20)
    canvas.line(smooth(road), SOFT, 4)
    health_post(canvas, 180, 555, 130)
    health_post(canvas, 900, 400, 100)
    health_post(canvas, 545, 305, 74)
    for x, y, size in [(70, 610, 34), (450, 640, 40), (1050, 520, 38), (1120, 540, 30), (700, 520, 26)]:
        canvas.box(x - 4, y - 4, 8, size, DARK)
        canvas.disc(x, y - size * 0.4, size * 0.75, DARK)
    return canvas


def calendar() -> Canvas:
    canvas = Canvas(DEEP)
    canvas.box(182, 62, 860, 575, DARK, 14)
    canvas.box(170, 50, 860, 575, PAPER, 14)
    for ring in range(8):
        canvas.box(245 + ring * 98, 30, 14, 44, SOFT, 7)
    for month in range(12):
        left, top = 214 + (month % 4) * 200, 104 + (month // 4) * 172
        canvas.box(left, top, 168, 18, MID, 4)
        for day in range(28):
            x, y = left + (day % 7) * 24.5, top + 28 + (day // 7) * 29
            canvas.box(x, y, 20, 22, WARM if day == 8 else PALE, 4)
    return canvas


def six_strokes() -> Canvas:
    canvas = Canvas(PAPER)
    x, y = 600, 338
    canvas.disc(x, y, 292, PALE)
    canvas.disc(x, y, 176, PAPER)
    for step in range(6):
        first, last = step * 60 + 9, step * 60 + 51
        arc = [around(x, y, 234, first + (last - first) * part / 24) for part in range(25)]
        canvas.line(arc, [DARK, DEEP, DEEP, MID, WARM, SOFT][step], 62)
    canvas.disc(x, y, 40, DARK)
    for spoke in range(6):
        dot_x, dot_y = around(x, y, 112, spoke * 60 + 30)
        canvas.disc(dot_x, dot_y, 17, MID)
        canvas.line([around(x, y, 52, spoke * 60 + 30), around(x, y, 90, spoke * 60 + 30)], SOFT, 6)
    return canvas


def registers() -> Canvas:
    canvas = Canvas(SOFT)
    canvas.box(0, 470, 1200, 205, MID)
    canvas.box(0, 470, 1200, 16, DEEP)
    covers = [(170, 150, DARK, WARM), (330, 120, DEEP, PALE), (475, 175, INK, SOFT)]
    for x, top, cover, label in covers:
        canvas.box(x, top, 125, 470 - top, cover, 10)
        canvas.box(x + 18, top + 40, 89, 60, label, 5)
        canvas.box(x + 18, 420, 89, 10, label, 4)
    canvas.shape([(690, 470), (760, 590), (1090, 590), (1010, 470)], DARK)
    canvas.shape([(690, 460), (760, 580), (1090, 580), (1010, 460)], PAPER)
    for row in range(4):
        start, y = 726 + row * 15, 482 + row * 24
        canvas.line([(start, y), (start + 220 - row * 22, y)], SOFT, 7)
        canvas.box(start + 258, y - 8, 18, 16, WARM if row == 1 else PALE, 3)
    canvas.line([(1040, 640), (880, 615)], WARM, 16)
    canvas.shape([(884, 606), (878, 624), (846, 609)], PAPER)
    return canvas


def noticeboard() -> Canvas:
    canvas = Canvas(PALE)
    hill(canvas, 430, 30, 0.8, 1.0, SOFT)
    canvas.box(0, 520, 1200, 155, MID)
    for x, colour in [(40, DEEP), (930, DARK)]:
        canvas.box(x + 18, 330, 10, 200, INK)
        canvas.box(x + 202, 330, 10, 200, INK)
        canvas.box(x, 440, 230, 20, INK, 4)
        for strip in range(6):
            left = x - 6 + strip * 40.4
            canvas.box(left, 290, 41, 62, PAPER if strip % 2 else colour, 8)
    canvas.box(376, 170, 22, 400, INK)
    canvas.box(802, 170, 22, 400, INK)
    canvas.shape([(330, 176), (870, 176), (600, 76)], DEEP)
    canvas.box(360, 190, 480, 270, DARK, 10)
    canvas.box(376, 206, 448, 238, SOFT, 4)
    notes = [(400, 226, 110, 90), (530, 222, 90, 120), (645, 230, 150, 80), (405, 336, 90, 92)]
    for index, (x, y, width, height) in enumerate([*notes, (520, 358, 120, 70), (662, 330, 100, 98)]):
        sheet(canvas, x, y, width, height, 5, WARM if index == 2 else PAPER)
    for x, feet, clothes in [(300, 625, DEEP), (520, 640, WARM), (905, 630, DARK)]:
        person_standing(canvas, x, feet, clothes, 190)
    return canvas


def hills() -> Canvas:
    canvas = Canvas(PALE)
    canvas.disc(860, 270, 96, WARM)
    canvas.box(0, 290, 1200, 385, SOFT)
    for row, (x, length) in enumerate([(760, 210), (820, 140), (700, 190), (880, 110)]):
        canvas.line([(x, 318 + row * 26), (x + length, 318 + row * 26)], PALE, 6)
    canvas.shape([*wave(-20, 760, 330, 70, 0.55, 0.5), (900, 480), (1230, 560), (1230, 700), (-20, 700)], MID)
    canvas.shape([*wave(-20, 1230, 500, 60, 0.6, 0.9), (1230, 700), (-20, 700)], DEEP)
    canvas.shape([*wave(-20, 1230, 640, 34, 0.7, 3.2), (1230, 700), (-20, 700)], DARK)
    canvas.line(smooth([(120, 700), (260, 610), (520, 590), (640, 540), (560, 470), (380, 430)]), PAPER, 15)
    for x, ground, width in [(180, 405, 70), (290, 385, 56), (700, 560, 84), (840, 590, 66), (90, 560, 90)]:
        house(canvas, x, ground, width, PAPER, WARM if width == 84 else DARK)
    return canvas


def workshop() -> Canvas:
    canvas = Canvas(DEEP)
    x, y = 600, 338
    canvas.disc(x, y, 318, "#0d6a62")
    canvas.disc(x, y, 168, PALE)
    canvas.disc(x, y, 130, PAPER)
    for seat in range(10):
        place_x, place_y = around(x, y, 248, seat * 36)
        chair_x, chair_y = around(x, y, 272, seat * 36)
        canvas.disc(chair_x, chair_y, 42, DARK)
        clothes = WARM if seat == 3 else [SOFT, MID, PALE][seat % 3]
        person_from_above(canvas, place_x, place_y, seat * 36 + 180, clothes)
    for sheet_x, sheet_y in [(548, 300), (618, 292), (582, 352)]:
        sheet(canvas, sheet_x, sheet_y, 44, 54, 3, PALE)
    return canvas


SCENES: dict[str, Callable[[], Canvas]] = {
    "review-meeting": review_meeting,
    "health-posts": health_posts,
    "calendar": calendar,
    "six-strokes": six_strokes,
    "registers": registers,
    "noticeboard": noticeboard,
    "hills": hills,
    "workshop": workshop,
}
KEYS = tuple(SCENES)


def draw(key: str) -> bytes:
    """A PNG of 1200 x 675 pixels. KeyError for a scene that does not exist."""
    return SCENES[key]().png()
