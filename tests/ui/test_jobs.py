"""The job runner: two lanes, nothing skipped, nothing lost, failures become sentences."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import EnvironmentFault, UserError
from ui.faults import Fault, Whose
from ui.jobs import Jobs, Lane, News, Report, State


def test_a_result_comes_back_to_the_windows_thread(jobs: Jobs) -> None:
    seen: list[Any] = []
    jobs.read(
        lambda _r: threading.current_thread().name, lambda v: seen.append((v, threading.current_thread()))
    )
    jobs.settle()
    assert seen == [("jiefen-reading", threading.main_thread())]


def test_commands_run_in_order_and_none_is_skipped(jobs: Jobs) -> None:
    done: list[int] = []
    for number in range(50):
        jobs.write(lambda _r, n=number: done.append(n))
    jobs.settle()
    assert done == list(range(50))


def test_reading_passes_a_long_command(jobs: Jobs) -> None:
    gate = threading.Event()
    jobs.write(lambda _r: gate.wait(10))
    seen: list[str] = []
    jobs.read(lambda _r: "read", lambda v: (seen.append(v), gate.set()))
    jobs.settle()
    assert seen == ["read"]


def test_closing_finishes_every_waiting_command(qapp: Any) -> None:
    jobs = Jobs()
    done: list[int] = []
    told: list[int] = []
    for number in range(20):
        jobs.write(lambda _r, n=number: done.append(n), lambda _v, n=number: told.append(n))
    jobs.close()
    assert done == told == list(range(20))


def test_a_cancelled_job_stops_at_its_next_report(jobs: Jobs) -> None:
    started = threading.Event()
    states: list[State] = []
    jobs.news.connect(lambda n: states.append(n.state))

    def work(report: Report) -> None:
        step = 0
        while True:
            step += 1
            report(step, 0, "读取")
            started.set()

    job = jobs.write(work, lambda _v: pytest.fail("a cancelled job has no result"), title="导入台账")
    assert started.wait(10)
    job.cancel()
    jobs.settle()
    assert states[-1] is State.CANCELLED


def test_progress_says_how_far_and_how_long(jobs: Jobs) -> None:
    news: list[News] = []
    jobs.news.connect(news.append)
    jobs.read(lambda report: report(10, 10, "写入"), title="导出")
    jobs.settle()
    told = next(n for n in news if n.of == 10)
    assert (told.done, told.what, told.title, told.seconds_left) == (10, "写入", "导出", 0)


def test_the_latest_search_drops_the_older_ones(jobs: Jobs) -> None:
    gate = threading.Event()
    jobs.read(lambda _r: gate.wait(10))
    seen: list[str] = []
    for word in ("z", "zs", "zsf"):
        jobs.read(lambda _r, w=word: w, seen.append, latest="search")
    gate.set()
    jobs.settle()
    assert seen == ["zsf"]


def test_what_nobody_looks_at_is_asked_last(jobs: Jobs) -> None:
    gate, order = threading.Event(), list[str]()
    jobs.read(lambda _r: gate.wait(10))
    jobs.read(lambda _r: order.append("rail"), last=True)
    for page in ("page", "rows"):
        jobs.read(lambda _r, name=page: order.append(name))
    gate.set()
    jobs.settle()
    assert order == ["page", "rows", "rail"]


def test_nobody_is_called_for_a_page_that_is_gone(jobs: Jobs) -> None:
    import shiboken6

    gate = threading.Event()
    page = QWidget()
    jobs.read(lambda _r: gate.wait(10), lambda _v: pytest.fail("the page is gone"), owner=page)
    shiboken6.delete(page)
    gate.set()
    jobs.settle()


def _fail(error: Exception) -> Any:
    raise error


def test_a_known_error_brings_its_sentence_and_nothing_is_lost(jobs: Jobs) -> None:
    faults: list[Fault] = []
    jobs.write(
        lambda _r: _fail(UserError("no_office", "没有这个单位。", "请先登记单位。")), failed=faults.append
    )
    jobs.write(
        lambda _r: _fail(EnvironmentFault("disk_full", "磁盘已满。", "请清理磁盘。")), failed=faults.append
    )
    jobs.settle()
    assert [(f.whose, f.sentence, f.kept) for f in faults] == [
        (Whose.USER, "没有这个单位。", True),
        (Whose.MACHINE, "磁盘已满。", True),
    ]


def test_a_bug_is_logged_and_promises_nothing_after_a_command(
    jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    faults: list[Fault] = []
    jobs.faulted.connect(faults.append)
    jobs.write(lambda _r: 1 / 0)
    jobs.read(lambda _r: 1 / 0)
    jobs.settle()
    assert [(f.whose, f.kept) for f in sorted(faults, key=lambda f: f.kept)] == [
        (Whose.BUG, False),
        (Whose.BUG, True),
    ]
    assert "ZeroDivisionError" in caplog.text


def test_busy_tells_the_lanes_apart(jobs: Jobs) -> None:
    gate = threading.Event()
    jobs.write(lambda _r: gate.wait(10))
    assert jobs.busy()
    assert jobs.busy(Lane.WRITING)
    assert not jobs.busy(Lane.READING)
    gate.set()
    jobs.settle()
    assert not jobs.busy()


def test_work_after_closing_is_not_started(qapp: Any) -> None:
    parent = QObject()
    jobs = Jobs(parent)
    jobs.close()
    jobs.write(lambda _r: pytest.fail("closed"))
    jobs.settle(0.1)
