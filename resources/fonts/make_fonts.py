"""Cuts the bundled fonts out of their packages, so that they can be made anew and checked by anybody.

    python resources/fonts/make_fonts.py [WORK_FOLDER] [--check]

The packages are fetched by their ordinary clients (``npm pack``, ``apt-get download``) into WORK_FOLDER, if they
are not there yet; every source file must have the checksum that stands in SOURCES. What comes out is described in
``fonts.json`` (family, role, origin, licence, both checksums). ``--check`` makes the faces and compares them with
``fonts.json`` without writing. Needs fonttools, npm, dpkg and apt (Debian 12).

Names: the licence of two of the fonts reserves their names for unmodified files, so every face made here is called
"Jiefen …". A subset is a modified file.
"""

from __future__ import annotations

import argparse
import bz2
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

HERE = Path(__file__).resolve().parent
BUDGET = 42_000_000
PUNCTUATION = "、。，；：？！“”‘’《》〈〉（）〔〕「」『』【】…—"
MAXP_FIELDS = (
    *(
        "maxZones",
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
    ),
    *("maxSizeOfInstructions", "maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours"),
    *("maxComponentElements", "maxComponentDepth"),
)


@dataclass(frozen=True, slots=True)
class Package:
    """Where a font comes from: a package of a public registry, fetched by its own client."""

    client: str
    name: str
    version: str

    @property
    def label(self) -> str:
        """Name and version, as fonts.json and LICENSES.md say it."""
        return f"{self.client}: {self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a package; ``sha256`` is that of the file as published."""

    package: Package
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Face:
    """One bundled file: the characters ``charset`` of ``source`` under our own family name."""

    file: str
    family: str
    style: str
    weight: int
    role: str
    source: str
    charset: str
    licence: str


NOTO_SANS = Package("npm", "@expo-google-fonts/noto-sans-sc", "0.4.3")
NOTO_SERIF = Package("npm", "@expo-google-fonts/noto-serif-sc", "0.4.3")
WENKAI = Package("Debian 12", "fonts-lxgw-wenkai", "1.250+repack-1")
TEXLIVE = Package("Debian 12", "texlive-lang-chinese", "2022.20230122-1")
HANAZONO = Package("Debian 12", "fonts-hanazono", "20170904-2.1")
UNIHAN = Package("Debian 12", "unicode-data", "15.0.0-1")

