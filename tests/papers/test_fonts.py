from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, render
from app.papers.engine.fonts import FOLDER, installed
from app.papers.engine.pdf import to_unicode
from tests.papers import sample

ROWS = json.loads((FOLDER / "fonts.json").read_text(encoding="utf-8"))


def covered(*files: str) -> set[int]:
    found: set[int] = set()
    for file in files:
        with TTFont(FOLDER / file, lazy=True) as font:
            found |= set(font.getBestCmap())
    return found


def hanzi(codec: str) -> set[int]:
    found: set[int] = set()
    for code in range(0x4E00, 0xA000):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(code)
    return found


def test_the_fonts_keep_within_42_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) <= 42_000_000


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_font_is_what_the_list_says_and_its_licence_is_told(row: dict[str, str]) -> None:
    content = (FOLDER / row["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == row["sha256"]
    told = (FOLDER.parent / "LICENSES.md").read_text(encoding="utf-8")
    assert row["file"] in told
    assert row["origin"].split(": ")[1].rsplit(" ", 1)[0] in told
    assert row["origin"].rsplit(" ", 1)[1] in told


def test_no_font_is_unlisted() -> None:
    assert {path.name for path in FOLDER.glob("*.ttf")} == {row["file"] for row in ROWS}


def test_song_has_all_of_gbk_and_extension_a() -> None:
    found = covered("JiefenSong-Regular.ttf", "JiefenSongRare-Regular.ttf")
    assert hanzi("gbk") <= found
    assert len({code for code in found if 0x3400 <= code < 0x4DC0}) > 6_500


@pytest.mark.parametrize(
    "file", ["JiefenFang-Regular.ttf", "JiefenSans-Regular.ttf", "JiefenBiaosong-Black.ttf"]
)
def test_every_main_face_has_gb_2312(file: str) -> None:
    assert hanzi("gb2312") <= covered(file)


def test_the_figures_of_the_windows_font_are_of_one_width() -> None:
    for file in ("JiefenSans-Regular.ttf", "JiefenSans-Bold.ttf"):
        with TTFont(FOLDER / file, lazy=True) as font:
            names = font.getBestCmap()
            assert len({font["hmtx"][names[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_a_face_is_parsed_only_when_a_character_of_it_is_asked_for() -> None:
    fonts = FontSet.bundled()
    assert fonts.used() == ()
    fonts.warm("fang")
    assert [path.name for path in fonts.used()] == ["JiefenFang-Regular.ttf"]
    assert fonts.chain("fang")["㐀"].face.startswith("JiefenSongRare")


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(KeyError):
        FontSet.bundled().chain("comic")


def test_the_machines_own_font_is_preferred_where_it_is_wanted(tmp_path: Path) -> None:
    own = tmp_path / "simfang.ttf"
    shutil.copy(FOLDER / "JiefenKai-Regular.ttf", own)
    fonts = FontSet(machine={"fang": own})
    assert fonts.chain("fang")["的"].face.startswith("simfang")
    assert FontSet.bundled().chain("fang")["的"].face.startswith("JiefenFang")


def test_a_font_of_the_machine_that_cannot_be_used_is_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, descriptions: Descriptions
) -> None:
    broken = tmp_path / "simfang.ttf"
    broken.write_bytes(b"no font at all")
    fonts = FontSet(machine={"fang": broken, "kai": tmp_path / "gone.ttf"})
    result = render(descriptions["accept_notice"], sample.petition(), issued=True, fonts=fonts)
    assert result.missing_glyphs == ()
    assert "simfang.ttf" in caplog.text


def test_looking_for_installed_fonts_finds_files_or_nothing() -> None:
    assert all(path.is_file() for path in installed().values())


def test_a_code_above_the_basic_plane_is_mapped_to_two_units() -> None:
    assert "<01> <D870DF5B>" in to_unicode("A", [0, 0x2C35B])


@pytest.mark.parametrize("sign", "￥＄〇①√%0A")
def test_figures_and_signs_of_fangsong_text_come_from_song(sign: str) -> None:
    # FandolFang draws a dollar for ￥: an amount would be printed wrong.
    assert FontSet.bundled().chain("fang")[sign].face.startswith("JiefenSong")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_no_character_of_a_face_is_an_empty_glyph(row: dict[str, str]) -> None:
    with TTFont(FOLDER / row["file"]) as font:
        glyphs = font["glyf"].glyphs
        empty = {
            chr(code)
            for code, name in font.getBestCmap().items()
            if not getattr(glyphs[name], "data", b"read") and not chr(code).isspace()
        }
    assert empty - {"\xad"} == set()
