"""The service floor works on real encrypted offices."""

from tests.support.exchange import pair
from tests.support.offices import clock, desk, dispute, offices, petition

__all__ = ["clock", "desk", "dispute", "offices", "pair", "petition"]