SOURCES: dict[str, Source] = {
    "serif": Source(
        NOTO_SERIF,
        "package/400Regular/NotoSerifSC_400Regular.ttf",
        "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    ),
    "serif-black": Source(
        NOTO_SERIF,
        "package/900Black/NotoSerifSC_900Black.ttf",
        "092e71a70c744be3cc33999eb4edcb10fbe95c1b4cff6c2d7f04d6ff15d031e2",
    ),
    "sans": Source(
        NOTO_SANS,
        "package/400Regular/NotoSansSC_400Regular.ttf",
        "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    ),
    "sans-bold": Source(
        NOTO_SANS,
        "package/700Bold/NotoSansSC_700Bold.ttf",
        "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
    ),
    "wenkai": Source(
        WENKAI,
        "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
    ),
    "fang": Source(
        TEXLIVE,
        "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
        "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    ),
    "unihan": Source(
        UNIHAN,
        "usr/share/unicode/Unihan_OtherMappings.txt.bz2",
        "bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2",
    ),
    "hana": Source(
        HANAZONO,
        "usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
        "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
    ),
    "hana-a": Source(
        HANAZONO,
        "usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
        "7ca87559414474848fc513a8d8eb42d5b0f8194c30c2abdfbfedff5398ec88d7",
    ),
    "unihan-sources": Source(
        UNIHAN,
        "usr/share/unicode/Unihan_IRGSources.txt.bz2",
        "52e6e55d22dd124d61dfbb845033fe354caf9a62ab84ac89aa0c374b0f8b99c5",
    ),
    "unihan-core": Source(
        UNIHAN,
        "usr/share/unicode/Unihan_DictionaryLikeData.txt.bz2",
        "58ee7e91841fc5c87cedc1ee03351a898a60fa16532368ebbba04163be777012",
    ),
}

FACES = (
    Face("JiefenSans-Regular.ttf", "Jiefen Sans", "Regular", 400, "hei", "sans", "core", "OFL-1.1"),
    Face("JiefenSans-Bold.ttf", "Jiefen Sans", "Bold", 700, "hei_bold", "sans-bold", "common", "OFL-1.1"),
    Face("JiefenSong-Regular.ttf", "Jiefen Song", "Regular", 400, "song", "serif", "core", "OFL-1.1"),
    Face(
        "JiefenSongRare-Regular.ttf",
        "Jiefen Song Rare",
        "Regular",
        400,
        "rare",
        "serif",
        "rare",
        "OFL-1.1",
    ),
    Face(
        "JiefenMingFar-Regular.ttf",
        "Jiefen Ming Far",
        "Regular",
        400,
        "far",
        "hana",
        "far",
        "Hanazono Font License",
    ),
    Face(
        "JiefenBiaosong-Black.ttf",
        "Jiefen Biaosong",
        "Regular",
        900,
        "biaosong",
        "serif-black",
        "common",
        "OFL-1.1",
    ),
    Face(
        "JiefenKai-Regular.ttf",
        "Jiefen Kai",
        "Regular",
        400,
        "kai",
        "wenkai",
        "frequent",
        "OFL-1.1",
    ),
    Face(
        "JiefenFang-Regular.ttf",
        "Jiefen Fang",
        "Regular",
        400,
        "fang",
        "fang",
        "plain",
        "GPL-3.0-or-later WITH Font-exception-2.0",
    ),
)


def charsets(sources: dict[str, Path]) -> dict[str, set[int]]:
    """Which characters each kind of face keeps.

    frequent: GB 2312's first level (3,755 hanzi) and its symbols, for headings. common: all of GB 2312 (6,763
    hanzi). plain: its hanzi and the punctuation of running text, for a source whose other signs are wrong.
    core: the 8,105 hanzi of the 通用规范汉字表 besides, every symbol, and Latin with the tone marks of pinyin.
    rare: every other hanzi that the serif source has, which completes GBK and brings Extension A and what there
    is of B and later.
    """

    def encodable(codec: str, ranges: Iterable[range]) -> set[int]:
        return {c for r in ranges for c in r if _encodes(c, codec)}

    hanzi = [range(0x4E00, 0xA000)]
    symbols = [range(0x20, 0x3400), range(0xFE30, 0xFF00), range(0xFF00, 0xFFF0)]
    # Python's gb2312 reads the middle dot and the dash as other code points than everybody writes.
    common = encodable("gb2312", [*hanzi, *symbols]) | {0xB7, 0x2014}
    # FandolFang draws $ for ￥, and its figures and signs are of another make than its hanzi.
    plain = {c for c in common if 0x4E00 <= c < 0xA000} | {ord(c) for c in PUNCTUATION}
    frequent = {c for c in common if not 0x4E00 <= c < 0xA000 or chr(c).encode("gb2312")[0] < 0xD8}
    listed: set[int] = set()
    asked: set[int] = set()
    for key in ("unihan", "unihan-sources", "unihan-core"):
        for line in bz2.decompress(sources[key].read_bytes()).decode("utf-8").splitlines():
            if not line.startswith("U+"):
                continue
            code, _, rest = line.partition("\t")
            field, _, value = rest.partition("\t")
            if field == "kTGH":
                listed.add(int(code[2:], 16))
            if field in {"kHKSCS", "kUnihanCore2020", "kIRG_JSource"} or (
                field == "kIRG_GSource" and value.split("-")[0] not in {"GKX", "GZJW"}
            ):
                asked.add(int(code[2:], 16))
    core = common | listed | encodable("gbk", symbols) | set(range(0xA0, 0x180))
    core |= {ord(c) for c in "ǎǐǒǔǚǘǜǹḿ"} | set(range(0x2000, 0x2C00)) | set(range(0x3200, 0x3400))
    has, far, wider = (
        set(TTFont(sources[key], lazy=True).getBestCmap()) for key in ("serif", "hana", "hana-a")
    )
    rare = {c for c in has if 0x3400 <= c < 0xA000 or 0xF900 <= c < 0xFB00 or c >= 0x20000} - core
    far = {c for c in far & (asked | wider) if 0x20000 <= c < 0x2F800 or c >= 0x30000} - core - rare
    return {"frequent": frequent, "common": common, "plain": plain, "core": core, "rare": rare, "far": far}


def _encodes(code: int, codec: str) -> bool:
    try:
        chr(code).encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def cut(source: Path, face: Face, keep: set[int]) -> bytes:
    """The face as file content; the same input always gives the same bytes."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += [
        "vhea",
        "vmtx",
        "VORG",
        "BASE",
        "DSIG",
        "GPOS",
        "GDEF",
        "GSUB",
        "STAT",
        "meta",
        "FFTM",
    ]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=keep)
    cutter.subset(font)
    if "CFF " in font:
        _to_quadratic(font)
    _rename(font, face)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _to_quadratic(font: TTFont) -> None:
    """ReportLab takes quadratic outlines only."""
    glyphs = font.getGlyphSet()
    drawn = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, max_err=2.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    glyf = newTable("glyf")
    glyf.glyphOrder = font.getGlyphOrder()
    glyf.glyphs = drawn
    font["glyf"] = glyf
    font["loca"] = newTable("loca")
    del font["CFF "]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in MAXP_FIELDS:
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def _rename(font: TTFont, face: Face) -> None:
    name = font["name"]
    holder = str(name.getDebugName(0) or "").strip()
    name.names = []
    postscript = face.file.removesuffix(".ttf")
    texts = {
        0: f"{holder}\nModified: subset and renamed; see fonts.json for its origin.",
        1: face.family,
        2: face.style,
        3: f"{postscript};{SOURCES[face.source].package.version}",
        4: f"{face.family} {face.style}",
        5: "Version 1.000",
        6: postscript,
        13: face.licence,
    }
    for name_id, text in texts.items():
        name.setName(text, name_id, 3, 1, 0x409)
    os2 = font["OS/2"]
    os2.usWeightClass = face.weight
    bold = face.style == "Bold"
    os2.fsSelection = (os2.fsSelection & ~0b1100001) | (0b100000 if bold else 0b1000000)
    font["head"].macStyle = 1 if bold else 0


def fetch(work: Path) -> dict[str, Path]:
    """Fetches and unpacks what is missing under ``work``; raises SystemExit where a checksum differs."""
    found: dict[str, Path] = {}
    for key, source in SOURCES.items():
        folder = work / source.package.name.split("/")[-1]
        path = folder / source.path
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _unpack(source.package, folder)
        have = hashlib.sha256(path.read_bytes()).hexdigest()
        if have != source.sha256:
            sys.exit(f"{source.package.label}: {source.path} has checksum {have}, expected {source.sha256}")
        found[key] = path
    return found


def _unpack(package: Package, folder: Path) -> None:
    npm, apt, dpkg, tar = (shutil.which(tool) for tool in ("npm", "apt-get", "dpkg", "tar"))
    if package.client == "npm":
        if not (npm and tar):
            sys.exit("npm and tar are needed")
        subprocess.run([npm, "pack", "--silent", f"{package.name}@{package.version}"], cwd=folder, check=True)  # noqa: S603
        for archive in folder.glob("*.tgz"):
            subprocess.run([tar, "xzf", archive.name], cwd=folder, check=True)  # noqa: S603
    else:
        if not (apt and dpkg):
            sys.exit("apt-get and dpkg are needed")
        subprocess.run([apt, "download", f"{package.name}={package.version}"], cwd=folder, check=True)  # noqa: S603
        for archive in folder.glob("*.deb"):
            subprocess.run([dpkg, "-x", archive.name, "."], cwd=folder, check=True)  # noqa: S603


def main() -> None:
    """Makes every face, writes fonts.json, and refuses to go over the budget."""
    parser = argparse.ArgumentParser(description="makes the bundled fonts anew")
    parser.add_argument(
        "work", nargs="?", type=Path, help="folder for the packages (default: a temporary one)"
    )
    parser.add_argument("--check", action="store_true", help="compare with fonts.json, write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        sources = fetch(arguments.work or Path(temporary))
        sets = charsets(sources)
        rows: list[dict[str, object]] = []
        made: dict[str, bytes] = {}
        for face in FACES:
            content = cut(sources[face.source], face, sets[face.charset])
            made[face.file] = content
            source = SOURCES[face.source]
            rows.append({
                "file": face.file,
                "family": face.family,
                "weight": face.weight,
                "role": face.role,
                "origin": source.package.label,
                "source_file": source.path.rsplit("/", 1)[-1],
                "source_sha256": source.sha256,
                "licence": face.licence,
                "characters": len(TTFont(io.BytesIO(content), lazy=True).getBestCmap()),
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            })  # fmt: skip
    total = sum(len(content) for content in made.values())
    if total > BUDGET:
        sys.exit(f"{total} bytes of fonts are over the budget of {BUDGET}")
    text = json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    if arguments.check:
        sys.exit(0 if (HERE / "fonts.json").read_text(encoding="utf-8") == text else "fonts.json differs")
    for name, content in made.items():
        (HERE / name).write_bytes(content)
    (HERE / "fonts.json").write_text(text, encoding="utf-8")
    print(f"{len(made)} faces, {total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
