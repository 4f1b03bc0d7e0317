"""The pages: one place of the program each.

A page is a class that derives from :class:`ui.pages.base.Page` and takes one :class:`ui.context.Context`::

    class LedgerPage(Page):
        place = "ledger"  # the key in ui.window.PLACES
        areas = frozenset({"matters"})  # repaint when a command changed one of these

        def __init__(self, context: Context) -> None: ...
        def enter(self, **how: str) -> None: ...  # shown, by the rail or by navigate("ledger", text="…")
        def refresh(self, changes: Changes) -> None: ...  # something of self.areas was changed (also while hidden,
                                                         # where asks_anew does not say that enter reads all)
        def leave(self) -> None: ...  # another page comes, the lock, the end: keep drafts now
        def focus_first(self) -> None: ...

The rules:

1. Build widgets in ``__init__`` without asking the desk. Ask in ``enter``: ``jobs.read(lambda _r: desk…, self._on_x,
   owner=self)``. The callback gets frozen values in the window's thread. Never call the desk outside a job, except
   its pure checks of a typed field, which read nothing.
2. A command is ``jobs.write(lambda report: desk…, self._on_done, owner=self, failed=self._on_fault, title="…")``.
   Its callback calls ``context.changed(done.changes)`` and ``context.toast(words)``. ``title`` only where it may take
   long: then the quiet line shows it.
3. Pages never call one another. To go somewhere: ``context.navigate("matter", ident=…)``.
4. Before a save or a shortcut acts: ``commit_composition(self.window())`` (the window does it for its own shortcuts).
5. No colour, no size in a page: ``label(text, role)``, ``primary(words, does)``, ``column(gap="m")``, ``Card``. One
   primary button a page. What may not be done now stays visible: ``Button.allow(why_not)`` makes it grey, and
   pressing it says why.
6. A state is a ``Status(Tone, words)``: shape, word and colour together.
7. What fails goes to a ``FaultSlot`` in the page (or, without ``failed=``, to the window's own). Empty and loading
   states are designed: ``Empty``, ``Loading``.
8. Nothing a user types is lost: a form keeps its draft within two seconds and in ``leave``; there is no "save?" question.
9. Every widget that means something has an accessible name; the tabulator reaches everything; Enter goes to the next field.
10. Every page has a picture in ``tests/ui`` (``shoot``), in 标准 and 特大, looked at by whoever changes it.
"""
