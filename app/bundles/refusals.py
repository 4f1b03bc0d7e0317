"""Every way in which a bundle is refused, as a sentence for the clerk: what is wrong, that nothing was lost, who does what."""

from __future__ import annotations

from typing import Final

from app.errors import EnvironmentFault, UserError

_KEPT: Final = "没有接收，本机原有数据一条也没有变"
_RESEND: Final = "请寄出单位在程序里重新写一次数据包再送来；他们的数据都还在，没有丢。"

_REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "file_missing": ("找不到文件“{file}”。", "请确认U盘插好、文件没有被移走，再选一次。"),
    "file_not_plain": (
        f"“{{file}}”不是普通文件（是文件夹、链接或设备），{_KEPT}。",
        "请选扩展名为 .jfb 的数据包文件本身。",
    ),
    "file_empty": (f"“{{file}}”是空的，多半是拷贝时没有写完，{_KEPT}。", _RESEND),
    "file_too_large": (
        f"“{{file}}”有 {{mb}} MB，超过数据包允许的大小，{_KEPT}。",
        "请确认选对了文件；若确是对方寄来的，请对方分成几个数据包重新写。",
    ),
    "file_changing": (
        f"“{{file}}”在读取时还在变化，可能还没有拷贝完，{_KEPT}。",
        "请等拷贝完成后再接收一次。",
    ),
    "not_a_bundle": (
        f"“{{file}}”不是解纷数据包，{_KEPT}。",
        "请选扩展名为 .jfb 的文件；若它确是对方寄来的，请对方重新写一次。",
    ),
    "bundle_incomplete": (f"数据包“{{file}}”不完整，后面缺了一截，{_KEPT}。", _RESEND),
    "bundle_altered": (f"数据包“{{file}}”与寄出时不一样（内容被改动，或拷贝时出错），{_KEPT}。", _RESEND),
    "bundle_newer": (
        f"这个数据包是较新的程序写的，要能读第 {{need}} 版格式的程序，本机只读到第 {{ours}} 版，{_KEPT}。",
        "请保留这个文件，先升级本机的程序，再接收一次。",
    ),
    "bundle_kind": (
        f"这个数据包的种类“{{kind}}”本机的程序还不认识，{_KEPT}。",
        "请保留这个文件，先升级本机的程序，再接收一次。",
    ),
    "bundle_suite": (
        f"这个数据包的加密方式（第 {{suite}} 套）不在本机认可之列，{_KEPT}。",
        "请与寄出单位和区县的系统管理员核对双方程序的设置。",
    ),
    "header_bad": (f"数据包“{{file}}”的封面不合格式（{{why}}），{_KEPT}。", _RESEND),
    "own_bundle": ("这是本机自己写出的数据包，不用接收；什么也没有变。", "请把它交给收件单位。"),
    "sender_unknown": (
        f"寄出这个数据包的电脑（密钥 {{key}}）不在本机信任的单位之列，{_KEPT}。",
        "请保留这个文件，先与对方交换名片、在电话里核对指纹，再接收一次。",
    ),
    "sender_revoked": (
        f"{{sender}}的这把密钥已经作废，{_KEPT}。",
        "请与{sender}电话核实；对方换发新名片后，请对方重新写数据包。",
    ),
    "sender_not_yet": (
        f"{{sender}}的这把密钥还没有生效，{_KEPT}。",
        "请保留这个文件，等密钥生效后再接收一次。",
    ),
    "sender_differs": (
        f"数据包封面上的单位与签名的单位（{{sender}}）不一致，{_KEPT}。",
        "请保留这个文件，与{sender}和区县的系统管理员联系。",
    ),
    "signature_bad": (
        f"数据包的签名不是{{sender}}的，封面可能被人改过，{_KEPT}。",
        "请保留这个文件，与{sender}电话核对，并请对方重新写一次。",
    ),
    "not_for_us": (
        f"这个数据包是{{sender}}寄给别的单位的，本机打不开，{_KEPT}。",
        "请送到它写明的收件单位；若应当寄给本单位，请{sender}重新写一次并选对收件单位。",
    ),
    "box_closed": (
        f"{{sender}}的数据包写明寄给本机，却打不开，{_KEPT}。",
        "请{sender}确认手里是本单位现在的名片，再重新写一次。",
    ),
    "payload_too_large": (
        f"{{sender}}的数据包展开后大得不正常，{_KEPT}。",
        "请保留这个文件，与{sender}和区县的系统管理员联系。",
    ),
    "payload_bad": (f"{{sender}}的数据包里面不合格式（{{why}}），{_KEPT}。", _RESEND),
    "manifest_differs": (
        f"{{sender}}的数据包里面与封面不一致，像是换了封面的别人的数据包，{_KEPT}。",
        "请保留这个文件，与{sender}和区县的系统管理员联系。",
    ),
    "chain_broken": (f"{{sender}}的数据包里，变动之间的链条接不上（第 {{seq}} 条），{_KEPT}。", _RESEND),
    "change_bad": (f"{{sender}}的数据包里第 {{seq}} 条变动不合格式（{{why}}），{_KEPT}。", _RESEND),
    "receipt_bad": (f"{{sender}}的回执不合格式（{{why}}），{_KEPT}。", "请{sender}重新写一份回执。"),
    "receipt_old": (
        f"这是{{sender}}的第 {{number}} 号回执，本机已经收过更新的第 {{have}} 号，{_KEPT}。",
        "不用再收；要看最新情况，请{sender}重新写一份回执。",
    ),
    "receipt_chain": (
        f"{{sender}}的第 {{number}} 号回执与上一份接不上，{_KEPT}。",
        "请与{sender}电话核实是不是他们写的，并请他们重新写一份回执。",
    ),
    "stream_foreign": (
        f"{{sender}}的数据包里的变动是从别的单位或别的电脑来的，{_KEPT}。",
        "请保留这个文件，与{sender}和区县的系统管理员联系。",
    ),
    "branch_lost_here": (
        "{sender}已经裁定：本单位有两份数据各写了一支，接下去的是另一支，本机的不是。这一包没有收，本机的数据没有改动，没有丢。",
        "请先收下同一批的回执，再在“上报”页里办“按裁定继续”，然后请{sender}再写一次。",
    ),
    "stream_forked": (
        "{sender}的变动在第 {seq} 条处分成了两支（那台电脑的数据恢复过或被复制过）：两支都保存着，已收下的没有变，"
        "这一支暂不并入。",
        "请与{sender}核对哪一支是对的，并请区县的系统管理员裁定；在此之前请{sender}只用一台电脑登记。",
    ),
    "stream_frozen": (
        "{sender}的变动先前分成了两支，还没有裁定：这个数据包先保存着，没有并入，没有丢。",
        "请先裁定哪一支是对的；裁定后会自动并入。",
    ),
    "kind_misplaced": (
        f"这是{{sender}}上报的数据包，上报包由区县接收，{_KEPT}。",
        "请把它交给区县。",
    ),
    "coded_misplaced": (
        f"这是{{sender}}的统计包，统计包由区县接收，{_KEPT}。",
        "请把它交给区县。",
    ),
    "coded_bad": (
        f"{{sender}}的统计包里有一行不合格式（{{why}}），{_KEPT}。",
        "请{sender}升级程序后再上报一次；仍然这样的，请保留这个文件，报区县的系统管理员。",
    ),
    "files_misplaced": (
        f"这是{{sender}}的附件包，附件只在上下级之间往来，{_KEPT}。",
        "请把它交给它写明的收件单位。",
    ),
    "assign_misplaced": (
        f"这是{{sender}}的交办包，交办包只由区县寄给所属的乡镇，{_KEPT}。",
        "请把它交给写明的收件单位；若确是本单位的上级寄来的，请核对本机设置的上级区划代码。",
    ),
    "history_bad": (
        f"{{sender}}的数据包里，随事项附上的以往记录有问题（第 {{seq}} 条：{{why}}），{_KEPT}。",
        "请{sender}重新写一次；仍然这样的，请保留这个文件，报区县的系统管理员。",
    ),
    "training_differs": (
        f"{{sender}}是培训单位，数据包里不是真实数据，本单位是正式单位，{_KEPT}。",
        "请{sender}用正式单位重新写数据包；要练习接收，请另建一个培训单位。",
    ),
    "training_here": (
        f"本机是培训单位，{{sender}}寄来的是真实数据，{_KEPT}。",
        "请在正式单位里接收这个数据包。",
    ),
    "name_taken": (
        "{place}上已经有一个同名而内容不同的文件“{file}”，没有盖掉它，什么也没有写。",
        "请先看清那个文件是哪里来的，把它移走，再写一次；数据都在本机，没有丢。",
    ),
    "place_own": (
        "“{place}”是程序自己存放数据的文件夹，数据包不能写到这里；什么也没有写，没有丢。",
        "请插入U盘写到U盘上，或者另选一个文件夹。",
    ),
}

