"""Decide a fork: one branch goes on under the stream's name, what the others wrote is kept and shown. One transaction."""

from __future__ import annotations

import uuid
from collections.abc import Container
from typing import Any

from sqlalchemy import Connection, func, select, update

from app.bundles.branching import set_aside_lines
from app.bundles.forks import Chain, Fork, fork_of, kept_of, why_not_decide
from app.bundles.office import Exchange, name_of
from app.bundles.receiving import Receiver
from app.bundles.touching import Touched, touched_since
from app.bundles.values import ForkDecided
from app.errors import UserError
from app.matters.custody_fold import BRANCH
from db import taking
from db.branches import begin_branch, branches_of, head_at, name_of_branch, part
from db.store import Unit
from db.tables import CodedHeld, CodedIn, ForkRuling, Unfolded


class Ruler:
    """Decides forks in the streams of offices below."""

    def __init__(self, exchange: Exchange) -> None:
        self._x = exchange
        self._receiver = Receiver(exchange)

    def decide(self, office: str, stream: str, branch: str, reason: str) -> ForkDecided:
        """Let one branch go on; see `Bundles.decide_fork`."""
        if not reason.strip():
            raise UserError(
                "no_reason", "还没有写裁定的理由。", "请写明为什么是这一支，与谁核对过；没有改动任何内容。"
            )
        with self._x.context.writing() as unit:
            fork = self._fork(unit.connection, office, stream)
            winner = self._winner(fork, branch)
            lost = self._part(unit, fork, winner)
            taking.thaw(unit.connection, office, stream)
            # The winner's bundles first, and nobody else's: those of several copies may fit behind the fork, and what of the
            # others waits is told by it.
            self._retake(unit, office, stream, {row.bundle for row in winner.bundles})
            begun, left = self._begin(unit, fork, winner)
            lost |= begun
            spoilt = self._retake(unit, office, stream)
            self._count_anew(unit.connection, fork)
            self._write(unit, fork, lost, reason.strip())
            return self._said(unit.connection, fork, winner, lost, left, len(spoilt))

    def _fork(self, connection: Connection, office: str, stream: str) -> Fork:
        fork = fork_of(connection, self._x, office, stream)
        if fork is None:
            ruled = select(ForkRuling.id).where(ForkRuling.to_office == office)
            if stream:
                ruled = ruled.where(ForkRuling.stream == stream)
            if connection.execute(ruled.limit(1)).first() is not None:
                raise UserError(
                    "ruled_already",
                    "这一处分支已经裁定过了。",
                    "要看结果，请打开“收件”页和各件事项；没有改动任何内容。",
                )
            raise UserError(
                "no_fork", "这里没有等待裁定的分支。", "请在“收件”页里查看哪个单位的变动分成了两支。"
            )
        if why := why_not_decide(self._x, fork):
            advice = (
                "请系统管理员登录后裁定。"
                if self._x.own.is_district
                else "请与区县联系；数据都在本机，没有丢。"
            )
            raise UserError("no_right" if fork.chains else "no_fork", why, advice)
        return fork

    def _winner(self, fork: Fork, branch: str) -> Chain:
        for chain in fork.chains:
            if chain.key == branch:
                return chain
        raise UserError("no_such_branch", "没有这一支。", "请重新打开裁定的页面，在列出的几支里选。")

    def _part(self, unit: Unit, fork: Fork, winner: Chain) -> dict[str, int]:
        """Where what was taken in does not go on, let it stand under the name of a branch."""
        if winner.taken:
            return {}
        with_it = Touched()
        for body in winner.bodies.values():
            with_it.add(body)
        name = part(unit.connection, fork.office, fork.stream.stream, winner.fork)
        set_aside_lines(unit, self._x.context, fork.office, name, with_it)
        return {name: winner.fork}

    def _begin(self, unit: Unit, fork: Fork, winner: Chain) -> tuple[dict[str, int], int]:
        """The branches that were only kept, and do not go on; and how many stay kept.

        One that parted from another that does not go on has no place of its own: its bundles stay as they came.
        """
        connection, office, stream = unit.connection, fork.office, fork.stream.stream
        found: dict[str, int] = {}
        left = 0
        there = {row.stream for row in branches_of(connection, office, stream)}
        for chain in fork.chains:
            if chain is winner or chain.taken:
                continue
            first = next(
                seq
                for seq in sorted(chain.heads)
                if chain.heads[seq] != head_at(connection, office, stream, seq)
            )
            name = name_of_branch(stream, chain.heads[first])
            if name in there or name in found:
                left += 1
                continue
            found[begin_branch(connection, office, stream, first, chain.heads[first])] = first
        return found, left

    def _retake(
        self, unit: Unit, office: str, stream: str, only: Container[str] | None = None
    ) -> frozenset[str]:
        """Take in what was kept, as far as it fits; ids of bundles that are wrong in themselves, and stay as they came."""
        spoilt: set[str] = set()
        while any(
            self._fits(unit, row, spoilt)
            for row in kept_of(unit.connection, office, stream)
            if row.bundle not in spoilt and (only is None or row.bundle in only)
        ):
            # What was taken may be what another one waited for.
            pass
        return frozenset(spoilt)

    def _fits(self, unit: Unit, row: Any, spoilt: set[str]) -> bool:
        point = unit.session.begin_nested()
        try:
            taken = self._receiver.retake(unit, row)
        except UserError:
            # One wrong bundle hinders no decision.
            point.rollback()
            spoilt.add(row.bundle)
            return False
        point.commit()
        return taken

    def _count_anew(self, connection: Connection, fork: Fork) -> None:
        """Both copies counted their rows under one name: the receipt asks for all of them, and what stands gives way."""
        office, installation = fork.office, fork.stream.installation
        connection.execute(
            update(CodedHeld)
            .where(CodedHeld.office == self._x.own.office, CodedHeld.peer == office)
            .where(CodedHeld.installation == installation, CodedHeld.stream == fork.stream.stream)
            .values(version=0)
        )
        connection.execute(
            update(CodedIn)
            .where(CodedIn.office == office, CodedIn.installation == installation)
            .values(version=0)
        )

    def _write(self, unit: Unit, fork: Fork, lost: dict[str, int], reason: str) -> None:
        context, connection = self._x.context, unit.connection
        for name, first in sorted(lost.items()):
            head = head_at(connection, fork.office, fork.stream.stream, first)
            if head is None:
                raise ValueError("the branch that goes on is not held at the fork")
            unit.session.add(
                ForkRuling(
                    office=context.office.office,
                    id=str(uuid.uuid4()),
                    to_office=fork.office,
                    to_name=name_of(connection, fork.office),
                    stream=fork.stream.stream,
                    fork=first,
                    head=head.hex(),
                    branch=name,
                    ruled_on=context.today(),
                    ruled_by=context.user.name,
                    reason=reason,
                    by_user=context.user.id,
                )
            )

    def _said(
        self,
        connection: Connection,
        fork: Fork,
        winner: Chain,
        lost: dict[str, int],
        left: int,
        spoilt: int,
    ) -> ForkDecided:
        name, stream = name_of(connection, fork.office), fork.stream.stream
        went: set[tuple[str, str]] = set()
        waiting = 0
        for branch, first in lost.items():
            with_it = touched_since(connection, fork.office, stream, first).matters
            went |= touched_since(connection, fork.office, branch, first).matters - with_it
            waiting += _count(connection, fork.office, branch)
        words = f"已裁定：{name}第 {winner.fork} 条变动以后，选定的一支继续"
        words += f"；只有另一支才有的 {len(went)} 件事项已经入账" if went else ""
        words += (
            f"；两支都改过的，另一支的 {waiting} 处变更先保存着，由办理单位在事项里决定" if waiting else ""
        )
        words += (
            f"；有 {left} 支是从没有选中的一支又分出来的，它的包原样保存着，没有入账："
            f"请{name}把那台电脑上才有的事项照原样登记到选定的一台"
            if left
            else ""
        )
        words += (
            f"；有 {spoilt} 个包带的办理记录与已有的对不上，原样保存着，没有入账：请{name}再上报一次"
            if spoilt
            else ""
        )
        advice = (
            f"请写出给{name}的交办包和回执，请{name}两台电脑（两份数据）都收下：选定的一份照常办理；"
            "另一份先上报没有报完的内容，再在“上报”页里办“按裁定继续”。"
        )
        return ForkDecided(len(went), waiting, f"{words}。", advice)


def _count(connection: Connection, office: str, branch: str) -> int:
    waits: Any = select(func.count()).where(
        Unfolded.office == office,
        Unfolded.stream == branch,
        Unfolded.reason == BRANCH,
        Unfolded.decided.is_(None),
    )
    return connection.execute(waits).scalar() or 0
