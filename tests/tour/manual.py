"""The manual's pictures, taken on the tour: ``python -m tests.tour.manual`` walks it and puts them into docs/manual/pictures.

Each is reduced to a size that travels: as wide as it is read, in a palette.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.tour.screen import take_screen

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "manual" / "pictures"
WIDE = 1120
COLOURS = (256, 128, 64, 32, 16)
"""How many a picture has: as few as its size asks for."""
MOST_BYTES = 150_000
PICTURES = {
    "first-start": "第一次启动：这是哪个单位",
    "recovery": "恢复码只显示这一次",
    "desk": "工作台",
    "register": "登记：空白的一页",
    "register-village": "村社输入拼音首字母",
    "register-id": "身份证号最后一位不对",
    "register-draft": "没写完的还在",
    "ledger": "台账",
    "ledger-search": "拼音首字母就能找到",
    "imports": "把旧台账拖进来",
    "imports-preview": "先看清楚再导入",
    "imports-errors": "有错的每一行都说明原因",
    "matter": "一件事项就是一张纸",
    "matter-accept": "受理",
    "matter-clock": "日期会解释自己",
    "matter-escalate": "上交乡镇",
    "papers": "文书就在旁边",
    "papers-print": "一个按钮签发并打印全部应出文书",
    "up": "互相认识了，可以上报",
    "up-fingerprint": "打电话核对指纹",
    "up-done": "已校验，可以拔出",
    "up-receipt": "回执已入库",
    "inbox": "区县的收件页",
    "inbox-done": "已入库",
    "inbox-altered": "数据包在路上被改过",
    "settings-office": "单位信息",
    "settings-village": "村社名单导入好了",
    "settings-numbers": "编号格式",
    "lock": "离开座位：Ctrl+L",
    "receptions": "接访日",
    "receptions-roster": "一个季度的接访日程",
    "screening": "一轮排查的板",
    "screening-session": "一场民事直说会",
    "charges": "包案台账",
    "charges-sheet": "一案一表",
    "charges-relief": "救助帮扶",
    "supervision": "督办函：谁没有反馈，一眼看到",
    "supervision-due": "该督办的：超期、没有告知、没有反馈的",
    "supervision-meetings": "联席会议和议定事项",
    "letters": "目标责任书：目标和现在的数",
    "figures": "来信来访",
    "figures-rows": "数字打开自己",
    "scores": "排名和分项，比率都有分子和分母",
    "scores-report": "自己写出来的年度报告",
    "attachments": "在程序里看",
    "transfers": "一张卡片看清来去",
}
"""The manual's name of a picture, and its caption on the tour."""


def reduce(source: Path, target: Path) -> int:
    """Writes a picture in the manual's size.

    Returns:
        Its bytes.

    Raises:
        ValueError: it is larger than a picture of the manual may be.
    """
    picture = Image.open(source).convert("RGB")
    high = round(picture.height * WIDE / picture.width)
    small = picture.resize((WIDE, high), Image.Resampling.LANCZOS)
    size = MOST_BYTES + 1
    for colours in COLOURS:
        # An octree keeps the few red points of a late matter, which a median cut turns brown, and is smaller.
        small.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            target, optimize=True
        )
        if (size := target.stat().st_size) <= MOST_BYTES:
            return size
    raise ValueError(f"{target.name}: {size} bytes")


def main() -> int:
    """Walks the tour and keeps its pictures.

    Returns:
        0, or 1 where a picture was not taken.
    """
    # Before Qt starts, and not where the tests read this file for its names.
    take_screen()
    os.environ.setdefault("JIEFEN_LESS_MOTION", "1")
    from tests.tour.stage import CHEAP
    from tests.tour.walk import walk

    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jiefen-manual-") as folder:
        out = Path(folder) / "tour"
        walked = walk(out, Path(folder) / "offices", CHEAP, told=lambda line: print(line, flush=True))  # noqa: T201
        taken = {leaf.caption: out / leaf.file for leaf in walked.leaves if leaf.kind == "picture"}
        missing = [caption for caption in PICTURES.values() if caption not in taken]
        total = sum(
            reduce(taken[caption], FOLDER / f"{name}.png")
            for name, caption in PICTURES.items()
            if caption in taken
        )
    for caption in missing:
        print(f"没有拍到：{caption}", file=sys.stderr)  # noqa: T201
    print(f"{len(PICTURES) - len(missing)} 张图，共 {total / 1e6:.1f} MB，在 {FOLDER}")  # noqa: T201
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
