"""Inside a cabin: a window on the lake, a stove with its fire, a made bed, a set table."""

import math
from random import Random

from reservas.entrypoints.cli.demo.canvas import HEIGHT, WIDTH, Box, Canvas, Color, color, darker, lighter, mix
from reservas.entrypoints.cli.demo.landscape import draw_landscape
from reservas.entrypoints.cli.demo.palettes import Palette

_FLOOR = 600
_LAST_BOOK = 1040
_IRON = color("#2b2d33")
_FIRE = (color("#ff7a2f"), color("#ffb13d"), color("#ffe08a"))
_LINEN = color("#f7f1e6")
_SHADOW = color("#140f14")


def draw_inside(palette: Palette) -> Canvas:
    """The one room that sells the cabin; every second palette sees it the other way round."""
    random = Random(palette.seed * 17)  # noqa: S311 - a drawing keeps no secret
    canvas = Canvas()
    wall = mix(mix(mix(palette.wall, color("#c98f58"), 0.6), color("#f0d3a4"), 0.35), palette.mist, 0.24)
    _draw_shell(canvas, wall)
    _draw_window(canvas, palette, (430, 120, 800, 430))
    _draw_stove(canvas, palette, 210)
    _draw_shelf(canvas, palette, random)
    _draw_rug(canvas, palette)
    _draw_bed(canvas, palette)
    _draw_dining(canvas, palette)
    _draw_lamp(canvas, palette)
    if palette.seed % 4 == 1:
        canvas.flip()
    return canvas


def _draw_shell(canvas: Canvas, wall: Color) -> None:
    canvas.gradient((0, 0, WIDTH, _FLOOR), (darker(wall, 0.22), wall, lighter(wall, 0.1)))
    for plank in range(15):
        y = plank * 42
        canvas.line([(0, y), (WIDTH, y)], darker(wall, 0.26), 1.6, 0.8)
        canvas.line([(0, y + 2), (WIDTH, y + 2)], lighter(wall, 0.22), 1, 0.6)
        for joint in range(4):
            x = (joint * 331 + plank * 173) % WIDTH
            canvas.line([(x, y), (x, y + 42)], darker(wall, 0.22), 1.2, 0.6)
    beam = darker(wall, 0.42)
    canvas.rectangle((0, 0, WIDTH, 46), beam)
    canvas.rectangle((0, 42, WIDTH, 52), darker(beam, 0.35))
    for x in (60, 350, 840, 1130):
        canvas.rectangle((x, 0, x + 44, 72), darker(beam, 0.14))
    floor = darker(mix(wall, color("#8a5a34"), 0.5), 0.12)
    canvas.gradient((0, _FLOOR, WIDTH, HEIGHT), (darker(floor, 0.2), lighter(floor, 0.08)))
    for board in range(-6, 20):
        canvas.line(
            [(600 + (board - 7) * 88, _FLOOR), (600 + (board - 7) * 150, HEIGHT)], darker(floor, 0.35), 1.8, 0.8
        )
    canvas.rectangle((0, _FLOOR - 14, WIDTH, _FLOOR), darker(wall, 0.35))
    canvas.veil((0, _FLOOR, WIDTH, _FLOOR + 50), _SHADOW, 0.3, 0)


def _draw_window(canvas: Canvas, palette: Palette, box: Box) -> None:
    left, top, right, bottom = (round(value) for value in box)
    view = Canvas(right - left, bottom - top)
    draw_landscape(view, palette, shoreline=(bottom - top) * 0.66, variant=7)
    frame = lighter(palette.trim, 0.1)
    canvas.rectangle((left - 22, top - 22, right + 22, bottom + 22), darker(frame, 0.35))
    canvas.rectangle((left - 18, top - 18, right + 18, bottom + 16), frame)
    canvas.paste(view, (left, top))
    canvas.polygon([(left, bottom), (left, top + 90), (left + 250, top), (left + 330, top)], color("#ffffff"), 0.1)
    middle = (left + right) / 2
    canvas.rectangle((middle - 5, top, middle + 5, bottom), frame)
    canvas.rectangle((left, top + 92, right, top + 100), frame)
    canvas.rectangle((left - 36, bottom + 14, right + 36, bottom + 32), lighter(frame, 0.2), radius=3)
    canvas.rectangle((left - 36, bottom + 28, right + 36, bottom + 34), darker(frame, 0.3))
    canvas.rectangle((left - 78, top - 40, right + 78, top - 33), _IRON, radius=3)
    for side in (-1, 1):
        _draw_curtain(canvas, palette, left - 46 if side < 0 else right + 46, top - 36, bottom + 40)
    _draw_plant(canvas, palette, left + 44, bottom + 15)
    canvas.rectangle((right - 74, bottom - 8, right - 46, bottom + 15), palette.textile, radius=5)
    canvas.arc((right - 52, bottom - 4, right - 38, bottom + 10), -90, 90, palette.textile, 3)


