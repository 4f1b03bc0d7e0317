"""An office that was opened again from a backup: when, and whether its other side has answered since."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.bundles.office import Exchange, all_peers
from app.bundles.values import Restoration
from db.tables import Receipted, Received, Stream

_SOLE = "1"


def restored(exchange: Exchange) -> Restoration | None:
    """What there is to know of the restore that began today's stream; None where none did."""
    own, stream = exchange.own, exchange.context.store.stream
    with exchange.context.reading() as session:
        connection = session.connection()
        opening = connection.execute(
            select(Stream.opening).where(Stream.office == own.office, Stream.stream == stream)
        ).scalar()
        told: dict[str, Any] = json.loads(opening) if opening else {}
        if told.get("reason") != "restore":
            return None
        at = datetime.fromisoformat(told["wall"])
        if own.is_district:
            times = connection.execute(select(Received.at).where(Received.office == own.office)).scalars()
            answered = any(datetime.fromisoformat(time) > at for time in times)
        else:
            heard = select(Receipted.seq).where(Receipted.office == own.office, Receipted.stream == stream)
            answered = bool(connection.execute(heard.limit(1)).scalar())
        alone = not all_peers(connection)
    return Restoration(at.date(), "" if own.station == _SOLE else own.station, answered or alone)
