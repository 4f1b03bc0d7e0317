"""What can go wrong with keys: small exceptions with a stable English code each.

KeysError
├── KeyFileError
│   ├── WrongPasswordError     the password or recovery code opens no slot of that name
│   ├── NewerKeyFileError      written by a later version of the program; ``needed`` names what
│   └── DamagedKeyFileError    neither the file nor its copy can be read whole
├── RecoveryCodeError          the code was copied wrongly (its check group does not fit)
├── BoxError                   sealed data cannot be opened
├── VaultError                 a content outside the database is damaged or of a newer version
└── CardError                  an office's card is not to be believed
"""

from __future__ import annotations


class KeysError(Exception):
    """A failure of this room.

    Args:
        code: short stable English identifier; the rooms above translate it.
        detail: English words for the log, never shown to a user.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class KeyFileError(KeysError):
    """The key file does not give the key."""


class WrongPasswordError(KeyFileError):
    """No slot opens with what was typed. An unknown login says the same, so that logins cannot be tried out."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("wrong_password", detail)


class NewerKeyFileError(KeyFileError):
    """The file is whole but was written by a later version of the program.

    Args:
        needed: which of format, cipher and kdf is too new, with its number, e.g. ``format 2``.
    """

    def __init__(self, needed: str) -> None:
        super().__init__("key_file_newer", needed)
        self.needed = needed


class DamagedKeyFileError(KeyFileError):
    """The file cannot be believed: bytes are missing or changed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("key_file_damaged", detail)


class RecoveryCodeError(KeysError):
    """The recovery code was copied wrongly: length, alphabet or check group do not fit."""


class BoxError(KeysError):
    """Sealed data cannot be opened, or cannot be sealed for this receiver."""


class CardError(KeysError):
    """A card is not one, is altered, or is of a newer version."""


class VaultError(KeysError):
    """A sealed content outside the database is not to be believed: ``vault_damaged``, ``vault_newer``."""
