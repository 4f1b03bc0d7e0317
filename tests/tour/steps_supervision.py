"""交办督办 on both sides: the district presses and records a meeting; the township reads what it must answer."""

from __future__ import annotations

from tests.tour.stage import Stage


def district(stage: Stage) -> None:
    """A letter of supervision and a joint meeting with its decision."""
    stage.chapter("交办督办")
    hand = stage.hand("district")
    hand.window.navigate("supervision", tab="candidates")
    hand.settle()
    stage.shot(hand, "该督办的：超期、没有告知、没有反馈的", "从期限里自动找出来；一件一个按钮。")
    context, today = hand.window.context, stage.clock.now.date()
    letter = {
        "level": "supervise",
        "reason": "late_feedback",
        "issued_on": today.isoformat(),
        "due_on": today.replace(month=12, day=18).isoformat(),
        "demand": "请核实办理情况，限期书面反馈。",
        "to_name": "区自然资源局",
    }
    meeting = {
        "kind": "joint",
        "title": "信访工作联席会议第四次会议",
        "held_on": today.isoformat(),
        "chair": "区政府副区长",
        "agenda": "研究交办事项的办理和排查情况。",
    }
    decision = {"what": "牵头拿出处理意见。", "to_name": "区自然资源局", "due_on": letter["due_on"]}
    context.jobs.write(lambda _r: context.desk.duties.supervisions.issue(letter), lambda _kept: None)
    context.jobs.write(
        lambda _r: context.desk.duties.meetings.hold(meeting, [decision]),
        lambda kept: context.changed(kept.changes),
    )
    hand.settle()
    hand.window.navigate("supervision", tab="letters")
    hand.settle()
    stage.shot(hand, "督办函：谁没有反馈，一眼看到", "没有装程序的部门，书面反馈由区里代录，日期各是各的。")
    hand.window.navigate("supervision", tab="meetings")
    hand.settle()
    stage.shot(hand, "联席会议和议定事项", "每一项都有单位、责任人和期限；纪要可以打印。")


STEPS = (district,)
