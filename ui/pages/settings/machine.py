"""显示 and 本机: how the windows look, and how this PC stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ui.pages.settings.about import AboutCard
from ui.pages.settings.backup import BackupCard
from ui.pages.settings.ownlook import LOOKS
from ui.pages.settings.section import Section
from ui.style.tokens import tokens
from ui.widgets.build import button, label, row
from ui.widgets.cards import Card
from ui.widgets.facts import Fact, Facts
from ui.widgets.fields import ChoiceButtons, Option
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.health.values import Report
    from ui.context import Context
    from ui.faults import Fault

SCHEMES = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"))
STATION = {"1": "本单位唯一的电脑，编号不带标记"}


class DisplaySection(Section):
    """Text size and colours."""

    key, words = "display", "显示"
    about = "马上生效，只对本人；下次登录仍是这样。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sizes = ChoiceButtons(tuple(Option(k, w) for k, w in tokens().size_labels.items()))
        self.schemes = ChoiceButtons(tuple(Option(k, w) for k, w in SCHEMES))
        for words, buttons in (("文字大小", self.sizes), ("颜色", self.schemes)):
            buttons.setAccessibleName(words)
            card = Card(words)
            card.add(buttons)
            self.body.addWidget(card)
            buttons.chosen.connect(self._choose)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        directory = self.context.desk.directory
        key = LOOKS + self.context.desk.access.user.id
        self.ask(lambda: directory.settings(key).get(key, ""), self._show)

    def _show(self, kept: str) -> None:
        size, _, scheme = kept.partition("/")
        look = self.context.style.look
        self.sizes.set_value(size or look.size)
        self.schemes.set_value(scheme or "system")

    def _choose(self, _key: str) -> None:
        size, scheme = self.sizes.value(), self.schemes.value()
        self.context.style.wear(size=size, scheme=scheme)
        desk = self.context.desk
        key = LOOKS + desk.access.user.id
        self.context.jobs.write(
            lambda _r: desk.directory.set_settings({key: f"{size}/{scheme}"}),
            owner=self,
            failed=self.faults.show_fault,
        )


class MachineSection(Section):
    """This PC: where the data lies, who it is to others, whether everything is whole."""

    key, words = "machine", "本机"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        card = Card("这台电脑")
        self.facts = Facts(columns=1)
        card.add(self.facts)
        self.body.addWidget(card)
        self.backup = BackupCard(context)
        self.body.addWidget(self.backup)
        health = Card("体检")
        about = "检查数据库文件、修改记录的连续性，以及现有数据与修改记录推演的结果是否一致。只看，不改。"
        health.add(label(about, "muted", wrap=True))
        across = row(gap="m")
        self.check = button("开始体检", self._check)
        self.state = StatusWord(Status(Tone.NONE, "这次打开程序以来还没有检查过"))
        across.addWidget(self.check)
        across.addWidget(self.state, 1)
        health.add(across)
        self.findings = label("", wrap=True, select=True)
        self.findings.hide()
        health.add(self.findings)
        self.body.addWidget(health)
        self.about_program = AboutCard()
        self.body.addWidget(self.about_program)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        self.backup.load()
        access = self.context.desk.access
        office = access.office
        self.facts.show_facts(
            (
                Fact("folder", "数据文件夹", access.folder),
                Fact("station", "本机标记", STATION.get(office.station, office.station)),
                Fact("print", "证书指纹", office.fingerprint),
                Fact("made", "启用时间", office.made_at[:10]),
            )
        )

    def _check(self) -> None:
        health = self.context.desk.health
        self.check.allow("正在检查")
        self.state.show_status(Status(Tone.NOW, "正在检查…"))
        self.findings.hide()
        self.context.jobs.read(
            lambda _r: health.check(), self._on_report, owner=self, failed=self._on_fault, title="体检"
        )

    def _on_report(self, report: Report) -> None:
        self.check.allow()
        at = self.context.desk.today().strftime("%H:%M")
        counted = f"{report.matters:,} 件事项、{report.changes:,} 条修改记录"
        if report.ok:
            self.state.show_status(Status(Tone.DONE, f"{at} 检查完毕：{counted}，都完好"))
            return
        self.state.show_status(
            Status(Tone.OVERDUE, f"{at} 检查完毕：{counted}，发现 {len(report.findings)} 处问题")
        )
        lines = [f"{number}. {one.sentence}" for number, one in enumerate(report.findings, 1)]
        self.findings.setText("\n".join([*lines, "请先不要继续登记，用最近的备份核对，并联系维护人员。"]))
        self.findings.show()

    def _on_fault(self, fault: Fault) -> None:
        self.check.allow()
        self.state.show_status(Status(Tone.NONE, "没有检查成"))
        self.faults.show_fault(fault, self._check)
