"""Each cabin's hour and season as colours: what makes six drawings of one lake six different places."""

from dataclasses import dataclass

from reservas.entrypoints.cli.demo.canvas import Color, color


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours and moods of one cabin's pictures."""

    seed: int
    sky: tuple[Color, ...]
    sun: Color
    sun_at: tuple[float, float]
    sun_radius: float
    mountain: Color
    mountain_shade: Color
    snow: Color
    snow_shade: Color
    snow_share: float
    mist: Color
    hill: Color
    forest: Color
    water: tuple[Color, Color]
    grass: Color
    foliage: tuple[Color, ...]
    trunk: Color
    wall: Color
    roof: Color
    trim: Color
    window: Color
    textile: Color
    accent: Color
    tree: str
    house: str
    is_lit: bool = False
    has_stars: bool = False
    has_snow: bool = False


def _colors(*values: str) -> tuple[Color, ...]:
    return tuple(color(value) for value in values)


_DAWN = Palette(
    seed=11,
    sky=_colors("#6f7fb8", "#b79cc8", "#f3b7b5", "#fde0c2"),
    sun=color("#fff1cf"),
    sun_at=(640, 372),
    sun_radius=40,
    mountain=color("#8d84b4"),
    mountain_shade=color("#6f6a9e"),
    snow=color("#fbe4e6"),
    snow_shade=color("#c9b5d6"),
    snow_share=0.42,
    mist=color("#fbd6c8"),
    hill=color("#6d749a"),
    forest=color("#465676"),
    water=(color("#f0bdb6"), color("#66729f")),
    grass=color("#5f7a5c"),
    foliage=_colors("#3f6b57", "#4f7f62", "#6c9a70"),
    trunk=color("#c2683f"),
    wall=color("#b5713f"),
    roof=color("#4b3a46"),
    trim=color("#f2dcc0"),
    window=color("#ffd98a"),
    textile=color("#c8665c"),
    accent=color("#e9a57c"),
    tree="arrayan",
    house="a_frame",
    is_lit=True,
)
_NOON = Palette(
    seed=23,
    sky=_colors("#2f86c9", "#6fb6e6", "#c9e8f4"),
    sun=color("#fffbe6"),
    sun_at=(240, 120),
    sun_radius=42,
    mountain=color("#7c99b0"),
    mountain_shade=color("#5b7b97"),
    snow=color("#ffffff"),
    snow_shade=color("#c3dcec"),
    snow_share=0.5,
    mist=color("#d5ecf3"),
    hill=color("#4f8a78"),
    forest=color("#2f6b58"),
    water=(color("#8fd0dc"), color("#1f6f9a")),
    grass=color("#7fb04e"),
    foliage=_colors("#2c6b45", "#3d8550", "#62a558"),
    trunk=color("#6b5140"),
    wall=color("#a9683a"),
    roof=color("#2f5d50"),
    trim=color("#f6ead2"),
    window=color("#bfe6f2"),
    textile=color("#2f7d8c"),
    accent=color("#e3b04b"),
    tree="coihue",
    house="log",
)
_AUTUMN = Palette(
    seed=37,
    sky=_colors("#4f8fbf", "#a9cfdd", "#f7e3b8"),
    sun=color("#fff3c4"),
    sun_at=(880, 150),
    sun_radius=38,
    mountain=color("#8895ad"),
    mountain_shade=color("#687794"),
    snow=color("#fffdf6"),
    snow_shade=color("#ccd6e2"),
    snow_share=0.36,
    mist=color("#f6e0bd"),
    hill=color("#c9733a"),
    forest=color("#a8432b"),
    water=(color("#e4c79a"), color("#356c8b")),
    grass=color("#c39a48"),
    foliage=_colors("#b23a25", "#d65a2c", "#f0923b"),
    trunk=color("#5a4438"),
    wall=color("#8a5637"),
    roof=color("#3b4350"),
    trim=color("#f3e3c6"),
    window=color("#ffe2a0"),
    textile=color("#b8452c"),
    accent=color("#e8a13c"),
    tree="lenga",
    house="chalet",
    is_lit=True,
)
_DUSK = Palette(
    seed=41,
    sky=_colors("#2b2a5e", "#7a3f80", "#e0675f", "#fdb462"),
    sun=color("#ffd98c"),
    sun_at=(420, 404),
    sun_radius=52,
    mountain=color("#5d3f73"),
    mountain_shade=color("#452f62"),
    snow=color("#f6a58c"),
    snow_shade=color("#a3607f"),
    snow_share=0.34,
    mist=color("#f08a6a"),
    hill=color("#402c58"),
    forest=color("#2a2146"),
    water=(color("#f4a05f"), color("#33264f")),
    grass=color("#2f3140"),
    foliage=_colors("#1f2238", "#2b2a44", "#443654"),
    trunk=color("#241a2c"),
    wall=color("#5b3b3a"),
    roof=color("#211b33"),
    trim=color("#d9a36c"),
    window=color("#ffc860"),
    textile=color("#7d4a86"),
    accent=color("#f2a65a"),
    tree="nire",
    house="shed",
    is_lit=True,
)
_NIGHT = Palette(
    seed=53,
    sky=_colors("#070d2b", "#122352", "#274a7c", "#4f7fa3"),
    sun=color("#f6f4e0"),
    sun_at=(300, 140),
    sun_radius=30,
    mountain=color("#2d4a78"),
    mountain_shade=color("#203862"),
    snow=color("#bcd3ea"),
    snow_shade=color("#7193bd"),
    snow_share=0.45,
    mist=color("#5f8fb3"),
    hill=color("#1b3458"),
    forest=color("#102440"),
    water=(color("#41709a"), color("#0b1a3a")),
    grass=color("#152b38"),
    foliage=_colors("#0c1c30", "#12283b", "#1f3d4e"),
    trunk=color("#0d1526"),
    wall=color("#553a30"),
    roof=color("#141b33"),
    trim=color("#caa06a"),
    window=color("#ffd06b"),
    textile=color("#2f4b7c"),
    accent=color("#f0b860"),
    tree="pine",
    house="lodge",
    is_lit=True,
    has_stars=True,
)
_WINTER = Palette(
    seed=67,
    sky=_colors("#8fb2d6", "#c6dbea", "#f4e6e4"),
    sun=color("#fffaf0"),
    sun_at=(760, 210),
    sun_radius=34,
    mountain=color("#a7bbd0"),
    mountain_shade=color("#869fbb"),
    snow=color("#ffffff"),
    snow_shade=color("#d3e1ee"),
    snow_share=0.7,
    mist=color("#eef3f7"),
    hill=color("#7f9bb0"),
    forest=color("#4d6b80"),
    water=(color("#cfe0ea"), color("#5d88a8")),
    grass=color("#eef4f8"),
    foliage=_colors("#3f6470", "#4f7782", "#6f939b"),
    trunk=color("#54474a"),
    wall=color("#9a5a3c"),
    roof=color("#5b4a50"),
    trim=color("#fbf3e6"),
    window=color("#ffdc93"),
    textile=color("#a63f45"),
    accent=color("#d98f5a"),
    tree="pine",
    house="log",
    is_lit=True,
    has_snow=True,
)

PALETTES: dict[str, Palette] = {
    "arrayan": _DAWN,
    "coihue": _NOON,
    "lenga": _AUTUMN,
    "nire": _DUSK,
    "maiten": _NIGHT,
    "radal": _WINTER,
}
"""By cabin code."""
