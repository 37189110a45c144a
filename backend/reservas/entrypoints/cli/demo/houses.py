"""Cabins seen from the shore: an A-frame, a log cabin, a chalet, a modern shed roof and a long lodge."""

from random import Random

from reservas.entrypoints.cli.demo.canvas import Box, Canvas, Color, Point, color, darker, lighter, mix
from reservas.entrypoints.cli.demo.palettes import Palette

_STONE = color("#8b8780")
_SNOW = color("#fbfdff")


class House:
    """A cabin being drawn: ``x`` and ``foot`` are the middle of its front on the ground, ``size`` its half width."""

    def __init__(self, canvas: Canvas, palette: Palette, x: float, foot: float, size: float) -> None:
        self.canvas = canvas
        self.palette = palette
        self.x = x
        self.foot = foot
        self.size = size

    def at(self, across: float, up: float) -> Point:
        """A point counted in half widths from the middle of the front."""
        return self.x + across * self.size, self.foot - up * self.size

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box counted in half widths."""
        return (*self.at(left, top), *self.at(right, bottom))

    def draw(self) -> None:
        """Draw the house the palette asks for, standing on its deck."""
        random = Random(self.palette.seed)  # noqa: S311 - a drawing keeps no secret
        self.canvas.ellipse(self.box(-1.7, -0.16, 2.3, 0.08), darker(self.palette.grass, 0.5), 0.45)
        {
            "a_frame": self._a_frame,
            "log": self._log,
            "chalet": self._chalet,
            "shed": self._shed,
            "lodge": self._lodge,
        }[self.palette.house]()
        self._smoke(random)

    def _a_frame(self) -> None:
        self._chimney(0.75, 1.1, 2.0)
        self._roof([(0, 2.1), (1.25, 1.9), (2.15, 0.05), (1.15, 0)], self.palette.roof)
        self._planks([(-1.05, 0), (0, 2.0), (1.05, 0)], self.palette.wall)
        self._edge([(-1.22, -0.02), (0, 2.2), (1.22, -0.02)], 0.16, darker(self.palette.roof, 0.1))
        self._window([(-0.42, 0.95), (0, 1.68), (0.42, 0.95)], mullions=1)
        self._pane(-0.62, 0.12, -0.08, 0.8)
        self._door(0.08, 0.5)
        self._deck(-1.35, 1.35)

    def _log(self) -> None:
        self._chimney(1.05, 1.0, 1.95)
        self._planks([(1.0, 0), (1.0, 0.95), (2.1, 0.95), (2.1, 0.02)], darker(self.palette.wall, 0.28))
        self._pane(1.3, 0.36, 1.82, 0.78)
        self._roof([(0, 1.78), (1.25, 1.72), (2.35, 0.85), (1.15, 0.82)], self.palette.roof)
        self._planks([(-1, 0), (-1, 0.92), (0, 1.66), (1, 0.92), (1, 0)], self.palette.wall)
        self._edge([(-1.22, 0.76), (0, 1.76), (1.22, 0.76)], 0.15, darker(self.palette.roof, 0.12))
        self._pane(-0.24, 0.98, 0.24, 1.3)
        self._pane(-0.78, 0.3, -0.24, 0.76)
        self._door(0.12, 0.54)
        self._deck(-1.25, 1.2)

    def _chalet(self) -> None:
        self._chimney(0.9, 1.6, 2.55)
        self._planks([(1.0, 0), (1.0, 1.5), (1.95, 1.42), (1.95, 0.02)], darker(self.palette.wall, 0.3))
        self._pane(1.25, 0.3, 1.7, 0.75)
        self._pane(1.25, 0.98, 1.7, 1.34)
        self._roof([(0, 2.5), (1.1, 2.4), (2.2, 1.2), (1.2, 1.22)], self.palette.roof)
        self._planks([(-1, 0), (-1, 1.4), (0, 2.38), (1, 1.4), (1, 0)], self.palette.wall)
        self._stone(-1, 0, 1, 0.62)
        self._edge([(-1.3, 1.1), (0, 2.48), (1.3, 1.1)], 0.16, darker(self.palette.roof, 0.1))
        self._window([(-0.34, 1.62), (0, 2.06), (0.34, 1.62)], mullions=1)
        self._pane(-0.7, 0.95, -0.08, 1.42)
        self._pane(0.08, 0.95, 0.7, 1.42)
        self._balcony(-1.08, 1.08, 0.68, 0.98)
        self._pane(-0.78, 0.14, -0.26, 0.54)
        self._door(0.1, 0.5)
        self._deck(-1.3, 1.2)

    def _shed(self) -> None:
        self._planks([(-1.35, 0), (-1.35, 1.5), (1.5, 0.98), (1.5, 0)], self.palette.wall)
        self._planks([(1.5, 0), (1.5, 0.98), (2.05, 1.0), (2.05, 0.04)], darker(self.palette.wall, 0.35))
        self._roof([(-1.6, 1.54), (-1.6, 1.7), (2.3, 1.06), (2.3, 0.94)], self.palette.roof)
        for column in range(4):
            left = -1.15 + column * 0.46
            self._pane(left, 0.14, left + 0.4, 1.2 - column * 0.06, has_cross=False)
        self._door(0.85, 1.25)
        self._chimney(0.6, 1.2, 1.85, is_pipe=True)
        self._deck(-1.55, 1.7)

    def _lodge(self) -> None:
        self._chimney(1.25, 1.0, 2.1)
        self._planks([(0.55, 0), (0.55, 0.9), (2.3, 0.9), (2.3, 0)], darker(self.palette.wall, 0.2))
        self._roof([(0.2, 1.5), (2.1, 1.5), (2.55, 0.82), (0.55, 0.82)], self.palette.roof)
        self._pane(1.0, 0.26, 1.46, 0.7)
        self._pane(1.66, 0.26, 2.1, 0.7)
        self._planks([(-1.1, 0), (-1.1, 1.0), (-0.2, 1.9), (0.7, 1.0), (0.7, 0)], self.palette.wall)
        self._edge([(-1.34, 0.8), (-0.2, 2.0), (0.94, 0.8)], 0.16, darker(self.palette.roof, 0.05))
        self._window([(-0.74, 0.96), (-0.2, 1.52), (0.34, 0.96)], mullions=2)
        self._pane(-0.86, 0.16, -0.3, 0.8)
        self._door(-0.1, 0.34)
        self._deck(-1.35, 2.4)

    def _planks(self, corners: list[Point], fill: Color) -> None:
        points = [self.at(*corner) for corner in corners]
        self.canvas.polygon(points, fill)
        top = max(up for _, up in corners)
        level = 0.09
        while level < top:
            crossings = _crossings(corners, level)
            if len(crossings) > 1:
                ends = [self.at(crossings[0], level), self.at(crossings[-1], level)]
                self.canvas.line(ends, darker(fill, 0.28), 1.1)
                self.canvas.line([(x, y + 1.3) for x, y in ends], lighter(fill, 0.12), 0.8)
            level += 0.09

    def _roof(self, corners: list[Point], fill: Color) -> None:
        tone = mix(fill, _SNOW, 0.92) if self.palette.has_snow else fill
        self.canvas.polygon([self.at(*corner) for corner in corners], tone)
        first, second, third, fourth = corners
        for row in range(1, 7):
            share = row / 7
            left = _between(first, fourth, share)
            right = _between(second, third, share)
            self.canvas.line([self.at(*left), self.at(*right)], darker(tone, 0.16), 1, 0.7)

    def _edge(self, corners: list[Point], thickness: float, fill: Color) -> None:
        """The gable's two roof edges, under snow in winter."""
        left, top, right = corners
        lower = [
            (right[0] - 0.06, right[1] - thickness),
            (0 + top[0], top[1] - thickness * 1.5),
            (left[0] + 0.06, left[1] - thickness),
        ]
        self.canvas.polygon([self.at(*point) for point in (left, top, right, *lower)], fill)
        if self.palette.has_snow:
            raised = [(x, up + 0.15) for x, up in corners]
            snow = [*corners, *reversed(raised)]
            self.canvas.polygon([self.at(*point) for point in snow], _SNOW)
        else:
            self.canvas.line([self.at(*point) for point in corners], self.palette.trim, 2, 0.8)

    def _glass(self) -> Color:
        return self.palette.window

    def _light(self, center: Point, radius: float) -> None:
        if self.palette.is_lit:
            self.canvas.glow(center, radius, self.palette.window, 0.42)

    def _pane(self, left: float, bottom: float, right: float, top: float, *, has_cross: bool = True) -> None:
        x0, y0, x1, y1 = self.box(left, bottom, right, top)
        self._light(((x0 + x1) / 2, (y0 + y1) / 2), (x1 - x0) * 1.5)
        self.canvas.rectangle((x0 - 3, y0 - 3, x1 + 3, y1 + 3), self.palette.trim)
        self.canvas.gradient((x0, y0, x1, y1), (lighter(self._glass(), 0.35), darker(self._glass(), 0.1)))
        self.canvas.polygon(
            [(x0, y0 + (y1 - y0) * 0.7), (x0 + (x1 - x0) * 0.6, y0), (x0 + (x1 - x0) * 0.85, y0), (x0, y1)],
            color("#ffffff"),
            0.16,
        )
        if has_cross:
            self.canvas.line([((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)], self.palette.trim, 2)
            self.canvas.line([(x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)], self.palette.trim, 2)

    def _window(self, corners: list[Point], *, mullions: int) -> None:
        """A gable window that follows the roof."""
        points = [self.at(*corner) for corner in corners]
        center = (sum(x for x, _ in points) / 3, sum(y for _, y in points) / 3)
        self._light(center, self.size * 0.7)
        self.canvas.polygon(points, lighter(self._glass(), 0.15))
        self.canvas.line([*points, points[0]], self.palette.trim, 4)
        for mullion in range(1, mullions + 1):
            share = mullion / (mullions + 1)
            x = points[0][0] + (points[2][0] - points[0][0]) * share
            rise = 1 - abs(share - 0.5) * 2
            self.canvas.line(
                [(x, points[0][1]), (x, points[0][1] + (points[1][1] - points[0][1]) * rise)], self.palette.trim, 2.5
            )

    def _door(self, left: float, right: float) -> None:
        x0, y0, x1, y1 = self.box(left, 0, right, 0.74)
        self.canvas.rectangle((x0 - 3, y0 - 3, x1 + 3, y1), self.palette.trim)
        self.canvas.rectangle((x0, y0, x1, y1), darker(self.palette.wall, 0.5))
        pane = (x0 + 5, y0 + 6, x1 - 5, y0 + (y1 - y0) * 0.42)
        self.canvas.rectangle(pane, self._glass())
        self.canvas.disc((x1 - 7, y0 + (y1 - y0) * 0.58), 2.4, self.palette.accent)

    def _deck(self, left: float, right: float) -> None:
        wood = mix(self.palette.wall, self.palette.trim, 0.25)
        self.canvas.rectangle(self.box(left, -0.1, right, 0.02), wood)
        self.canvas.rectangle(self.box(left, -0.2, right, -0.09), darker(wood, 0.45))
        if self.palette.has_snow:
            self.canvas.rectangle(self.box(left, -0.01, right, 0.05), _SNOW, radius=3)
        x0, _, x1, y1 = self.box(0.02, -0.32, 0.62, -0.1)
        for step in range(3):
            y = y1 - 14 + step * 9
            self.canvas.rectangle((x0 - step * 5, y - 7, x1 + step * 5, y + 2), darker(wood, 0.15 + 0.1 * step))

    def _balcony(self, left: float, right: float, bottom: float, top: float) -> None:
        wood = mix(self.palette.wall, self.palette.trim, 0.35)
        self.canvas.rectangle(self.box(left, bottom, right, bottom + 0.07), darker(wood, 0.3))
        self.canvas.rectangle(self.box(left, top - 0.05, right, top), wood)
        for post in range(19):
            across = left + (right - left) * post / 18
            self.canvas.line([self.at(across, bottom), self.at(across, top)], wood, 2.4)

    def _stone(self, left: float, bottom: float, right: float, top: float) -> None:
        random = Random(self.palette.seed + 5)  # noqa: S311 - a drawing keeps no secret
        stone = mix(_STONE, self.palette.wall, 0.2)
        self.canvas.rectangle(self.box(left, bottom, right, top), darker(stone, 0.25))
        rows = 6
        for row in range(rows):
            across = left - 0.04 * (row % 2)
            while across < right:
                width = random.uniform(0.13, 0.24)
                low = bottom + (top - bottom) * row / rows
                box = self.box(
                    max(left, across),
                    low + 0.012,
                    min(right, across + width - 0.02),
                    low + (top - bottom) / rows - 0.012,
                )
                self.canvas.rectangle(box, lighter(stone, random.uniform(0, 0.22)), radius=3)
                across += width

    def _chimney(self, across: float, bottom: float, top: float, *, is_pipe: bool = False) -> None:
        half = 0.06 if is_pipe else 0.15
        fill = darker(self.palette.roof, 0.35) if is_pipe else mix(_STONE, self.palette.wall, 0.3)
        self.canvas.rectangle(self.box(across - half, bottom, across + half, top), fill)
        self.canvas.rectangle(self.box(across, bottom, across + half, top), darker(fill, 0.3))
        cap = _SNOW if self.palette.has_snow else darker(fill, 0.4)
        self.canvas.rectangle(self.box(across - half - 0.04, top, across + half + 0.04, top + 0.07), cap, radius=2)
        self._chimney_top = self.at(across, top + 0.1)

    def _smoke(self, random: Random) -> None:
        x, y = self._chimney_top
        tone = lighter(self.palette.sky[-1], 0.6)
        for puff in range(16):
            share = puff / 16
            drift = share**1.5 * 120 + random.uniform(-6, 6)
            radius = 6 + 25 * share
            self.canvas.glow((x + drift, y - share * 150), radius * 1.7, tone, 0.5 * (1 - share))


def _between(first: Point, second: Point, share: float) -> Point:
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share


def _crossings(corners: list[Point], level: float) -> list[float]:
    """Where a level line meets the outline, from left to right."""
    found = []
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y0 != y1 and min(y0, y1) <= level <= max(y0, y1):
            found.append(x0 + (x1 - x0) * (level - y0) / (y1 - y0))
    return sorted(found)
