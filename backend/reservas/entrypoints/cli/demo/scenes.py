"""The three pictures of a cabin: from the shore, from its deck, and from the sofa."""

import math
from random import Random

from reservas.entrypoints.cli.demo.canvas import HEIGHT, WIDTH, Canvas, color, darker, lighter, mix
from reservas.entrypoints.cli.demo.houses import House
from reservas.entrypoints.cli.demo.landscape import draw_landscape
from reservas.entrypoints.cli.demo.palettes import Palette
from reservas.entrypoints.cli.demo.trees import draw_tree

_SHORELINE = 470
_FLOWERS_PER_TUFT = 0.4


def draw_outside(palette: Palette) -> Canvas:
    """The cabin on its meadow by the lake, trees around it."""
    random = Random(palette.seed * 7)  # noqa: S311 - a drawing keeps no secret
    canvas = Canvas()
    draw_landscape(canvas, palette, shoreline=_SHORELINE)
    _draw_jetty(canvas, palette)
    _draw_meadow(canvas, palette, random)
    for x, foot, height in ((1120, 600, 330), (1010, 588, 270), (1185, 640, 400)):
        draw_tree(canvas, palette, x, foot, height, random)
    House(canvas, palette, 800, 650, 118).draw()
    for x, foot, height in ((1150, 742, 300), (560, 640, 175), (40, 760, 520), (150, 792, 380)):
        draw_tree(canvas, palette, x, foot, height, random)
    _draw_tufts(canvas, palette, random)
    return canvas


def _draw_meadow(canvas: Canvas, palette: Palette, random: Random) -> None:
    bank = [(x, _bank(x)) for x in range(0, WIDTH + 13, 12)]
    canvas.polygon([(x, y - 5) for x, y in bank] + [(WIDTH, HEIGHT), (0, HEIGHT)], darker(palette.grass, 0.45))
    canvas.polygon([*bank, (WIDTH, HEIGHT), (0, HEIGHT)], palette.grass)
    nearer = [(x, _bank(x) + 46 + 18 * math.sin(x / 90)) for x in range(0, WIDTH + 13, 12)]
    canvas.polygon([*nearer, (WIDTH, HEIGHT), (0, HEIGHT)], darker(palette.grass, 0.1))
    path = [(846, 668), (884, 668), (800, 730), (700, 800), (560, 800), (720, 728)]
    canvas.polygon(path, mix(palette.grass, palette.trim, 0.55), 0.85)
    for _ in range(26):
        x = random.uniform(0, WIDTH)
        y = _bank(x) + random.uniform(-2, 7)
        half = random.uniform(5, 17)
        stone = mix(color("#8d8f96"), palette.mountain_shade, 0.45)
        canvas.ellipse((x - half, y - half * 0.5, x + half, y + half * 0.5), darker(stone, 0.2))
        canvas.ellipse((x - half, y - half * 0.5, x + half * 0.7, y + half * 0.2), lighter(stone, 0.12))


def _bank(x: float) -> float:
    """The shore: low on the left, rising to where the cabin stands."""
    rise = 1 / (1 + math.exp(-(x - 520) / 95))
    return 742 - 150 * rise + 7 * math.sin(x / 60) + 3 * math.sin(x / 23)


def _draw_jetty(canvas: Canvas, palette: Palette) -> None:
    wood = mix(darker(palette.wall, 0.2), palette.trim, 0.3)
    for x in (300, 372, 444, 516):
        canvas.rectangle((x, 640, x + 7, 706), darker(wood, 0.5))
    canvas.polygon([(276, 634), (600, 628), (600, 650), (262, 652)], wood)
    for board in range(24):
        x = 282 + board * 13
        canvas.line([(x, 634), (x - 4, 651)], darker(wood, 0.3), 1.2)
    canvas.rectangle((262, 650, 600, 657), darker(wood, 0.4))
    hull = lighter(palette.textile, 0.1)
    canvas.polygon([(150, 676), (262, 672), (246, 698), (170, 700)], hull)
    canvas.polygon([(150, 676), (262, 672), (258, 680), (156, 684)], lighter(hull, 0.35))
    canvas.ellipse((150, 696, 266, 708), darker(palette.water[1], 0.3), 0.4)


