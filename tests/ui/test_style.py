"""The looks hold their promises: contrast, one source of colour, figures of one width."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel

from ui.style import Look, Style, look_from, tokens
from ui.style.icons import icon_file, icon_pixmap
from ui.style.sheet import stylesheet
from ui.style.tokens import SCHEMES, TEXT_SIZES, contrast, resources

ROOT = Path(__file__).resolve().parents[2]
WRITTEN_LOOKS = re.compile(
    r"#[0-9a-fA-F]{6}\b|setPixelSize\(\d|setPointSize|font-size|QColor\(\d|setStyleSheet"
)
PAIRS = [
    (s, text, ground) for s in SCHEMES for text, grounds in tokens().text_on.items() for ground in grounds
]


@pytest.mark.parametrize(("scheme", "text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = tokens().colours[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_both_schemes_and_all_text_sizes_name_the_same_tokens() -> None:
    assert tokens().colours["light"].keys() == tokens().colours["dark"].keys()
    assert len({frozenset(tokens().sizes[s]) for s in TEXT_SIZES}) == 1


def test_spaces_lie_on_a_grid_of_four() -> None:
    assert all(px % 4 == 0 for px in tokens().spaces.values())


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", TEXT_SIZES)
def test_every_token_of_the_stylesheet_is_filled(scheme: str, size: str) -> None:
    assert "@" not in stylesheet(Look(scheme, size))
    assert "@" not in stylesheet(Look(scheme, size), "help.css").split("*/")[1]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_ground_is_a_colour(scheme: str) -> None:
    """The rail's colour and its width had one name: six grounds were given a width, and had none."""
    grounds = re.findall(r"background(?:-color)?: ([^;]+);", stylesheet(Look(scheme)))
    assert grounds
    assert [g for g in grounds if not re.fullmatch(r"#[0-9A-Fa-f]{6,8}|transparent|none", g)] == []


def test_no_colour_and_no_font_size_is_written_in_a_widget() -> None:
    for file in (ROOT / "ui").rglob("*.py"):
        if file.parent.name == "style":
            continue
        found = re.findall(
            r"#[0-9a-fA-F]{6}\b|setPixelSize\(\d|setPointSize|font-size|QColor\(\d|setStyleSheet",
            file.read_text(),
        )
        assert not found, f"{file}: {found}"


def test_a_look_survives_its_key() -> None:
    look = Look("dark", "large", True)
    assert look_from(look.key) == look
    assert look_from("nonsense") == Look()


def test_figures_are_of_one_width(style: Style) -> None:
    metrics = QFontMetrics(QApplication.font())
    assert len({metrics.horizontalAdvance(d * 4) for d in "0123456789"}) == 1


def test_chinese_glyphs_are_there_and_differ(style: Style, qapp: QApplication) -> None:
    label = QLabel()
    pictures = set()
    for sign in "调解信访":
        label.setText(sign)
        label.resize(24, 24)
        image = label.grab().toImage()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == 4


def test_every_icon_draws_in_the_colour_asked_for(qapp: QApplication) -> None:
    red = Look().colour("seal")
    for file in sorted((resources() / "icons").glob("*.svg")):
        image = icon_pixmap(file.stem, red, 48).toImage()
        inked = [
            image.pixelColor(x, y)
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() > 250
        ]
        assert inked, file.name
        assert all(abs(c.red() - red.red()) < 4 for c in inked), file.name
    assert icon_file("lock").is_file()


def test_twenty_thousand_void_calls_do_not_kill_the_process(qapp: QApplication) -> None:
    label = QLabel()
    for number in range(20_000):
        label.setText(str(number % 7))
    assert label.text() == str(19_999 % 7)


def test_a_changed_text_size_reaches_open_windows(style: Style) -> None:
    label = QLabel("字")
    label.setProperty("role", "title")
    label.ensurePolished()
    before = label.sizeHint().height()
    style.wear(size="extra")
    label.ensurePolished()
    assert label.sizeHint().height() > before
