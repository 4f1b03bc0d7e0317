"""What the database complains of, said in sentences: a full disk, a locked file, a damaged page, a text that cannot be kept."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from app.errors import EnvironmentFault, JiefenError, UserError
from db.errors import BadTextError

_UNHARMED = "这一步没有保存，此前的数据没有受影响。"
# What SQLite says, and what that means to a person. The first that occurs in its message holds.
_FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("disk is full", "disk_full", "磁盘已满，写不进去。", "请清出磁盘空间后再办一次；"),
    (
        "locked",
        "database_busy",
        "数据库正被另一个程序占用。",
        "请稍等再办一次；备份、杀毒软件正在扫描数据文件夹的，等它做完；",
    ),
    ("readonly", "database_readonly", "数据库文件不允许写入。", "请检查数据文件夹的权限和磁盘是否只读；"),
    ("disk i/o error", "disk_failed", "读写磁盘时出错。", "请检查磁盘和连线后重新打开程序；"),
    ("unable to open", "disk_failed", "数据库文件打不开。", "请检查磁盘和数据文件夹后重新打开程序；"),
    (
        "malformed",
        "database_damaged",
        "数据库文件有损坏。",
        "请不要删除任何文件，用最近的备份恢复，或联系技术人员；",
    ),
    (
        "not a database",
        "database_damaged",
        "数据库文件有损坏。",
        "请不要删除任何文件，用最近的备份恢复，或联系技术人员；",
    ),
)


@contextmanager
def translated() -> Generator[None]:
    """Raise what the database complains of inside as an error with a sentence.

    Raises:
        EnvironmentFault: disk, lock, permission, damage.
        UserError: a text holds what no engine keeps alike.
    """
    try:
        yield
    except DatabaseError as error:
        told = _fault(error)
        if told is None:
            raise
        raise told from error
    except BadTextError as error:
        raise UserError(
            "bad_text", "内容含有不能保存的字符。", "请删去特殊符号后重新输入；填写的内容没有丢失。"
        ) from error


def _fault(error: DatabaseError) -> JiefenError | None:
    said = str(error.orig).casefold()
    for word, code, sentence, advice in _FAULTS:
        if word in said:
            return EnvironmentFault(code, sentence, advice + _UNHARMED)
    return None
