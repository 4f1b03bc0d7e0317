"""The job runner: the only place of the windows that has threads.

Three lanes, one worker thread each: *writing* for commands, in order, never skipped; *reading* for queries, which WAL lets
pass a long import; *aside* for what reads for minutes and makes a file of its own (an export, a printed ledger), so that
neither a save nor the next page waits for it. A page hands over a function and a callback; the function runs in the lane,
the callback in the window's thread. Results, progress and failures travel as one frozen dataclass, :class:`News`.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QObject, Qt, QTimer, Signal

from ui.faults import Fault, fault_of


class Lane(Enum):
    """Commands go through WRITING, queries through READING, long work on a file of its own through ASIDE."""

    WRITING = "writing"
    READING = "reading"
    ASIDE = "aside"


class State(Enum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobCancelledError(Exception):
    """Raised inside a job at its next report after the user cancelled; the unit of work rolls back."""


@dataclass(frozen=True, slots=True)
class News:
    """What there is to know of a job now.

    Attributes:
        job: its number.
        lane: where it runs.
        title: what it does, in the user's words; empty for quick work that is not worth a line.
        state: how far it is.
        done: units done.
        of: units altogether; 0 while unknown.
        what: what is being done just now.
        seconds_left: estimate, or None while there is none.
        value: the result, when done.
        fault: why it failed.
    """

    job: int
    lane: Lane
    title: str
    state: State
    done: int = 0
    of: int = 0
    what: str = ""
    seconds_left: float | None = None
    value: Any = None
    fault: Fault | None = None


class Report:
    """Handed to every job: call it with ``(done, of, what)`` between steps.

    Raises:
        JobCancelledError: when called after the user cancelled.
    """

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._cancel = threading.Event()

    def __call__(self, done: int, of: int, what: str = "") -> None:
        """Says how far the job is: ``done`` of ``of`` units, ``what`` just now."""
        self.check()
        self._tell(done, of, what)

    def check(self) -> None:
        """Raises JobCancelledError where the user has cancelled."""
        if self._cancel.is_set():
            raise JobCancelledError

    def cancel(self) -> None:
        """Asks the job to stop at its next report; it leaves nothing half done."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked the job to stop."""
        return self._cancel.is_set()


class Job:
    """The page's handle on work it handed over."""

    def __init__(self, number: int, lane: Lane, title: str, work: Callable[[Report], Any]) -> None:
        self.number = number
        self.lane = lane
        self.title = title
        self.work = work
        self.then: Callable[[Any], None] | None = None
        self.failed: Callable[[Fault], None] | None = None
        self.owner: QObject | None = None
        self.key: tuple[int, str] | None = None
        self.report = Report(lambda _done, _of, _what: None)

    def cancel(self) -> None:
        """Stops the job where it waits, or at its next report."""
        self.report.cancel()


class _Worker(threading.Thread):
    """One lane's thread: takes jobs in order until it is told to end."""

    def __init__(self, lane: Lane, tell: Callable[[News], None]) -> None:
        super().__init__(name=f"jiefen-{lane.value}")
        self._tell = tell
        self._waiting: deque[Job] = deque()
        self._last: deque[Job] = deque()
        self._some = threading.Condition()
        self._ending = False

    def put(self, job: Job, *, last: bool) -> None:
        with self._some:
            (self._last if last else self._waiting).append(job)
            self._some.notify()

    def end(self, drop: bool) -> None:
        """Ends after the waiting jobs (``drop`` False) or without them."""
        with self._some:
            self._ending = True
            for job in (*self._waiting, *self._last) if drop else ():
                job.cancel()
            self._some.notify()

    def run(self) -> None:
        while (job := self._next()) is not None:
            self._tell(self._do(job))

    def _next(self) -> Job | None:
        with self._some:
            while not self._waiting and not self._last:
                if self._ending:
                    return None
                self._some.wait()
            return (self._waiting or self._last).popleft()

    def _do(self, job: Job) -> News:
        if job.report.cancelled:
            return News(job.number, job.lane, job.title, State.CANCELLED)
        self._tell(News(job.number, job.lane, job.title, State.RUNNING))
        try:
            value = job.work(job.report)
        except JobCancelledError:
            return News(job.number, job.lane, job.title, State.CANCELLED)
        except Exception as error:  # the border: whatever a job raises becomes a sentence
            fault = fault_of(error, writing=job.lane is Lane.WRITING)
            return News(job.number, job.lane, job.title, State.FAILED, fault=fault)
        return News(job.number, job.lane, job.title, State.DONE, value=value)


