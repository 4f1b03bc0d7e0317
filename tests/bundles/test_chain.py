from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from app.bundles import chain
from db import journal


@given(
    st.binary(min_size=16, max_size=16),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(min_size=32, max_size=32),
)
def test_the_journal_and_the_bundle_reckon_the_same_chain(salt: bytes, line: str, head: bytes):
    assert (
        chain.digest_of(salt, line)
        == journal.digest_of(salt, line)
        == hashlib.sha256(salt + line.encode()).digest()
    )
    assert chain.next_head(head, salt * 2) == journal.next_head(head, salt * 2)
    assert chain.opening_head(line) == journal.opening_head(line)
    assert chain.SALT_BYTES == journal.SALT_BYTES
