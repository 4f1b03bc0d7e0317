"""Cards: hand ours out, take others' in, compare fingerprints, revoke."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import update

from app.access.founding import office_id
from app.bundles.office import Exchange, all_peers
from app.bundles.values import PeerInfo
from app.errors import EnvironmentFault, NotFoundError, UserError, why_of
from app.keys import cards
from app.keys.cards import Card
from app.keys.errors import CardError
from db.engine import upsert
from db.tables import Peer

_CARDS: Final[dict[str, tuple[str, str]]] = {
    "card_too_large": ("“{file}”太大，不是单位名片。", "请选对方程序里“写出名片”得到的那个文件。"),
    "card_bad": ("“{file}”不是单位名片。", "请选对方程序里“写出名片”得到的那个文件。"),
    "card_newer": (
        "这张名片是较新的程序写的，本机的程序读不了。",
        "请先升级本机的程序，再收一次；没有改动任何内容。",
    ),
    "card_altered": (
        "名片“{file}”被改动过，或拷贝时出错，没有收下。",
        "请对方重新写一次名片，用另一个U盘送来。",
    ),
}


class Peers:
    """The offices that this one knows by their cards."""

    def __init__(self, exchange: Exchange) -> None:
        self._x = exchange

    def write_card(self, path: Path) -> PeerInfo:
        """Write this installation's card.

        Args:
            path: the file; in a folder it is named after the office.

        Raises:
            UserError: something else lies there under that name.
            EnvironmentFault: it cannot be written.
        """
        own = self._x.own
        if path.is_dir():
            path = path / f"{own.name}.card"
        card = Card(
            office=own.office,
            name=own.name,
            code=own.code,
            role=own.role,
            installation=own.installation,
            station=own.station,
            sign_key=own.sign_public,
            age_key=own.age_public,
            made_at=datetime.fromisoformat(own.made_at),
        )
        data = cards.write_card(card, self._x.sign_key)
        part = path.with_name(path.name + ".part")
        try:
            if path.exists() and not _is_card(path):
                raise UserError(
                    "name_taken",
                    f"“{path.name}”已经有了，而且不是名片，没有盖掉它。",
                    "请换一个文件名再写。",
                )
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise EnvironmentFault(
                "card_unwritable",
                f"名片写不进去：{why_of(error)}。",
                "请检查U盘是否插好、是否写保护、文件夹是否存在，再写一次。",
            ) from error
        return _info(card, words="本单位名片")

    def trust(self, path: Path, fingerprint: str = "") -> PeerInfo:
        """Take another office's card in.

        Args:
            path: the card's file.
            fingerprint: as the other side read it out; where given it must be the card's, and counts as compared.

        Raises:
            UserError: not a card, damaged, newer, our own, another fingerprint, a mark or key that is taken.
        """
        card, text = _read(path)
        given = "".join(c for c in fingerprint if c.isdecimal())
        if fingerprint.strip() and given != card.fingerprint.replace(" ", ""):
            raise UserError(
                "fingerprint_differs",
                f"指纹对不上：名片的指纹是 {card.fingerprint}。没有收下这张名片。",
                "请再听一遍、核一遍；仍然不同的，名片在路上被换过，请对方当面或另用U盘重送。",
            )
        with self._x.context.writing() as unit:
            known = all_peers(unit.connection)
            _check(card, self._x, known, compared=bool(given))
            before = next((p for p in known if _same(p, card)), None)
            row: dict[str, Any] = {
                "office": card.office,
                "installation": card.installation,
                "name": card.name,
                "role": card.role,
                "code": card.code,
                "station": card.station,
                "sign_key": card.sign_key.hex(),
                "age_key": card.age_key,
                "fingerprint": card.fingerprint,
                "card": text,
                "trusted_at": before.trusted_at if before else self._x.at(),
                "compared": bool(given)
                or (before is not None and before.compared and before.fingerprint == card.fingerprint),
                "revoked_at": None,
            }
            upsert(unit.connection, Peer.__table__, [row])  # pyright: ignore[reportArgumentType]
        return _info(card, compared=row["compared"], trusted_at=row["trusted_at"])

    def compared(self, office: str, installation: str) -> None:
        """The fingerprint was read out over the telephone and is the same."""
        self._set(office, installation, compared=True)

    def revoke(self, office: str, installation: str) -> None:
        """Believe this key no longer: a stolen or scrapped PC."""
        self._set(office, installation, revoked_at=self._x.at(), compared=False)

    def _set(self, office: str, installation: str, **values: object) -> None:
        with self._x.context.writing() as unit:
            done = unit.connection.execute(
                update(Peer.__table__)  # pyright: ignore[reportArgumentType]
                .where(Peer.office == office, Peer.installation == installation)
                .values(**values)
            )
            if not done.rowcount:
                raise NotFoundError("no_such_peer", "没有这个往来单位。", "请从往来单位里重新选择。")


def _same(peer: Peer, card: Card) -> bool:
    return (peer.office, peer.installation) == (card.office, card.installation)


def _check(card: Card, x: Exchange, known: list[Peer], *, compared: bool) -> None:
    own = x.own
    if card.installation == own.installation or card.sign_key == own.sign_public:
        raise UserError("own_card", "这是本机自己的名片，不用收。", "请选对方单位的名片。")
    if card.office != office_id(card.role, card.code):
        raise UserError(
            "card_bad",
            "这张名片上的单位与它的区划代码对不上，没有收下。",
            "请与对方电话核实，并请对方重新写名片。",
        )
    for peer in known:
        if _same(peer, card):
            if peer.revoked_at and bytes.fromhex(peer.sign_key) == card.sign_key and not compared:
                raise UserError(
                    "card_revoked",
                    f"{card.name}的这把密钥已经作废，没有收下。",
                    "确系误作废的，请电话核对指纹，连同指纹一起再收一次。",
                )
            if not peer.revoked_at and bytes.fromhex(peer.sign_key) != card.sign_key:
                raise UserError(
                    "card_changed",
                    f"{card.name}的这台电脑换了密钥，没有收下。",
                    "请与对方电话核实；确已更换的，先作废原来的名片，再收这一张。",
                )
        elif bytes.fromhex(peer.sign_key) == card.sign_key:
            raise UserError(
                "key_taken",
                f"这张名片的密钥与{peer.name}的相同，没有收下。",
                "请与两个单位电话核实，并报区县的系统管理员。",
            )
    stations = {(p.office, p.station): p.name for p in known if not p.revoked_at and not _same(p, card)}
    stations[own.office, own.station] = own.name
    if (card.office, card.station) in stations:
        sole = "（表示“只有这一台”）" if card.station == "1" else ""
        raise UserError(
            "station_taken",
            f"{card.name}已有一台电脑的代号是“{card.station}”{sole}，两台会编出相同的编号，没有收下。",
            "请在新的那台电脑上另建数据文件夹，换一个本机代号，再写名片。",
        )


def _read(path: Path) -> tuple[Card, str]:
    try:
        if not path.is_file():
            raise UserError("card_missing", f"找不到名片“{path.name}”。", "请确认U盘插好，再选一次。")
        with path.open("rb") as file:
            data = file.read(cards.MAX_BYTES + 1)
        return cards.read_card(data), data.decode("utf-8")
    except CardError as error:
        sentence, advice = _CARDS.get(error.code, _CARDS["card_bad"])
        raise UserError(error.code, sentence.format(file=path.name), advice) from error
    except OSError as error:
        raise EnvironmentFault(
            "read_failed", f"读不出“{path.name}”。", "请把U盘拔下重插再试；没有改动任何内容。"
        ) from error


def _is_card(path: Path) -> bool:
    try:
        _read(path)
    except UserError as error:
        return error.code in {"card_newer", "card_altered"}
    return True


def _info(card: Card, *, compared: bool = False, trusted_at: str = "", words: str = "") -> PeerInfo:
    said = "指纹已核对" if compared else "指纹还没有电话核对"
    return PeerInfo(
        office=card.office,
        installation=card.installation,
        name=card.name,
        role=card.role,
        code=card.code,
        station=card.station,
        fingerprint=card.fingerprint,
        compared=compared,
        trusted_at=trusted_at,
        words=words or said,
    )