_FAULTS: Final[dict[str, tuple[str, str]]] = {
    "read_failed": (
        "读不出“{file}”（{why}），没有接收，本机原有数据一条也没有变。",
        "请把U盘拔下重插再试；还不行就请寄出单位换一个U盘重新写一次。",
    ),
    "place_missing": (
        "找不到“{place}”：U盘没有插好，或者文件夹已经不在。什么也没有写，数据都在本机，没有丢。",
        "请把U盘插好，或者另选一个位置，再写一次。",
    ),
    "place_no_folder": (
        "“{place}”是一个文件，不是文件夹，数据包没有写出；数据都在本机，没有丢。",
        "请选U盘或者一个文件夹，再写一次。",
    ),
    "place_offline": (
        "网络上的文件夹连不上了，数据包没有写完；数据都在本机，没有丢。",
        "请等网络恢复再写一次，或者改写到U盘上。",
    ),
    "stick_full": (
        "{place}空间不够，数据包没有写上去；数据都在本机，没有丢。",
        "请在{place}上腾出约 {mb} MB，或者换一个，再写一次。",
    ),
    "stick_read_only": (
        "{place}写不进去（只读或没有权限），数据包没有写上去；数据都在本机，没有丢。",
        "请拨开U盘的写保护开关，或者换一个U盘，再写一次。",
    ),
    "stick_gone": (
        "写的时候{place}不见了（被拔出或接触不好），数据包没有写完；数据都在本机，没有丢。",
        "请把U盘插好再写一次；U盘上若留有 .part 结尾的文件，程序会自己清掉。",
    ),
    "stick_unchecked": (
        "写完以后、读回来校验之前，{place}不见了（被拔出或接触不好），这一包不能算送出；数据都在本机，没有丢。",
        "请把U盘插好再写一次；看到“已校验，可以拔出”以后再拔。",
    ),
    "stick_file_limit": (
        "{place}的格式放不下这么大的文件，数据包没有写上去；数据都在本机，没有丢。",
        "请换一个 exFAT 或 NTFS 格式的U盘，再写一次。",
    ),
    "stick_name": (
        "{place}不接受文件名“{file}”，数据包没有写上去；数据都在本机，没有丢。",
        "请换一个U盘，或者写到另一个文件夹，再写一次。",
    ),
    "stick_rotten": (
        "写到{place}上再读出来与原来不一样，这个{place}靠不住，刚写的文件已删去；数据都在本机，没有丢。",
        "请换一个U盘，再写一次；这一个不要再用。",
    ),
    "stick_failed": (
        "往{place}上写数据包时出错（{why}），没有写上去；数据都在本机，没有丢。",
        "请把U盘拔下重插再写一次；还不行就换一个U盘。",
    ),
    "outbox_failed": (
        "本机的数据文件夹写不进去（{why}），数据包没有写出来；已经登记的数据都在，没有丢。",
        "请检查本机磁盘是否正常、杀毒软件有没有拦住本程序，再写一次。",
    ),
    "outbox_full": (
        "本机磁盘空间不够，数据包没有写出来；已经登记的数据都在，没有丢。",
        "请清理本机磁盘，腾出约 {mb} MB，再写一次。",
    ),
}


