"""Sticks in words: which one is written to, what lies on them, and what a clerk is to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from ui.pages.bundles.faces import FoundFace, PlaceFace, SticksFace
from ui.pages.bundles.words import size_words

if TYPE_CHECKING:
    from app.bundles.values import DriveView, FoundFile

MOST_LINES = 5
SPARE = 1 << 20
"""What a sending may be larger than expected."""
PUT_IN = "请插入 U 盘，插好后会自己出现在这里"


def sticks_face(drives: Sequence[DriveView], found: Mapping[str, Sequence[FoundFile]]) -> SticksFace:
    """What is put in, and what lies there.

    Args:
        drives: the media.
        found: the bundles by the medium's path.
    """
    told = (_found(drive, found.get(drive.path, ())) for drive in drives if drive.path)
    return SticksFace(
        tuple(_place(drive) for drive in drives), tuple(face for face in told if face is not None)
    )


def folder_face(path: str) -> PlaceFace:
    """A folder that was chosen by hand."""
    return PlaceFace(path, f"文件夹 {path}", f"文件夹 {path}", sure=False, stick=False)


def chosen_place(sticks: Sequence[PlaceFace], picked: str) -> PlaceFace | None:
    """Where bundles are written: what was picked, or the only stick; None while that is open.

    Args:
        sticks: what is put in now.
        picked: path of the stick or folder that was picked by hand, or empty.
    """
    if picked:
        return next((found for stick in sticks if (found := _within(stick, picked))), None) or folder_face(
            picked
        )
    sure = [stick for stick in sticks if stick.sure]
    ready = [stick for stick in sure if not stick.why_not]
    if len(ready) == 1:
        return ready[0]
    return sure[0] if len(sure) == 1 else None


def why_not_there(sticks: Sequence[PlaceFace], place: PlaceFace | None, size: int) -> str:
    """Why nothing can be written now; empty where it can, or where a folder will be asked for.

    Args:
        sticks: what is put in now.
        place: where bundles would go.
        size: bytes to expect.
    """
    if place is not None:
        if place.why_not:
            return place.why_not
        if place.free and place.free < size + SPARE:
            return f"{place.name}空间不够：要约 {size_words(size)}，只剩 {size_words(place.free)}"
        return ""
    ready = [stick for stick in sticks if stick.sure and not stick.why_not]
    return f"插着 {len(ready)} 个 U 盘，先点选写到哪一个" if len(ready) > 1 else ""


def place_words(sticks: Sequence[PlaceFace], place: PlaceFace | None) -> str:
    """The line that says where bundles go."""
    if place is not None:
        return place.why_not or f"写到 {place.words}"
    if sum(1 for stick in sticks if stick.sure and not stick.why_not) > 1:
        return "插着几个 U 盘，写到哪一个？"
    return next((stick.why_not for stick in sticks if stick.why_not), PUT_IN)


def _within(stick: PlaceFace, picked: str) -> PlaceFace | None:
    """The stick, or a folder on it, as a place; None where what was picked does not lie on it."""
    if not stick.path:
        return None
    top, there = PurePath(stick.path), PurePath(picked)
    if top == there:
        return stick
    if top not in there.parents:
        return None
    inside = f"{stick.name}的文件夹“{there.relative_to(top)}”"
    return replace(stick, path=picked, name=inside, words=f"{inside}　{stick.words}")


def _place(drive: DriveView) -> PlaceFace:
    return PlaceFace(drive.path, drive.name, drive.words, drive.free, drive.why_not, drive.certain)


def _found(drive: DriveView, files: Sequence[FoundFile]) -> FoundFace | None:
    new = sorted(
        (f for f in files if f.state == "new"), key=lambda f: (f.from_name, f.kind, f.number, f.path)
    )
    known = sum(1 for f in files if f.state == "known")
    asides = [
        f"{known} 个以前收过" if known and new else "",
        _count(files, "stranger", "{} 个是不认识的单位寄来的，先收下对方的名片才能收"),
        _count(files, "other", "{} 个不是给本单位的"),
        _count(files, "broken", "{} 个打不开，可能没有拷贝完"),
    ]
    aside = "，".join(part for part in asides if part)
    if not new and not known and not aside:
        return None
    if new:
        words = f"{drive.name}里有 {len(new)} 个包可以收"
    elif known:
        words = f"{drive.name}里的 {known} 个包以前都收过"
    else:
        words = f"{drive.name}里没有可以收的包"
    lines = tuple(f"{f.words}　{size_words(f.bytes)}" for f in new[:MOST_LINES])
    if len(new) > MOST_LINES:
        lines += (f"还有 {len(new) - MOST_LINES} 个",)
    return FoundFace(words, tuple(f.path for f in new), lines, f"另有 {aside}。" if aside else "")


def _count(files: Sequence[FoundFile], state: str, words: str) -> str:
    number = sum(1 for f in files if f.state == state)
    return words.format(number) if number else ""