def _draw_tufts(canvas: Canvas, palette: Palette, random: Random) -> None:
    flowers = (palette.accent, lighter(palette.textile, 0.25), lighter(palette.accent, 0.5))
    for _ in range(150):
        x = random.uniform(0, WIDTH)
        y = random.uniform(max(_bank(x) + 30, 690), HEIGHT + 8)
        tall = random.uniform(7, 17) * (y / HEIGHT)
        blade = (
            darker(palette.grass, random.uniform(0.05, 0.3)) if not palette.has_snow else darker(palette.grass, 0.12)
        )
        for lean in (-0.4, 0, 0.45):
            canvas.line([(x, y), (x + lean * tall, y - tall)], blade, 1.5)
        if not palette.has_snow and not palette.has_stars and random.random() < _FLOWERS_PER_TUFT:
            canvas.disc((x, y - tall), 2.6, random.choice(flowers))


def draw_deck(palette: Palette) -> Canvas:
    """The lake from the deck: boards, a rail, two chairs and a mate on the table."""
    random = Random(palette.seed * 13)  # noqa: S311 - a drawing keeps no secret
    canvas = Canvas()
    draw_landscape(canvas, palette, shoreline=430, variant=3)
    for x, foot, height in ((60, 640, 460), (1150, 650, 520), (1060, 640, 300)):
        draw_tree(canvas, palette, x, foot, height, random)
    draw_tree(canvas, palette, 200, 648, 270, random)
    wood = mix(palette.wall, palette.trim, 0.3)
    _draw_boards(canvas, palette, wood)
    _draw_rail(canvas, palette, wood)
    _draw_chair(canvas, palette, 330, 770)
    _draw_chair(canvas, palette, 640, 770)
    _draw_table(canvas, palette, 485, 762)
    _draw_roof_edge(canvas, palette, wood)
    return canvas


def _draw_boards(canvas: Canvas, palette: Palette, wood: tuple[int, int, int]) -> None:
    floor = lighter(palette.grass, 0.2) if palette.has_snow else wood
    canvas.gradient((0, 620, WIDTH, HEIGHT), (darker(floor, 0.25), lighter(floor, 0.06)))
    for board in range(-14, 40):
        far, near = 600 + (board - 13) * 52, 600 + (board - 13) * 92
        canvas.line([(far, 620), (near, HEIGHT)], darker(wood, 0.5), 2, 0.7)
    canvas.veil((0, 620, WIDTH, 660), color("#0c1020"), 0.3, 0)


def _draw_rail(canvas: Canvas, palette: Palette, wood: tuple[int, int, int]) -> None:
    post = darker(wood, 0.3)
    for cable in range(4):
        y = 530 + cable * 26
        canvas.line([(0, y), (WIDTH, y)], darker(post, 0.2), 2.2, 0.85)
    for x in range(-20, WIDTH + 60, 205):
        canvas.rectangle((x, 500, x + 20, 645), post)
        canvas.rectangle((x, 500, x + 7, 645), lighter(post, 0.15))
    canvas.rectangle((0, 488, WIDTH, 506), wood)
    canvas.rectangle((0, 503, WIDTH, 508), darker(wood, 0.4))
    if palette.has_snow:
        canvas.rectangle((0, 478, WIDTH, 492), color("#fbfdff"), radius=6)


