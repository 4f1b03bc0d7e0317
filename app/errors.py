"""Whose fault is it? Every failure that a user meets is one of these; everything else is a bug.

JiefenError
├── UserError           what was asked cannot be done: a sentence, and what to do instead
│   └── NotFoundError   there is no such matter, paper, office
└── EnvironmentFault    the machine's doing: disk full, file locked, stick pulled
"""

from __future__ import annotations

import errno


class JiefenError(Exception):
    """A failure with a sentence for the user.

    Args:
        code: short stable English identifier, e.g. ``bundle_altered``; tests and ``--json`` name it.
        sentence: one Chinese sentence that says what is wrong (and that nothing was lost, where that is in doubt).
        advice: one Chinese sentence that says what to do next and who does it.
    """

    def __init__(self, code: str, sentence: str, advice: str = "") -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.advice = advice


class UserError(JiefenError):
    """What was asked cannot be done as asked."""


class NotFoundError(UserError):
    """There is no such thing."""


class EnvironmentFault(JiefenError):  # noqa: N818 - "fault" is the house's word: nobody's error
    """The machine, the disk or the stick failed; nothing is lost."""


_WHY = {
    errno.ENOENT: "找不到这个文件或文件夹",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "已有同名的文件",
    errno.EACCES: "没有读写它的权限",
    errno.EPERM: "没有读写它的权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过了磁盘允许的大小",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被另一个程序占用",
    errno.EIO: "磁盘读写出错",
    errno.ENODEV: "磁盘已经不在",
    errno.ENXIO: "磁盘已经不在",
}


def why_of(error: OSError) -> str:
    """What the system complains of, in words that a user reads: its own words are English on many PCs."""
    known = _WHY.get(error.errno or 0)
    return known or f"系统错误 {error.errno or type(error).__name__}"