FORKED_ABOVE: Final = (
    "请与{name}联系：它的数据被拷成了两份、两边都写过。请它定下用哪一份，在那台电脑上立即备份、再从备份恢复接着办；"
    "恢复以后写来的交办包这里照常收，乡镇不用裁定。"
)
"""What a township does where the district's stream forked."""
FORKED_HERE: Final = (
    "本单位的数据被拷成了两份、两边都写过，上面没有单位裁定，请自己定下用哪一份：在那台电脑上立即备份，"
    "再用“从备份恢复”建到新的数据文件夹接着办，写出的交办包各乡镇照常收；另一份停用。"
    "只有另一份才有的事项，和恢复以前交办、乡镇没有收到的，照原样重新登记、重新交办。"
)
"""What a district does where its own did."""


def refuse(code: str, **facts: object) -> UserError:
    """Gives the error to raise for a refused bundle.

    Args:
        code: one of this module's codes.
        facts: what the sentence names: file, sender, why, seq, need, ours …
    """
    sentence, advice = _REFUSALS[code]
    known = {"file": "数据包", "sender": "寄出单位", "place": "U盘", **facts}
    return UserError(code, sentence.format(**known), advice.format(**known))


def fault(code: str, **facts: object) -> EnvironmentFault:
    """Gives the error to raise when a disk or stick fails."""
    sentence, advice = _FAULTS[code]
    known = {"file": "数据包", "why": "设备没有应答", "place": "U盘", "mb": 1, **facts}
    return EnvironmentFault(code, sentence.format(**known), advice.format(**known))
