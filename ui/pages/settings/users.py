"""用户: who works with this program on this PC."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ui.pages.settings.section import Plain, Section
from ui.widgets.build import Button, button, clear, column, frame, label, link, pads, row
from ui.widgets.cards import Card
from ui.widgets.fields import FieldForm, Option
from ui.widgets.fields.editors import LineEditor
from ui.widgets.flow import Flow
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.access.values import Changes, UserInfo
    from ui.context import Context

ROLES = {"clerk": "经办", "leader": "领导", "admin": "管理员"}
NEW_USER = (
    Plain("login", "登录名", required=True, help="字母、数字或汉字，登录时输入"),
    Plain("name", "姓名", required=True, help="显示在办理记录和文书上"),
    Plain("role", "角色", "code", required=True),
    Plain("password", "初始密码", required=True, help="至少 8 位；请本人登录后自己更换"),
)
FIRST_PASSWORD = (Plain("password", "初始密码", required=True, help="至少 8 位；请本人登录后自己更换"),)
PASSWORDS = (
    Plain("old", "现在的密码", required=True),
    Plain("new", "新密码", required=True, help="至少 8 位"),
    Plain("again", "再输一遍", required=True),
)


class UsersSection(Section):
    """Users, one's own password, the recovery code."""

    key, words = "users", "用户与密码"
    about = "每个人用自己的登录名；谁登记、谁办理、谁改动，都记在修改记录里。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows = Rows(
            (Column("姓名", 8), Column("登录名", 8), Column("角色", 6, "muted"), Column("", 6)), act_share=5
        )
        self.rows.acted.connect(self._turn)
        self.rows.refused.connect(context.toast)
        self._users: dict[str, UserInfo] = {}
        self._again = ""
        self.body.addWidget(self.rows)
        self.admin = context.desk.access.user.role == "admin"
        why_not = "" if self.admin else "只有管理员可以添加用户"
        self.add_button = button("添加用户", self._open_new)
        self.add_button.allow(why_not)
        self.add_button.refused.connect(context.toast)
        across = row()
        across.addWidget(self.add_button)
        across.addStretch(1)
        self.body.addLayout(across)
        self.new = self._new_card()
        self.body.addWidget(self.new)
        self.back = self._back_card()
        self.body.addWidget(self.back)
        self.body.addWidget(self._named_card())
        self.body.addWidget(self._password_card())
        self.body.addWidget(self._recovery_card())
        self.body.addStretch(1)

    def _new_card(self) -> Card:
        card = Card("新用户")
        self.new_form = FieldForm(columns=2)
        roles = tuple(Option(key, words) for key, words in ROLES.items())
        self.new_form.build(NEW_USER, {"role": roles})
        self.new_form.set_raw({"role": "clerk"})
        _hide_typed(self.new_form, "password")
        self.new_save = button("添加", self._add)
        card.add(self.new_form, _feet(self.new_save, link("收起", card.hide)))
        card.hide()
        return card

    def _back_card(self) -> Card:
        card = Card("恢复用户")
        self.back_words = label("", "muted", wrap=True)
        self.back_form = FieldForm(columns=2)
        self.back_form.build(FIRST_PASSWORD, {})
        _hide_typed(self.back_form, "password")
        self.back_save = button("恢复", self._activate)
        card.add(self.back_words, self.back_form, _feet(self.back_save, link("收起", card.hide)))
        card.hide()
        return card

    def _named_card(self) -> Card:
        """Who may read accusations; a button for each, pressed in while they may."""
        card = Card("检举控告由谁办理")
        words = (
            "检举控告的材料、附件连同名称，只有这里指定的人看得到，别人的台账、搜索和数据包里都没有"
            "（《信访工作条例》第三十条）。按一下姓名指定，再按一下取消；本人下次登录起生效。"
        )
        card.add(label(words, "muted", wrap=True))
        self.nobody = label("还没有指定专人，检举控告登记以后没有人能办。", "warning", wrap=True)
        self.nobody.hide()
        holder = QWidget()
        self._named_flow = Flow(holder, gap="xs")
        self.named: dict[str, Button] = {}
        card.add(self.nobody, holder)
        return card

    def _show_named(self, users: tuple[UserInfo, ...]) -> None:
        clear(self._named_flow)
        self.named = {}
        for user in users:
            if not user.active and not user.accusations:
                continue
            made = Button(user.name, "choice")
            made.setCheckable(True)
            made.setChecked(user.accusations)
            made.setAccessibleName(f"{user.name}，{'已指定' if user.accusations else '没有指定'}办理检举控告")
            made.allow("" if self.admin else "只有管理员可以指定专人")
            made.pressed_on.connect(partial(self._name, user.id, not user.accusations))
            made.refused.connect(self._not_named)
            self.named[user.id] = made
            self._named_flow.addWidget(made)
        self.nobody.setVisible(not any(u.accusations and u.active for u in users))

    def _name(self, ident: str, named: bool) -> None:
        access = self.context.desk.access
        self.do(lambda: access.name_for_accusations(ident, named=named), "", self._said, area="users")

    def _not_named(self, why: str) -> None:
        self.context.toast(why)
        self.load()

    def _password_card(self) -> Card:
        card = Card("更换我的密码")
        self.password_form = FieldForm(columns=2)
        self.password_form.build(PASSWORDS, {})
        _hide_typed(self.password_form, "old", "new", "again")
        self.password_save = button("更换密码", self._change_password)
        card.add(self.password_form, _feet(self.password_save))
        return card

    def _recovery_card(self) -> Card:
        card = Card("恢复码")
        words = "忘记密码时，用恢复单上的恢复码重新设密码。换新码以后，旧的恢复单立即作废。"
        card.add(label(words, "muted", wrap=True))
        self.renew = button("换新恢复码", self._renew)
        self.renew.allow("" if self.admin else "只有管理员可以更换恢复码")
        self.renew.refused.connect(self.context.toast)
        card.add(_feet(self.renew))
        self.shown = frame("warn")
        down = column(self.shown, gap="xs")
        pads(down, "l", "m")
        self.code = label("", "code", select=True)
        self.code.setAccessibleName("新恢复码")
        down.addWidget(label("请现在抄写或打印，锁进保险柜。只显示这一次，程序不保存。", wrap=True))
        down.addWidget(self.code)
        down.addLayout(_feet(button("我已抄好", self._copied)))
        self.shown.hide()
        card.add(self.shown)
        return card

    @override
    def load(self) -> None:
        access = self.context.desk.access
        self.ask(access.find_users, self._show)

    @override
    def keep(self) -> None:
        # What is secret does not stay on the screen when its owner goes away.
        self._copied()
        self.password_form.set_raw({})
        self.back_form.set_raw({})
        self.back.hide()

    def _show(self, users: tuple[UserInfo, ...]) -> None:
        mine = self.context.desk.access.user.id
        self._users = {u.id: u for u in users}
        self.rows.show_rows(tuple(self._face(u, mine) for u in users))
        self._show_named(users)

    def _face(self, user: UserInfo, mine: str) -> RowFace:
        state: Status | str = Status(Tone.NOW, "正在使用") if user.id == mine else ""
        if not user.active:
            state = Status(Tone.NONE, "已停用")
        act = "停用" if user.active else "恢复"
        return RowFace(
            user.id,
            (user.name, user.login, ROLES.get(user.role, user.role), state),
            "" if user.id == mine else act,
            "" if self.admin else "只有管理员可以停用和恢复用户",
            quiet=True,
        )

    def _turn(self, ident: str) -> None:
        """Lets somebody log in no more at one press, as what was done stays; coming back asks for a first password."""
        user = self._users[ident]
        access = self.context.desk.access
        if user.active:
            self.do(lambda: access.deactivate(ident), "", self._said, area="users")
            return
        self._again = ident
        self.back_words.setText(f"{user.name}（{user.login}）：原来的密码已经作废，请给一个初始密码。")
        self.back.show()
        self.back_form.focus()

    def _activate(self) -> None:
        self.back_form.commit()
        given = self.back_form.raw()
        if not _complete(self.back_form, FIRST_PASSWORD):
            return
        access, ident = self.context.desk.access, self._again

        def back(changes: Changes) -> None:
            self.back_form.set_raw({})
            self.back.hide()
            self._said(changes)

        self.do(lambda: access.activate(ident, given["password"]), "", back, area="users")

    def _said(self, changes: Changes) -> None:
        self.context.toast(changes.words)
        self.load()

    def _open_new(self) -> None:
        self.new.show()
        self.new_form.focus()

    def _add(self) -> None:
        self.new_form.commit()
        given = self.new_form.raw()
        if not _complete(self.new_form, NEW_USER):
            return
        access = self.context.desk.access

        def added(user: UserInfo) -> None:
            self.new_form.set_raw({"role": "clerk"})
            self.new.hide()
            self.context.toast(f"已添加{user.name}，可以用登录名“{user.login}”登录")

        self.do(
            lambda: access.add_user(given["login"], given["password"], given["role"], given["name"]),
            "",
            added,
            area="users",
        )

    def _change_password(self) -> None:
        given = self.password_form.raw()
        if not _complete(self.password_form, PASSWORDS):
            return
        if given["new"] != given["again"]:
            self.password_form.rows["again"].show_problem("两次输入的新密码不一样。")
            self.password_form.focus("again")
            return
        access = self.context.desk.access

        def changed(_value: object) -> None:
            self.password_form.set_raw({})

        self.do(
            lambda: access.change_password(given["old"], given["new"]),
            "密码已更换，下次登录用新密码",
            changed,
            area="users",
        )

    def _renew(self) -> None:
        access = self.context.desk.access
        self.do(access.renew_recovery, "", self._show_code, area="users")

    def _show_code(self, code: str) -> None:
        self.code.setText(code)
        self.shown.show()

    def _copied(self) -> None:
        self.code.setText("")
        self.shown.hide()


def _feet(*parts: Button):
    across = row(gap="m")
    for part in parts:
        across.addWidget(part)
    across.addStretch(1)
    return across


def _hide_typed(form: FieldForm, *names: str) -> None:
    for name in names:
        editor = form.rows[name].editor
        if isinstance(editor, LineEditor):
            editor.line.setEchoMode(QLineEdit.EchoMode.Password)


def _complete(form: FieldForm, fields: tuple[Plain, ...]) -> bool:
    """Whether every field is filled in; where one is not, the focus goes there."""
    given = form.raw()
    for field in fields:
        form.rows[field.name].show_problem("" if given.get(field.name) else f"请填写{field.label}。")
    missing = next((f.name for f in fields if not given.get(f.name)), "")
    if missing:
        form.focus(missing)
    return not missing