def _draw_chair(canvas: Canvas, palette: Palette, x: float, foot: float) -> None:
    """An Adirondack chair from behind, a blanket over its back."""
    paint = mix(palette.trim, palette.wall, 0.3)
    canvas.ellipse((x - 95, foot - 16, x + 95, foot + 16), color("#0c1020"), 0.28)
    for side in (-1, 1):
        canvas.rectangle((x + side * 74 - 8, foot - 92, x + side * 74 + 8, foot), darker(paint, 0.35))
        canvas.rectangle((x + side * 78 - 17, foot - 104, x + side * 78 + 17, foot - 92), paint, radius=5)
    canvas.rectangle((x - 68, foot - 60, x + 68, foot - 44), darker(paint, 0.4))
    for slat in range(5):
        across = (slat - 2) * 26
        top = foot - 205 + abs(slat - 2) ** 2 * 9
        canvas.polygon(
            [
                (x + across * 1.12 - 12, top),
                (x + across * 1.12 + 12, top),
                (x + across * 0.92 + 11, foot - 46),
                (x + across * 0.92 - 11, foot - 46),
            ],
            lighter(paint, 0.06 * (slat % 2)),
        )
        canvas.ellipse(
            (x + across * 1.12 - 12, top - 8, x + across * 1.12 + 12, top + 8), lighter(paint, 0.06 * (slat % 2))
        )
    canvas.rectangle((x - 62, foot - 112, x + 62, foot - 100), darker(paint, 0.25))
    cloth = palette.textile
    canvas.polygon([(x - 2, foot - 214), (x + 66, foot - 180), (x + 58, foot - 96), (x + 2, foot - 104)], cloth)
    for stripe in (0.25, 0.5, 0.75):
        y = foot - 206 + 100 * stripe
        canvas.line([(x, y), (x + 64 - 6 * stripe, y + 22 - 10 * stripe)], lighter(palette.accent, 0.2), 4, 0.9)


def _draw_table(canvas: Canvas, palette: Palette, x: float, foot: float) -> None:
    """A stump with a thermos and a mate."""
    stump = mix(palette.wall, color("#b58a5e"), 0.4)
    canvas.ellipse((x - 60, foot - 12, x + 60, foot + 12), color("#0c1020"), 0.3)
    canvas.rectangle((x - 46, foot - 66, x + 46, foot), darker(stump, 0.35), radius=6)
    canvas.ellipse((x - 50, foot - 80, x + 50, foot - 54), lighter(stump, 0.28))
    canvas.ellipse((x - 30, foot - 75, x + 30, foot - 60), lighter(stump, 0.14))
    canvas.rectangle((x + 6, foot - 134, x + 30, foot - 68), mix(palette.textile, color("#3c5a50"), 0.4), radius=7)
    canvas.rectangle((x + 10, foot - 146, x + 26, foot - 132), color("#c9ced3"), radius=4)
    canvas.rectangle((x + 11, foot - 130, x + 15, foot - 74), color("#ffffff"), 0.3, radius=2)
    canvas.ellipse((x - 36, foot - 98, x - 6, foot - 64), color("#6e4527"))
    canvas.ellipse((x - 33, foot - 100, x - 9, foot - 90), color("#c9ced3"))
    canvas.ellipse((x - 30, foot - 98, x - 12, foot - 91), color("#7d9a4a"))
    canvas.line([(x - 17, foot - 94), (x - 8, foot - 122)], color("#d9dde0"), 3)


def _draw_roof_edge(canvas: Canvas, palette: Palette, wood: tuple[int, int, int]) -> None:
    """The eaves above, with a string of lights."""
    beam = darker(wood, 0.42)
    canvas.polygon([(0, 0), (WIDTH, 0), (WIDTH, 40), (0, 40)], beam)
    canvas.rectangle((0, 36, WIDTH, 46), darker(beam, 0.4))
    for rafter in range(9):
        x = 40 + rafter * 142
        canvas.polygon([(x, 0), (x + 26, 0), (x + 26, 56), (x + 18, 66), (x, 66)], darker(beam, 0.2))
    canvas.rectangle((1128, 40, 1162, 640), darker(wood, 0.3))
    canvas.rectangle((1128, 40, 1139, 640), darker(wood, 0.12))
    for span in range(6):
        left = span * 200 - 10
        cord = [(left + 200 * t / 12, 62 + 34 * (1 - (t / 6 - 1) ** 2)) for t in range(13)]
        canvas.line(cord, color("#20242c"), 1.6)
        for t in (2, 4, 6, 8, 10):
            bulb = (cord[t][0], cord[t][1] + 8)
            if palette.is_lit:
                canvas.glow(bulb, 30, palette.window, 0.6)
            canvas.disc(bulb, 4.6, lighter(palette.window, 0.5))
