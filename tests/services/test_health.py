"""The health check sees what was done to the state behind the journal's back, wherever it was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from tests.support.exchange import context_of

Form = Callable[..., dict[str, object]]


def test_an_untouched_office_is_well(desk: Desk, dispute: Form, petition: Form) -> None:
    desk.matters.register([dispute(), petition()])
    report = desk.health.check()
    assert (report.ok, report.findings, report.matters) == (True, (), 2)


@pytest.mark.parametrize(
    ("done", "entity"),
    [
        ("UPDATE matter SET title = '换了的' WHERE id = (SELECT min(id) FROM matter)", "matter"),
        ("DELETE FROM party WHERE id = (SELECT min(id) FROM party)", "party"),
        # Of an office that no line of the journal speaks of.
        (
            "INSERT INTO unit (office, id, version, name, sound) VALUES ('0-000000000', 'x', 1, '司法所', '')",
            "unit",
        ),
    ],
)
def test_what_no_line_says_is_found(desk: Desk, dispute: Form, done: str, entity: str) -> None:
    desk.matters.register([dispute(), dispute(title="另一件")])
    with context_of(desk).writing() as unit:
        unit.connection.exec_driver_sql(done)
    (found,) = [one for one in desk.health.replay().findings if one.code == "replay_differs"]
    assert found.sentence == f"{entity} 有 1 条与修改记录推演的结果不一致。"
