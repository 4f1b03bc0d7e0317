"""单位: the names that papers print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ui.pages.settings.section import Plain, Section
from ui.widgets.build import link, row
from ui.widgets.cards import Card
from ui.widgets.facts import Fact, Facts
from ui.widgets.fields import FieldForm
from ui.widgets.fields.editors import LineEditor

if TYPE_CHECKING:
    from app.directory.values import OfficeFacts
    from ui.context import Context

_WIDEST = 12
"""Characters that a line of half a page shows in the largest text."""
FIELDS = (
    Plain("short", "单位简称", help="编号里的一两个字，如：青"),
    Plain("organ", "落款机关", help="信访文书上署名、盖章的机关"),
    Plain("superior", "复查机关", help="不服处理意见的，向它请求复查（《信访工作条例》第三十五条）"),
    Plain("final_superior", "复核机关", help="不服复查意见的，向它请求复核（第三十六条）"),
    Plain("committee", "调解委员会", help="人民调解文书的落款"),
    Plain("phone", "咨询电话"),
    Plain("address", "接待地址"),
    Plain("method", "工作法名称", help="如：民事直说“1234”工作法；留空则文书不写"),
    Plain("method_1", "工作法之一", help="“1”是什么，按本单位文件的说法写"),
    Plain("method_2", "工作法之二"),
    Plain("method_3", "工作法之三"),
    Plain("method_4", "工作法之四"),
)
ROLES = {"township": "乡镇（街道）", "district": "区县"}


class OfficeSection(Section):
    """What the office is called."""

    key, words = "office", "单位信息"
    about = "文书和编号上印的就是这些。改完离开输入框即自动保存，每次改动都记入修改记录。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._kept: dict[str, str] = {}
        fixed = Card("本单位")
        self.fixed = Facts(columns=2)
        fixed.add(self.fixed)
        self.body.addWidget(fixed)
        named = Card("文书上的名称")
        self.form = FieldForm(columns=2)
        self.form.build(FIELDS, {})
        named.add(self.form)
        self.body.addWidget(named)
        across = row(gap="s")
        place = "inbox" if context.desk.access.office.is_district else "up"
        across.addWidget(
            link(
                "往来单位和名片：到“收件”页管理" if place == "inbox" else "往来单位和名片：到“上报”页管理",
                lambda: context.navigate(place),
            )
        )
        across.addStretch(1)
        self.body.addLayout(across)
        self.body.addStretch(1)
        self.form.left.connect(self._save)

    @override
    def load(self) -> None:
        desk = self.context.desk
        office = desk.access.office
        self.fixed.show_facts(
            (
                Fact("name", "单位名称", office.name),
                Fact("role", "层级", ROLES.get(office.role, office.role)),
                Fact("code", "区划代码", office.code),
                Fact("parent", "上级代码", office.parent_code),
            )
        )
        self.ask(lambda: (desk.directory.office(), desk.directory.settings("office.")), self._show)

    def _show(self, told: tuple[OfficeFacts, dict[str, str]]) -> None:
        facts, own = told
        self._kept = {f.name: own.get(f"office.{f.name}", "") for f in FIELDS}
        for name, made in self.form.rows.items():
            if isinstance(made.editor, LineEditor):
                meant = str(getattr(facts, name))
                made.editor.line.setPlaceholderText("" if self._kept[name] else _short(meant))
                made.editor.line.setToolTip(meant)
            if not made.editor.widget.hasFocus():
                made.set_raw(self._kept[name])

    @override
    def keep(self) -> None:
        self.form.commit()
        for name in self.form.rows:
            self._save(name)

    def _save(self, name: str) -> None:
        text = self.form.rows[name].raw()
        if not self._kept or text == self._kept[name]:
            return
        self._kept[name] = text
        desk = self.context.desk
        field = next(f for f in FIELDS if f.name == name)
        self.do(lambda: desk.directory.set_settings({f"office.{name}": text}), f"{field.label}已保存")


def _short(words: str) -> str:
    """Words that stand in an empty line for what is meant: whole in its tool tip."""
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST - 1]}…"
