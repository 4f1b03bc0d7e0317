"""The service floor works on real encrypted offices."""

from tests.support.custody import around
from tests.support.exchange import forger, pair
from tests.support.offices import clock, desk, dispute, offices, petition

__all__ = ["around", "clock", "desk", "dispute", "forger", "offices", "pair", "petition"]
