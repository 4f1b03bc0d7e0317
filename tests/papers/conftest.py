from __future__ import annotations

import pytest

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    return FontSet.bundled()


@pytest.fixture(scope="session")
def descriptions() -> Descriptions:
    return Descriptions()