def _draw_curtain(canvas: Canvas, palette: Palette, x: float, top: float, bottom: float) -> None:
    cloth = mix(_LINEN, palette.accent, 0.22)
    for fold in range(5):
        left = x - 34 + fold * 14
        tone = darker(cloth, 0.05 + 0.09 * (fold % 2))
        canvas.polygon([(left, top), (left + 15, top), (left + 16 + fold % 2, bottom), (left - 1, bottom + 2)], tone)


def _draw_plant(canvas: Canvas, palette: Palette, x: float, foot: float) -> None:
    leaf = color("#4d7f52")
    for angle in range(-70, 71, 20):
        reach = 44 - abs(angle) * 0.15
        tip = (x + math.sin(math.radians(angle)) * reach, foot - 26 - math.cos(math.radians(angle)) * reach)
        canvas.polygon(
            [(x - 4, foot - 24), ((x + tip[0]) / 2 - 6, (foot - 26 + tip[1]) / 2), tip, (x + 4, foot - 24)], leaf
        )
        leaf = lighter(leaf, 0.05)
    canvas.polygon([(x - 17, foot - 28), (x + 17, foot - 28), (x + 12, foot), (x - 12, foot)], palette.accent)
    canvas.rectangle((x - 19, foot - 32, x + 19, foot - 24), darker(palette.accent, 0.15), radius=2)


def _draw_stove(canvas: Canvas, palette: Palette, x: float) -> None:
    """A salamander on its stone hearth, firewood beside it."""
    stone = color("#8d8378")
    canvas.polygon([(x - 150, 640), (x + 150, 640), (x + 176, 672), (x - 180, 672)], stone)
    canvas.rectangle((x - 180, 672, x + 176, 688), darker(stone, 0.35))
    canvas.rectangle((x - 13, 46, x + 13, 400), _IRON)
    canvas.rectangle((x - 13, 46, x - 6, 400), lighter(_IRON, 0.2))
    canvas.rectangle((x - 18, 250, x + 18, 260), lighter(_IRON, 0.12))
    for side in (-1, 1):
        canvas.polygon([(x + side * 74, 612), (x + side * 56, 612), (x + side * 70, 650), (x + side * 82, 650)], _IRON)
    canvas.rectangle((x - 98, 392, x + 98, 410), darker(_IRON, 0.2), radius=5)
    canvas.rectangle((x - 88, 406, x + 88, 620), _IRON, radius=9)
    canvas.rectangle((x - 88, 406, x - 74, 620), lighter(_IRON, 0.14), radius=6)
    canvas.rectangle((x - 64, 436, x + 64, 560), darker(_IRON, 0.5), radius=10)
    canvas.glow((x, 520), 90, _FIRE[0], 0.7)
    for tone, (scale, spread) in zip(_FIRE, ((1.0, 44), (0.72, 30), (0.44, 18)), strict=True):
        for flame in (-1, 0, 1):
            tall = (92 - abs(flame) * 28) * scale
            at = x + flame * spread
            canvas.polygon(
                [
                    (at - 21 * scale, 552),
                    (at - 12 * scale, 552 - tall * 0.55),
                    (at + 4, 552 - tall),
                    (at + 14 * scale, 552 - tall * 0.45),
                    (at + 21 * scale, 552),
                ],
                tone,
            )
    canvas.rectangle((x - 54, 544, x + 54, 556), color("#5b3a26"), radius=5)
    canvas.rectangle((x + 68, 486, x + 76, 516), palette.accent, radius=3)
    canvas.rectangle((x - 60, 574, x + 60, 606), lighter(_IRON, 0.08), radius=4)
    canvas.glow((x, 560), 330, _FIRE[1], 0.3)
    _draw_kettle(canvas, x + 38, 394)
    _draw_logs(canvas, x - 150, 650)