class Jobs(QObject):
    """Runs work off the window's thread and brings results back to it.

    Signals:
        news: a :class:`News` for every change of every job, after its own callback ran.
        faulted: a :class:`Fault` that no page took for itself.
    """

    news = Signal(object)
    faulted = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._open: dict[int, Job] = {}
        self._shut = False
        self._workers = {lane: _Worker(lane, self._arrived.emit) for lane in Lane}
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        for worker in self._workers.values():
            worker.start()

    def read(
        self,
        work: Callable[[Report], Any],
        then: Callable[[Any], None] | None = None,
        *,
        owner: QObject | None = None,
        failed: Callable[[Fault], None] | None = None,
        title: str = "",
        latest: str = "",
        last: bool = False,
    ) -> Job:
        """Asks something in the reading lane.

        Args:
            work: runs in the lane; gets a :class:`Report`.
            then: gets the result in the window's thread.
            owner: where it is gone when the result comes, nobody is called.
            failed: gets the fault; without it the shell shows it.
            title: shown in the status line where the work may take long.
            latest: an older job of the same owner and word is dropped (search as you type).
            last: whatever else is asked goes first, later askers too: nobody looks at this just now.
        """
        return self._start(Lane.READING, work, then, owner, failed, title, latest, last=last)

    def write(
        self,
        work: Callable[[Report], Any],
        then: Callable[[Any], None] | None = None,
        *,
        owner: QObject | None = None,
        failed: Callable[[Fault], None] | None = None,
        title: str = "",
    ) -> Job:
        """Does something in the writing lane; arguments as in :meth:`read`. Commands run in order and none is skipped."""
        return self._start(Lane.WRITING, work, then, owner, failed, title, "")

    def aside(
        self,
        work: Callable[[Report], Any],
        then: Callable[[Any], None] | None = None,
        *,
        owner: QObject | None = None,
        failed: Callable[[Fault], None] | None = None,
        title: str = "",
    ) -> Job:
        """Makes a file in the lane beside the others, and nothing half where it is stopped; arguments as in :meth:`read`."""
        return self._start(Lane.ASIDE, work, then, owner, failed, title, "")

    def busy(self, lane: Lane | None = None) -> bool:
        """Whether a job waits or runs (in a lane)."""
        return any(lane is None or job.lane is lane for job in self._open.values())

    def cancel(self, number: int) -> None:
        """Cancels a job by its number; one that is done already stays done."""
        if number in self._open:
            self._open[number].cancel()

    def settle(self, seconds: float = 120.0) -> None:
        """Waits, with the window alive, until every job has brought its result back.

        Raises:
            TimeoutError: work is still open after ``seconds``.
        """
        deadline = QDeadlineTimer(round(seconds * 1000))
        loop = QEventLoop()
        timer = QTimer()
        timer.timeout.connect(loop.quit)
        self.news.connect(loop.quit)
        while self._open:
            if deadline.hasExpired():
                raise TimeoutError(", ".join(job.title or str(job.number) for job in self._open.values()))
            timer.start(50)
            loop.exec()
        timer.stop()
        self.news.disconnect(loop.quit)

    def close(self, seconds: float = 60.0) -> None:
        """Ends the lanes: every waiting command is done first, everything else is dropped. Called once, at the end."""
        if self._shut:
            return
        self._shut = True
        for lane, worker in self._workers.items():
            worker.end(drop=lane is not Lane.WRITING)
        for job in self._open.values():
            if job.lane is not Lane.WRITING:
                job.cancel()
        until = time.monotonic() + seconds
        for worker in self._workers.values():
            worker.join(max(0.1, until - time.monotonic()))
        QCoreApplication.sendPostedEvents(self)

    def _start(
        self,
        lane: Lane,
        work: Callable[[Report], Any],
        then: Callable[[Any], None] | None,
        owner: QObject | None,
        failed: Callable[[Fault], None] | None,
        title: str,
        latest: str,
        *,
        last: bool = False,
    ) -> Job:
        job = Job(next(self._numbers), lane, title, work)
        job.then, job.failed, job.owner = then, failed, owner
        job.report = Report(self._teller(job))
        if latest:
            job.key = (id(owner), latest)
            for older in self._open.values():
                if older.key == job.key:
                    older.cancel()
        if self._shut:
            job.cancel()
            return job
        self._open[job.number] = job
        self._workers[lane].put(job, last=last)
        return job

    def _teller(self, job: Job) -> Callable[[int, int, str], None]:
        began = time.monotonic()
        last = [0.0]

        def tell(done: int, of: int, what: str) -> None:
            now = time.monotonic()
            if now - last[0] < 0.05 and done < of:
                return
            last[0] = now
            left = (now - began) / done * (of - done) if done > 0 and of > 0 else None
            self._arrived.emit(News(job.number, job.lane, job.title, State.RUNNING, done, of, what, left))

        return tell

    def _on_arrived(self, news: News) -> None:
        job = self._open.get(news.job)
        if job is None:
            return
        if news.state is State.RUNNING:
            self.news.emit(news)
            return
        del self._open[news.job]
        late = job.report.cancelled and job.lane is Lane.READING  # a command that was done must be repainted
        wanted = (job.owner is None or shiboken6.isValid(job.owner)) and not late
        if news.state is State.FAILED and news.fault is not None:
            if job.failed is not None and wanted:
                job.failed(news.fault)
            elif wanted or job.lane is Lane.WRITING:
                self.faulted.emit(news.fault)
        elif news.state is State.DONE and job.then is not None and wanted:
            job.then(news.value)
        self.news.emit(news)
