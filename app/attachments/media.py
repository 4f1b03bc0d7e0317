"""What a file is, by its content: its name is what somebody called it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

UNKNOWN: Final = "application/octet-stream"
PROGRAM: Final = "application/x-program"
HEAD: Final = 4096
"""Bytes from the beginning that are looked at."""

_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
)
_BRANDS: Final[Mapping[bytes, str]] = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"avif": "image/avif",
    b"M4A ": "audio/mp4",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"qt  ": "video/quicktime",
}
_RIFF: Final[Mapping[bytes, str]] = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_WITHIN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"OFD.xml", "application/ofd"),
)

_WORDS: Final[Mapping[str, str]] = {
    "image/jpeg": "JPEG 图片",
    "image/png": "PNG 图片",
    "image/gif": "GIF 图片",
    "image/bmp": "BMP 图片",
    "image/tiff": "TIFF 图片",
    "image/webp": "WebP 图片",
    "image/heic": "HEIC 图片",
    "application/pdf": "PDF 文档",
    "application/ofd": "OFD 文档",
    "application/x-ole-storage": "Office 文档",
    "application/zip": "压缩文件",
    "application/vnd.rar": "压缩文件",
    "application/x-7z-compressed": "压缩文件",
    "text/plain": "文本",
    UNKNOWN: "其他文件",
    **{
        media: words
        for (_, media), words in zip(_WITHIN[:3], ("Word 文档", "Excel 表格", "演示文稿"), strict=True)
    },
}
_PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"})
_VIEWED: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/bmp", "image/tiff", "image/webp"})
_SHOWN: Final[Mapping[str, str]] = {"application/pdf": "pdf", "text/plain": "text"}


def media_of(head: bytes) -> str:
    """The media type of a content by its first :data:`HEAD` bytes."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return next((media for mark, media in _WITHIN if mark in head), "application/zip")
    for start, media in _STARTS:
        if head.startswith(start) and _is_bitmap(head, media):
            return media
    return "text/plain" if _is_text(head) else UNKNOWN


def words_of(media: str) -> str:
    """A media type as people say it."""
    if media in _WORDS:
        return _WORDS[media]
    family = media.partition("/")[0]
    return {"image": "图片", "audio": "录音", "video": "录像"}.get(family, "其他文件")


def viewable(media: str) -> str:
    """How the program shows it: image, pdf, text, or "" where it cannot."""
    return "image" if media in _VIEWED else _SHOWN.get(media, "")


def kind_of(media: str) -> str:
    """The kind of material where nobody said one."""
    return "recording" if media.startswith(("audio/", "video/")) else "evidence"


def oddity(name: str, media: str) -> str:
    """What is odd about a name beside its content, as a sentence; "" where nothing is."""
    ending = PurePosixPath(name).suffix.lower()
    shown = "" if viewable(media) else "，程序里不能显示"
    if ending in _PICTURES and not media.startswith("image/"):
        return f"扩展名是 {ending}，内容却不是图片{shown}；已照原样收存，请打开原件核对。"
    if ending == ".pdf" and media != "application/pdf":
        return f"扩展名是 .pdf，内容却不是 PDF{shown}；已照原样收存，请打开原件核对。"
    return ""


def _is_bitmap(head: bytes, media: str) -> bool:
    """Two letters are too few to believe: a bitmap says its size and where its points begin."""
    return media != "image/bmp" or (len(head) > 14 and head[6:10] == b"\0\0\0\0")


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for code in ("utf-8", "gb18030"):
        # The last characters may be cut through.
        for end in range(len(head), max(len(head) - 4, 0), -1):
            try:
                head[:end].decode(code)
            except UnicodeDecodeError:
                continue
            return True
    return False