def _draw_kettle(canvas: Canvas, x: float, foot: float) -> None:
    steel = color("#a9b3ba")
    canvas.arc((x - 24, foot - 58, x + 24, foot - 14), 180, 360, darker(steel, 0.4), 4)
    canvas.ellipse((x - 32, foot - 40, x + 32, foot), steel)
    canvas.rectangle((x - 30, foot - 14, x + 30, foot), steel, radius=6)
    canvas.polygon([(x - 28, foot - 20), (x - 50, foot - 36), (x - 46, foot - 40), (x - 22, foot - 30)], steel)
    canvas.ellipse((x - 22, foot - 34, x - 2, foot - 14), lighter(steel, 0.5), 0.6)


def _draw_logs(canvas: Canvas, x: float, foot: float) -> None:
    bark, wood = color("#5d4030"), color("#d8ab74")
    for row in range(4):
        for column in range(3 - row % 2):
            center = (x + (column - 1) * 36 + 18 * (row % 2), foot - 18 - row * 31)
            canvas.disc(center, 18, bark)
            canvas.disc(center, 14.5, wood)
            canvas.disc(center, 8, darker(wood, 0.14))
            canvas.disc(center, 5.5, wood)


def _draw_shelf(canvas: Canvas, palette: Palette, random: Random) -> None:
    canvas.rectangle((900, 236, 1140, 250), darker(palette.wall, 0.35), radius=3)
    x = 912.0
    covers = (palette.textile, palette.accent, palette.forest, palette.mountain, _LINEN, palette.roof)
    while x < _LAST_BOOK:
        width, tall = random.uniform(11, 21), random.uniform(54, 84)
        cover = random.choice(covers)
        canvas.rectangle((x, 236 - tall, x + width, 236), cover, radius=2)
        canvas.rectangle((x + 3, 236 - tall + 10, x + width - 3, 236 - tall + 14), lighter(cover, 0.5))
        x += width + 1.5
    canvas.ellipse((1066, 186, 1112, 236), mix(palette.accent, _LINEN, 0.4))
    canvas.rectangle((1080, 166, 1098, 196), mix(palette.accent, _LINEN, 0.4))
    for lean in (-16, -4, 9, 20):
        canvas.line([(1089, 170), (1089 + lean, 116 + abs(lean))], color("#7a6a3c"), 2)
        canvas.disc((1089 + lean, 116 + abs(lean)), 6, palette.accent)


def _draw_rug(canvas: Canvas, palette: Palette) -> None:
    corners = [(250, 690), (760, 690), (860, 790), (170, 790)]
    canvas.polygon(corners, darker(palette.textile, 0.1))
    for band, tone in ((0.2, palette.accent), (0.45, lighter(palette.textile, 0.55)), (0.7, palette.accent)):
        y = 690 + 100 * band
        left, right = 250 - 80 * band, 760 + 100 * band
        canvas.polygon([(left, y), (right, y), (right + 12, y + 12), (left - 10, y + 12)], tone)


