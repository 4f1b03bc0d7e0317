"""`--self-test`: the main job in miniature, in a temporary folder, with everything that a build could have lost.

Two real encrypted offices exchange cards, a matter is registered, printed, found, sent, taken in and answered. No network;
nothing is left behind. Technicians run it after installing, `./start build` on what it built.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TextIO

from app.access.values import SetUp
from app.desk import Desk, FrontDoor
from app.errors import JiefenError
from app.keys.keyfile import Cost
from app.matters.list_values import Filter

_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
"""A day whose calendar is known: the build is tried here, not the day."""
_CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
_PASSWORD = "自检用的临时密码"  # noqa: S105 - of offices that live for seconds
_TOWNSHIP = SetUp(
    "township", "自检镇综治中心", "621299101", "test", _PASSWORD, "自检员", "621299", "1", reports="whole"
)
_DISTRICT = SetUp("district", "自检区信访局", "621299", "test", _PASSWORD, "自检员")
_NAME = "龑天明"
"""With a rare character: the fonts must fall back, the sounds must know it."""
_DISPUTE: dict[str, object] = {
    "kind": "dispute",
    "channel": "application",
    "received_on": "2026-03-02",
    "title": f"{_NAME}与李桂花相邻通行纠纷",
    "statement": "李桂花在共用巷道内堆放砖石，影响通行，双方多次争吵。",
    "request": "清理巷道杂物，恢复通行。",
    "category": "neighbour",
    "people": 2,
    "parties": [
        {"role": "applicant", "name": _NAME, "phone": "13900001111", "address": "青石村二组"},
        {"role": "respondent", "name": "李桂花", "address": "青石村二组"},
    ],
}
_PETITION: dict[str, object] = {
    "kind": "petition",
    "channel": "visit",
    "received_on": "2026-03-02",
    "title": "道路拓宽占地补偿未兑付",
    "statement": "道路拓宽占用承包地六分，青苗补偿款至今未兑付。",
    "request": "复核面积，补发差额。",
    "category": "appeal",
    "people": 1,
    "parties": [{"role": "petitioner", "name": "赵永强", "phone": "13700003333", "address": "柳林村一组"}],
}


Step = tuple[str, Callable[[], str]]
"""What is tried, in Chinese; and what tries it and returns what it saw, or raises."""


class _NotHeldError(Exception):
    """Something came out otherwise than it must; says in Chinese what."""


def _hold(as_it_must: bool, otherwise: str) -> None:
    if not as_it_must:
        raise _NotHeldError(otherwise)


class _Rehearsal:
    """Two offices and the stick between them; each step returns what it saw, in Chinese."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stick = root / "stick"
        self._open: list[Desk] = []
        self._dispute = self._petition = ""
        self._bundle = self._receipt = Path()
        self.steps: tuple[Step, ...] = (
            ("建立乡镇和区县两个单位", self._found),
            ("交换名片", self._introduce),
            ("登记、受理", self._register),
            ("出文书", self._print),
            ("拼音首字母查找", self._find),
            ("写出上报包", self._send),
            ("改动过的包被拒收", self._refuse),
            ("区县收件", self._receive),
            ("区县写出回执", self._answer),
            ("乡镇收回执", self._take_answer),
            ("磁盘上没有明文", self._grep),
            ("两个单位体检", self._check),
        )

    def close(self) -> None:
        for desk in self._open:
            desk.close()

    def _found(self) -> str:
        self._stick.mkdir()
        for folder, answers in (("township", _TOWNSHIP), ("district", _DISTRICT)):
            door = FrontDoor(self._root / folder, lambda: _NOW, _CHEAP)
            door.set_up(answers)
            self._open.append(door.log_in(answers.login, answers.password))
        return "加密数据库、密钥"

    @property
    def _township(self) -> Desk:
        return self._open[0]

    @property
    def _district(self) -> Desk:
        return self._open[1]

    def _introduce(self) -> str:
        told: list[str] = []
        for giver, taker in ((self._township, self._district), (self._district, self._township)):
            card = self._root / f"{giver.access.office.role}.card"
            told.append(giver.bundles.write_card(card).fingerprint)
            taker.bundles.trust(card, told[-1])
        return f"指纹 {told[0][:9]}…、{told[1][:9]}…"

    def _register(self) -> str:
        made = self._township.matters.register([_DISPUTE, _PETITION])
        self._dispute, self._petition = (one.number for one in made)
        for number in (self._dispute, self._petition):
            self._township.matters.do(number, "accept", {})
        return f"{self._dispute}、{self._petition}"

    def _print(self) -> str:
        names = {row.paper: row.name for row in self._township.papers.papers()}
        seen: list[str] = []
        for number, paper in ((self._dispute, "mediation_acceptance"), (self._petition, "accept_notice")):
            file = self._root / f"{paper}.pdf"
            made = self._township.papers.make(number, paper, file, issue=True)
            _hold(made.pages > 0, f"{names[paper]}没有页")
            _hold(not made.missing_glyphs, f"{names[paper]}缺字：{'、'.join(made.missing_glyphs)}")
            _hold(file.read_bytes().startswith(b"%PDF-"), f"{names[paper]}不是 PDF")
            file.unlink()
            seen.append(f"{names[paper]} {made.pages} 页")
        return "，".join(seen)

    def _find(self) -> str:
        for typed in ("ytm", "yantianming", _NAME[1:]):
            found = [one.number for one in self._township.matters.find.search(Filter(text=typed))]
            _hold(found == [self._dispute], f"“{typed}”找到的是 {found}")
        return "ytm"

    def _send(self) -> str:
        (sent,) = self._township.bundles.send(self._stick)
        _hold(sent.matters == 2, f"包里有 {sent.matters} 件")
        self._bundle = Path(sent.path)
        return f"{sent.matters} 件，{sent.changes} 处变更，{sent.bytes} 字节"

    def _refuse(self) -> str:
        content = bytearray(self._bundle.read_bytes())
        content[len(content) // 2] ^= 1
        forged = self._root / self._bundle.name
        forged.write_bytes(content)
        (taken,) = self._district.bundles.receive([forged])
        _hold(bool(taken.refused) and not taken.new, "改了一个比特的包被收下了")
        return taken.sentence.rstrip("。")

    def _receive(self) -> str:
        (taken,) = self._district.bundles.receive([self._bundle])
        _hold(not taken.refused and taken.new > 0 and not taken.quarantined, taken.words)
        seen = self._district.matters.get_matter(self._dispute)
        _hold([party.name for party in seen.parties] == [_NAME, "李桂花"], "区县看到的当事人不对")
        return f"{taken.matters} 件，{taken.new} 处变更"

    def _answer(self) -> str:
        (sent,) = self._district.bundles.send(self._stick)
        self._receipt = Path(sent.path)
        return sent.file

    def _take_answer(self) -> str:
        (taken,) = self._township.bundles.receive([self._receipt])
        _hold(not taken.refused, taken.words)
        stands = self._township.matters.get_matter(self._dispute).transport.status
        _hold(stands == "receipted", f"事项的上报状态是 {stands}")
        return "事项已回执"

    def _grep(self) -> str:
        files = [path for path in self._root.rglob("*") if path.is_file()]
        for path in files:
            content = path.read_bytes()
            for coding in ("utf-8", "utf-16-le", "gb18030"):
                _hold(_NAME.encode(coding) not in content, f"{path.name} 里有当事人姓名")
        return f"{len(files)} 个文件"

    def _check(self) -> str:
        for desk in (self._township, self._district):
            report = desk.health.check()
            _hold(report.ok, "；".join(finding.sentence for finding in report.findings))
        return "页、链、推演、索引"


def run(further: Sequence[Step] = ()) -> int:
    """Play the main job through; one line each on stdout, ✓ or ✗.

    Args:
        further: steps that come last; those of the window, which this room does not know.

    Returns:
        0 when every step held, else 1: the steps after a failed one are not tried.
    """
    lines = sys.stdout
    with tempfile.TemporaryDirectory(prefix="jiefen-selftest-") as folder:
        rehearsal = _Rehearsal(Path(folder).resolve())
        try:
            whole = all(step(words, act, lines) for words, act in (*rehearsal.steps, *further))
        finally:
            rehearsal.close()
    lines.write("自检通过。\n" if whole else "自检没有通过。\n")
    lines.flush()
    return 0 if whole else 1


def step(words: str, act: Callable[[], str], lines: TextIO) -> bool:
    """Do one step and say how it went.

    Args:
        words: what it is, in Chinese.
        act: does it, and returns what it saw; raises where something is not as it must be.
        lines: where the line goes.
    """
    try:
        line, held = f"✓ {words}（{act()}）", True
    except (_NotHeldError, JiefenError) as wrong:
        sentence = wrong.sentence if isinstance(wrong, JiefenError) else str(wrong)
        line, held = f"✗ {words}：{sentence}", False
    except Exception as bug:
        sys.stderr.write(traceback.format_exc())
        line, held = f"✗ {words}：程序出错（{type(bug).__name__}：{bug}）", False
    lines.write(line + "\n")
    lines.flush()
    return held
