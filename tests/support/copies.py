"""A township whose data folder was copied: two desks with one identity, each of which went on working."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bundles.values import ForkView, ReceivedFile
from app.desk import Desk
from tests.support.exchange import Pair
from tests.support.offices import Offices

Form = Callable[..., dict[str, Any]]


@dataclass
class Copies:
    """A pair whose township stands twice: `pair.township` and `copy`, alike up to one matter that both know."""

    pair: Pair
    copy: Desk
    shared: str
    """Id of the matter that was there before."""

    @property
    def original(self) -> Desk:
        return self.pair.township

    @property
    def district(self) -> Desk:
        return self.pair.district

    def up(self, desk: Desk, folder: str = "") -> tuple[ReceivedFile, ...]:
        """What a desk sends, and what the district makes of it."""
        stick = self.pair.stick / (folder or desk.access.folder.rsplit("/", 1)[-1])
        stick.mkdir(exist_ok=True)
        files = [Path(f.path) for f in desk.bundles.send(stick)]
        return self.district.bundles.receive(files)

    def down(self) -> list[Path]:
        """What the district sends."""
        return [Path(f.path) for f in self.district.bundles.send(self.pair.stick)]

    def forked(self) -> ForkView:
        """Both send; the original first, so that it is the one that is taken in."""
        assert not any(r.refused for r in self.up(self.original))
        taken = self.up(self.copy)
        assert [r.refused for r in taken if r.kind == "up"] == ["stream_forked"]
        (fork,) = self.district.bundles.forks()
        return fork


def make_copies(pair: Pair, dispute: Form) -> Copies:
    """Let one matter be known to all, and copy the township's folder."""
    (shared,) = pair.township.matters.register([dispute(title="两份都有的")])
    pair.round()
    folder = Path(pair.township.access.folder)
    pair.township.close()
    shutil.copytree(folder, folder.with_name("copied"))
    offices: Offices = pair.offices
    pair.township = offices.enter(offices.door(folder.name))
    return Copies(pair, offices.enter(offices.door("copied")), shared.id)