def _draw_bed(canvas: Canvas, palette: Palette) -> None:
    """A double bed against the right wall, a woven throw at its foot."""
    wood = darker(palette.wall, 0.28)
    canvas.ellipse((800, 690, 1290, 790), _SHADOW, 0.35)
    canvas.rectangle((866, 380, 1240, 640), wood, radius=16)
    for slat in range(5):
        canvas.rectangle((890 + slat * 66, 402, 940 + slat * 66, 560), lighter(wood, 0.1), radius=5)
    canvas.polygon([(850, 560), (1240, 560), (1240, 770), (816, 770)], darker(wood, 0.15))
    for x, tone in ((886, _LINEN), (1050, lighter(palette.textile, 0.55))):
        canvas.rectangle((x, 476, x + 160, 566), darker(tone, 0.1), radius=26)
        canvas.rectangle((x, 470, x + 156, 556), tone, radius=26)
    canvas.polygon([(846, 548), (1240, 548), (1240, 740), (812, 740)], _LINEN)
    canvas.polygon([(846, 548), (1240, 548), (1240, 572), (840, 572)], darker(_LINEN, 0.1))
    canvas.polygon([(832, 612), (1240, 612), (1240, 756), (808, 756)], palette.textile)
    for stripe, tone in enumerate((palette.accent, _LINEN, palette.accent)):
        y = 640 + stripe * 34
        canvas.polygon([(828 - stripe * 5, y), (1240, y), (1240, y + 11), (826 - stripe * 5, y + 11)], tone)
    for fringe in range(34):
        x = 810 + fringe * 13
        canvas.line([(x, 754), (x - 1, 768)], lighter(palette.textile, 0.3), 3)


def _draw_dining(canvas: Canvas, palette: Palette) -> None:
    """A small table under the window, breakfast on it."""
    wood = mix(palette.wall, color("#b98550"), 0.5)
    canvas.ellipse((420, 662, 800, 712), _SHADOW, 0.3)
    for x in (452, 756):
        canvas.polygon([(x - 8, 560), (x + 8, 560), (x + 5, 688), (x - 5, 688)], darker(wood, 0.4))
    for x, lean in ((400, -1), (808, 1)):
        _draw_stool(canvas, wood, x, lean)
    canvas.polygon([(446, 540), (768, 540), (796, 566), (418, 566)], lighter(wood, 0.16))
    canvas.rectangle((418, 566, 796, 580), darker(wood, 0.2), radius=2)
    canvas.polygon([(560, 540), (654, 540), (662, 566), (552, 566)], lighter(palette.textile, 0.2))
    canvas.polygon([(552, 566), (662, 566), (662, 600), (552, 600)], palette.textile)
    canvas.ellipse((572, 528, 642, 554), darker(_LINEN, 0.12))
    canvas.ellipse((572, 524, 642, 548), _LINEN)
    for x, y, tone in ((592, 520, "#c8873f"), (616, 516, "#b5702e"), (606, 508, "#d99a4e")):
        canvas.ellipse((x - 17, y - 8, x + 17, y + 12), color(tone))
    for x in (492, 716):
        canvas.ellipse((x - 24, 546, x + 24, 560), darker(_LINEN, 0.08))
        canvas.rectangle((x - 13, 526, x + 13, 553), lighter(palette.accent, 0.3), radius=6)
        canvas.ellipse((x - 12, 523, x + 12, 531), color("#5a3a24"))


def _draw_stool(canvas: Canvas, wood: Color, x: float, lean: int) -> None:
    for leg in (-1, 1):
        canvas.line([(x + leg * 22, 622), (x + leg * 30, 704)], darker(wood, 0.45), 8)
    canvas.line([(x + lean * 26, 624), (x + lean * 36, 500)], darker(wood, 0.35), 8)
    canvas.line([(x - lean * 2, 618), (x + lean * 6, 510)], darker(wood, 0.5), 6)
    canvas.rectangle((min(x, x + lean * 38) - 4, 500, max(x, x + lean * 38) + 4, 528), darker(wood, 0.25), radius=6)
    canvas.rectangle((x - 36, 612, x + 36, 626), darker(wood, 0.1), radius=5)


def _draw_lamp(canvas: Canvas, palette: Palette) -> None:
    x = 615
    warm = color("#ffdf9e")
    canvas.line([(x, 46), (x, 92)], _IRON, 3)
    canvas.polygon([(x - 22, 92), (x + 22, 92), (x + 56, 142), (x - 56, 142)], mix(palette.accent, _LINEN, 0.25))
    canvas.ellipse((x - 56, 134, x + 56, 150), lighter(warm, 0.4))
    canvas.glow((x, 150), 250, warm, 0.5 if palette.is_lit else 0.25)
    canvas.glow((1090, 420), 260, warm, 0.22)
    canvas.veil((0, 0, WIDTH, HEIGHT), _SHADOW, 0.1, 0.0)
