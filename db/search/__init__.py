"""Search by words, pinyin, initials and parts of numbers, on FTS5 over own grams.

`fold` and `grams` make a text searchable, `pinyin` says how it sounds, `spelling` reads what was typed, `query` turns that into
expressions, `index` keeps the two indexes, `match` asks them. A hub on PostgreSQL replaces `index` and `match`.
"""
