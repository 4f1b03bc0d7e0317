"""Everything that is refused about attachments, in sentences: what is wrong, that nothing was lost, what to do."""

from __future__ import annotations

from typing import Final

from app.errors import EnvironmentFault, UserError

_NOT_TAKEN: Final = "没有收存，其他材料没有受影响"

_REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "source_missing": ("找不到文件“{file}”。", "请确认文件没有被移走、U盘已插好，再添加一次。"),
    "source_folder": (
        f"“{{file}}”是文件夹，{_NOT_TAKEN}。",
        "请打开文件夹，选中里面的文件再添加（可以一次选多个）。",
    ),
    "source_not_plain": (
        f"“{{file}}”是快捷方式、链接或设备，不是文件本身，{_NOT_TAKEN}。",
        "请找到它指向的原文件，再添加一次。",
    ),
    "source_empty": (f"“{{file}}”是空文件，{_NOT_TAKEN}。", "请核对原文件：可能没有拷贝完，或保存时出了错。"),
    "source_too_large": (
        f"“{{file}}”有 {{size}}，超过每份材料 {{limit}} 的上限，{_NOT_TAKEN}。",
        "录像请截取相关的一段或降低清晰度后再收；确需保存全部的，刻成光盘附卷，在办理过程里用“记录”写明存放处。",
    ),
    "source_changing": (
        f"“{{file}}”在读取时还在变化，可能正在拷贝或正被另一个程序编辑，{_NOT_TAKEN}。",
        "请等拷贝完成、关掉编辑它的程序，再添加一次。",
    ),
    "source_program": (
        f"“{{file}}”是可执行程序，不是材料，{_NOT_TAKEN}。",
        "请核对是否选错了文件；来历不明的程序不要打开。",
    ),
    "no_custody": (
        "这件事项现由其他单位办理，本单位不能增减附件。",
        "请等对方移交后再收存，或把材料交给现在的办理单位。",
    ),
    "no_such_attachment": ("没有这份附件。", "请重新打开事项再选。"),
    "no_reason": ("撤回附件要说明理由。", "例如：放错了事项、重复收存、当事人要求取回。"),
    "already_void": ("这份附件已经撤回过。", "不用再撤回。"),
    "bad_fields": ("{what}。", "请改正后再添加；选好的文件没有丢。"),
    "content_waiting": (
        "这份附件的内容还没有收到（{how}）。",
        "请写一份回执给{whom}，请它再送一次附件包（程序只补缺的段）；收到后这里就能查看。",
    ),
    "content_stays": (
        "这份附件属于检举控告，内容不装进数据包，本机没有。",
        "需要的，请{whom}的指定专人把原件当面移送，再在这里收存。",
    ),
    "content_missing": (
        "这份附件的内容在本机数据文件夹里找不到了。",
        "请从最近的备份里取回 vault 文件夹，或请有这份材料的单位再送一次附件包；登记的内容没有受影响。",
    ),
    "content_damaged": (
        "这份附件在本机的内容有损坏，没有打开。",
        "请从最近的备份里取回 vault 文件夹，或请提供人重新提供；其他附件没有受影响。",
    ),
    "content_newer": (
        "这份附件是较新的程序收存的，本机的程序打不开。",
        "请先升级本机的程序；内容没有受影响。",
    ),
    "too_large_to_view": (
        "这份附件有 {size}，太大，不在程序里显示。",
        "请用“另存”写到文件夹里再打开（会记入修改记录）。",
    ),
    "target_taken": ("“{file}”所在的文件夹里同名文件太多，没有另存。", "请换一个文件夹。"),
}

_FAULTS: Final[dict[str, tuple[str, str]]] = {
    "source_unreadable": (
        f"“{{file}}”读不出来（{{why}}），{_NOT_TAKEN}。",
        "请检查U盘或磁盘的连接，确认文件能正常打开，再添加一次。",
    ),
    "vault_full": (
        f"本机磁盘空间不够，还差约 {{mb}} MB，{_NOT_TAKEN}。",
        "请清理磁盘后再添加一次；已经收存的都在。",
    ),
    "vault_failed": (
        f"写数据文件夹时出错（{{why}}），{_NOT_TAKEN}。",
        "请检查数据文件夹所在的磁盘和权限，再添加一次；已经收存的都在。",
    ),
    "content_unreadable": (
        "这份附件读不出来（{why}）。",
        "请检查数据文件夹所在的磁盘；登记的内容没有受影响。",
    ),
    "export_failed": (
        "没有另存成（{why}）；程序里的附件没有受影响。",
        "请检查那个文件夹是否写保护、空间是否够，或换一个文件夹再试。",
    ),
}


def refuse(code: str, **facts: object) -> UserError:
    """The error to raise for what cannot be done as asked."""
    sentence, advice = _REFUSALS[code]
    return UserError(code, sentence.format(**facts), advice.format(**facts))


def fault(code: str, **facts: object) -> EnvironmentFault:
    """The error to raise where a disk or a stick fails."""
    sentence, advice = _FAULTS[code]
    return EnvironmentFault(code, sentence.format(**facts), advice.format(**facts))
