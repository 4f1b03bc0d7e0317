"""The page 登记: the form, what follows beside it, drafts that are never lost, and the number at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from typing_extensions import override

from app.matters.values import Changes
from ui.drafts import DraftKeeper
from ui.pages.base import Page
from ui.pages.register.asking import look_ahead, read_entered, read_left
from ui.pages.register.drafting import WaitingDrafts
from ui.pages.register.earlier import EarlierLine
from ui.pages.register.faces import (
    KINDS,
    Ahead,
    Body,
    FormFace,
    Left,
    name_of,
    overrides_of,
    parties_of,
    read_form,
    wanted,
    words_of,
)
from ui.pages.register.glance import glance
from ui.pages.register.view import RegisterView
from ui.widgets.build import column
from ui.widgets.dropping import dropped_file
from ui.widgets.edits import commit_composition
from ui.widgets.fields.described import CHECKED

if TYPE_CHECKING:
    from app.matters.values import DraftView, Problem, Registered
    from ui.context import Context
    from ui.faults import Fault

AHEAD_MS = 300
"""After so long a pause the right side is asked for anew."""
ACCUSATION = "accusation"
FOR_NAMED = (
    "检举控告由指定的专人办理，您不再看得到它。请记下编号，把手里的材料当面交给专人；由谁办理，问系统管理员。"
)
"""The purpose of a petition that is kept apart (条例 Art. 30)."""
DOOR = "origin"
"""Says of which return, topic, reception or mandate the matter came; another page began the draft with it."""
STICKY = "how"
"""What the next matter of a row takes over: how it came."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """The form was not registered: what is wrong with it."""

    problems: tuple[Problem, ...]


class RegisterPage(Page):
    """登记."""

    place = "register"
    areas = frozenset({"directory"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._faces: FormFace | None = None
        self._base: Body = {}
        self._door: Body = {}
        self._touched: set[str] = set()
        self._busy = False
        self._last: Body = {}
        self._wanted = ""
        self.keeper = DraftKeeper(context, "register", self._typed, self)
        self.drafting = WaitingDrafts(context, self.keeper)
        self.earlier = EarlierLine(context)
        self.view = RegisterView(self.drafting.lines, self.earlier)
        self.form, self.aside, self.result = self.view.form, self.view.aside, self.view.result
        self.faults = self.view.faults
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(AHEAD_MS)
        self._ahead.timeout.connect(self._look_ahead)
        column(self, gap="none").addWidget(self.view)
        self._connect()
        self.setAcceptDrops(True)

    # -- coming and going

    def enter(self, **how: str) -> None:
        """Shows the form: a new one for ``new``, a draft by its id, else what was being typed; drafts that wait are offered."""
        self._wanted = how.get("draft", "")
        if self._faces is None:
            self.context.jobs.read(
                lambda _r: read_form(self.context.desk),
                self._on_faces,
                owner=self,
                failed=self.faults.show_fault,
            )
        elif self._wanted:
            self._give_back()
        elif how.get("new") or self.view.is_after:
            self.begin()
        self.drafting.look()

    def leave(self) -> None:
        """Keeps what was typed, now."""
        self.form.commit()
        self.keeper.keep_now()

    def refresh(self, changes: Changes) -> None:
        """The directory changed: choosers offer what it holds now."""
        del changes
        if self._faces is not None:
            self.context.jobs.read(lambda _r: read_form(self.context.desk), self._on_faces, owner=self)

    def focus_first(self) -> None:
        """Work begins with how it came; after a registration with what comes next."""
        if self.view.is_after:
            self.result.open.setFocus()
        elif self.form.kind:
            self.form.how.focus()
        else:
            # The form is still being read: what is typed meanwhile must not land in the search box.
            self.view.kinds.setFocus()

    def begin(self, body: Body | None = None, draft: str = "") -> None:
        """Shows an empty form, or one with a draft in it; what was typed before is kept as a draft."""
        if self._faces is None:
            return
        self.keeper.keep_now()
        self.keeper.begin(draft)
        # The program may have stood open over night: the day is asked for anew.
        self._faces = replace(self._faces, now=self.context.desk.today())
        kind = words_of(body or {}, "kind") or self.view.kinds.value() or KINDS[0][0]
        today = self._faces.now.date().isoformat()
        self._base = {}
        self._touched = set()
        self.faults.clear()
        self.view.kinds.set_value(kind)
        self.form.show_kind(kind, {"received_on": today, **(body or {})} if not draft else body)
        self.form.show_problems(())
        self._base = {} if draft else self.form.body()
        self.earlier.set_body(body or {})
        self._door = {k: v for k, v in (body or {}).items() if k == DOOR}
        self.view.show_typing()
        self._look_ahead()
        self.focus_first()

    # -- typing

    def body(self) -> Body:
        """The form as it stands, with the matter that came before and the door by which it comes."""
        return {**self.form.body(), **self.earlier.body(), **self._door}

    def _typed(self) -> Body:
        """What the draft keeps; nothing where nothing was typed, or where the form was registered."""
        if not self.form.kind or self._busy or not self.view.is_typing:
            return {}
        body = self.body()
        return body if body != self._base else {}

    def _on_changed(self, path: str) -> None:
        if not path:
            self._touched = {p for p in self._touched if not p.startswith("parties.")}
            self.form.chain(self.view.submit)
        self.keeper.touched()
        self._ahead.start()

    def _on_left(self, path: str) -> None:
        made = self.form.rows.get(path)
        if made is None or self._faces is None:
            return
        self._touched.add(path)
        body, raw, field = self.form.body(), made.raw(), made.field
        today = self._faces.now.date()
        self.context.jobs.read(
            lambda _r: read_left(self.context.desk, body, path, field.name, raw, today),
            self._on_read,
            owner=self,
            latest=f"left {path}",
        )

    def _on_read(self, left: Left) -> None:
        self.form.show_problems(left.problems, self._filled())
        made = self.form.rows.get(left.path)
        if made is None or made.raw() != left.raw or made.problem:
            return
        if (
            left.raw
            and left.value is not None
            and made.field.kind in CHECKED
            and not made.editor.widget.hasFocus()
        ):
            made.set_value(left.value)
        if left.good:
            made.show_good(left.good)
        elif made.field.kind == "id_no":
            made.show_problem("")
        head, _, _name = left.path.rpartition(".")
        sex = self.form.rows.get(f"{head}.sex")
        if left.sex and sex is not None:
            sex.set_raw(left.sex)

    def _filled(self) -> list[str]:
        """Fields that were left and hold something: only of these is told what is wrong before 登记 is pressed."""
        return [path for path in self._touched if self.form.value(path)]

    def _look_ahead(self) -> None:
        if not self.form.kind or self._faces is None:
            return
        body = self.form.body()
        self.form.show_accusation(words_of(body, "category") == ACCUSATION)
        face = self._faces.kinds[self.form.kind]
        self.view.lamp.show_missing(*wanted(face, body))
        self.context.jobs.read(
            lambda _r: look_ahead(self.context.desk, body), self._on_ahead, owner=self, latest="ahead"
        )

    def _on_ahead(self, ahead: Ahead) -> None:
        if self._faces is None:
            return
        self.aside.show_ahead(ahead.foreseen, self._faces.now.date())
        self.aside.show_alike(ahead.alike)
        wrong = [path for path, made in self.form.rows.items() if made.problem]
        self.form.show_problems(ahead.problems, {*self._filled(), *wrong} - {self._focused()})

    def _focused(self) -> str:
        at = self.window().focusWidget()
        return next((path for path, made in self.form.rows.items() if made.editor.widget is at), "")

    def _on_kind(self, kind: str) -> None:
        if self.view.is_after:
            self.begin({"kind": kind})
            return
        if kind == self.form.kind:
            return
        self.form.commit()
        typed = bool(self._typed())
        self.form.show_kind(kind)
        self._touched = set()
        if not typed:
            self._base = self.form.body()
        self._on_changed("")

    def _other_kind(self) -> None:
        """A dispute becomes a petition matter and back, from wherever the keyboard is."""
        kinds = [kind for kind, _words in KINDS]
        at = kinds.index(self.view.kinds.value()) if self.view.kinds.value() in kinds else -1
        kind = kinds[(at + 1) % len(kinds)]
        self.view.kinds.set_value(kind)
        self._on_kind(kind)
        self.focus_first()

    # -- registering

    def register(self) -> None:
        """Registers what stands on the form; where something is wrong the focus goes there."""
        if self._busy or not self.form.kind or not self.view.is_typing:
            return
        self.form.commit()
        self.keeper.keep_now()
        body = self.body()
        draft = self.keeper.ident
        self._busy = True
        self.faults.clear()

        def work(_report: object) -> Registered | _Refused:
            desk = self.context.desk
            problems = desk.matters.check(body)
            if any(p.severity == "error" for p in problems):
                return _Refused(problems)
            return desk.matters.register([body], draft=draft)[0]

        self.context.jobs.write(work, self._on_registered, owner=self, failed=self._on_fault)

    def _on_registered(self, made: Registered | _Refused) -> None:
        self._busy = False
        if isinstance(made, _Refused):
            first = self.form.show_problems(made.problems)
            if first:
                self.view.show_row(self.form.rows[first])
            count = sum(p.severity == "error" for p in made.problems)
            self.context.toast(f"还不能登记：{count} 处要改，已标在下面")
            return
        self._registered(made)

    def _registered(self, made: Registered) -> None:
        body = self.form.body()
        self.keeper.begin()
        self._last = body
        words = f"已登记 {made.number}"
        self.result.show_registered(made, words_of(body, "title") or name_of(body))
        self.view.show_after()
        self.result.open.setFocus()
        self.context.toast(words)
        self.context.changed(Changes(frozenset({"matters"}), (made.id,), words))
        access = self.context.desk.access
        if words_of(body, "category") == ACCUSATION and not access.user.accusations:
            self.result.show_closed(FOR_NAMED)
            return
        self.context.jobs.read(
            lambda _r: read_entered(self.context.desk, made.id), self.result.show_entered, owner=self
        )

    def _on_fault(self, fault: Fault) -> None:
        self._busy = False
        self.faults.show_fault(fault)

    def _on_again(self, same: bool) -> None:
        """Another matter of the same kind that came the same way, with the same parties where asked for."""
        if self._faces is None:
            return
        last = self._last
        flags = {f.name for f in self._faces.kinds[words_of(last, "kind")].group(STICKY) if f.kind == "code"}
        body: Body = {k: v for k, v in last.items() if k == "kind" or k in flags}
        if same:
            body["parties"] = parties_of(last)
            body["overrides"] = {k: v for k, v in overrides_of(last).items() if k.startswith("parties.")}
        self.begin(body)
        if same:
            self.form.what.focus()

    # -- going elsewhere

    def _on_faces(self, faces: FormFace) -> None:
        first = self._faces is None
        self._faces = faces
        self.form.offer(faces)
        if first and not self._wanted:
            self.begin()
        if self._wanted:
            self._give_back()

    def _give_back(self) -> None:
        """Shows the draft that another page began."""
        ident, self._wanted = self._wanted, ""
        desk, kind = self.context.desk, self.keeper.kind

        def show(drafts: tuple[DraftView, ...]) -> None:
            found = next((d for d in drafts if d.id == ident), None)
            self.begin(dict(found.body) if found is not None else None, ident if found is not None else "")
            self.drafting.look()

        self.context.jobs.read(lambda _r: desk.matters.drafts.waiting(kind), show, owner=self)

    def _on_earlier(self) -> None:
        """A matter that follows another is not the first; the draft keeps the link."""
        first = self.form.rows.get("is_first")
        if first is not None and self.earlier.body():
            first.set_raw("否")
        self._on_changed("earlier")

    def _on_resumed(self, draft: DraftView) -> None:
        self.begin(dict(draft.body), draft.id)

    def _peek(self, matter: str) -> None:
        glance(self.context, matter)

    def _open(self, matter: str) -> None:
        self.context.navigate("matter", ident=matter)

    def _on_print(self, matter: str, paper: str) -> None:
        self.context.navigate("matter", ident=matter, paper=paper)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.context.navigate("imports", file=path)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_changed)
        self.form.left.connect(self._on_left)
        self.view.kinds.chosen.connect(self._on_kind)
        self.view.submit.pressed_on.connect(self.register)
        self.view.imports_wanted.connect(lambda: self.context.navigate("imports"))
        self.aside.opened.connect(self._peek)
        self.aside.linked.connect(self.earlier.link)
        self.earlier.opened.connect(self._peek)
        self.earlier.changed.connect(self._on_earlier)
        self.drafting.resumed.connect(self._on_resumed)
        self.result.opened.connect(self._open)
        self.result.again.connect(self._on_again)
        self.result.printed.connect(self._on_print)
        for keys, does in (
            ("Ctrl+Return", self.register),
            ("Ctrl+Enter", self.register),
            ("Alt+T", self._other_kind),
            ("Alt+P", self.form.add_party),
            ("Alt+Delete", self.form.parties.drop_focused),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._acting(does))

    def _acting(self, does: Callable[[], object]) -> Callable[[], None]:
        def act() -> None:
            commit_composition(self.window())
            does()

        return act
