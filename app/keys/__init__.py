"""Keys and safekeeping: key slots, recovery codes, signing, sealing, office cards.

The room imports nothing of ours, keeps no state of its own and speaks in English codes only; the rooms above put
sentences to them. It is the only place that uses ``cryptography`` and ``pyrage``.
"""
