"""How large one attachment may be is for the office to say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.desk import Desk
from app.errors import UserError


def test_the_office_sets_how_large_one_attachment_may_be(
    desk: Desk, dispute: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    number = desk.matters.register([dispute()])[0].number
    film = tmp_path / "录像.mp4"
    film.write_bytes(b"\0" * (2 * 1024 * 1024))
    assert desk.attachments.limit == 500 * 1024 * 1024
    desk.directory.set_settings({"rule.attachment_mb": "1"})
    with pytest.raises(UserError) as refused:
        desk.attachments.take(number, film)
    assert refused.value.code == "source_too_large"
    assert "1 MB" in refused.value.sentence + refused.value.advice
    desk.directory.set_settings({"rule.attachment_mb": "2"})
    assert desk.attachments.take(number, film).attachment
