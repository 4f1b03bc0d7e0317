"""The key file of a data folder, and what it alone tells: who may log in; known before the database is loaded."""

from __future__ import annotations

from app.access.folder import DataFolder
from app.access.values import DoorState
from app.errors import EnvironmentFault, UserError
from app.keys import keystore
from app.keys.errors import DamagedKeyFileError, KeyFileError, NewerKeyFileError


def state_of(folder: DataFolder) -> DoorState:
    """What stands before the desk.

    Raises:
        UserError: the key file is missing, damaged or newer.
    """
    if not folder.founded:
        return DoorState(founded=False)
    loaded = load_keys(folder)
    return DoorState(founded=True, logins=loaded.key_file.users, repaired=loaded.recovered)


def load_keys(folder: DataFolder) -> keystore.Loaded:
    """Read the key file, and mend it or its copy from the other.

    Raises:
        UserError: the key file is missing, damaged or newer.
        EnvironmentFault: the folder cannot be read.
    """
    try:
        loaded = keystore.load(folder.keys)
        if loaded.recovered or loaded.copy_stale:
            keystore.save(folder.keys, loaded.key_file)
    except NewerKeyFileError as error:
        raise UserError(
            "keys_newer",
            f"密钥文件是新版本程序写的（需要 {error.needed}）。",
            "请安装新版本的解纷再打开；数据没有改动。",
        ) from error
    except DamagedKeyFileError as error:
        raise UserError(
            "keys_damaged",
            "密钥文件和它的副本都已损坏，打不开数据库。",
            "数据库本身没有改动。请从备份里取回 keys.json 放回数据文件夹，再用原密码或恢复码登录。",
        ) from error
    except KeyFileError as error:
        raise UserError(
            "keys_missing",
            "数据文件夹里没有密钥文件 keys.json。",
            "数据库本身没有改动。请从备份里取回 keys.json 放回数据文件夹。",
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            "folder_unreadable", "数据文件夹读不出来。", "请检查磁盘连接和文件夹权限；数据没有改动。"
        ) from error
    return loaded
