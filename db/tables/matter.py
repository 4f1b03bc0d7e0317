"""A matter: a dispute (矛盾纠纷) or a petition matter (信访事项), and its parties."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import STRICT, Entity, day_check

DISPUTE = ("dispute",)
PETITION = ("petition",)


class Matter(Entity):
    """One matter and where it stands. Fields follow shared form numbers F01, F24 and F25."""

    __tablename__ = "matter"
    entity: ClassVar[str] = "matter"
    word: ClassVar[str] = "事项"

    number: Mapped[str | None] = field("编号", ledger=1, search="number")
    kind: Mapped[str] = field("类别", Kind.CODE, codes="kind", required=True)
    channel: Mapped[str | None] = field(
        "形式",
        Kind.CODE,
        codes="channel",
        required=True,
        entry="how",
        ledger=7,
        aliases=("来源", "信访形式", "案件来源", "信访渠道"),
    )
    received_on: Mapped[date | None] = field(
        "收到日期",
        Kind.DATE,
        required=True,
        entry="how",
        ledger=2,
        aliases=("登记日期", "登记时间", "信访日期", "收到之日", "来访日期", "日期"),
    )
    found_on: Mapped[date | None] = field(
        "排查日期", Kind.DATE, applies=DISPUTE, entry="how", aliases=("排查时间", "发现日期", "摸排日期")
    )
    urgent: Mapped[bool | None] = field(
        "重大紧急", Kind.FLAG, entry="how", aliases=("是否紧急", "是否重大紧急")
    )
    is_first: Mapped[bool | None] = field(
        "初次信访",
        Kind.FLAG,
        applies=PETITION,
        entry="how",
        aliases=("是否初次", "是否初信初访", "初次/重复"),
    )
    title: Mapped[str | None] = field(
        "事由",
        Kind.TEXT,
        wanted=True,
        entry="what",
        ledger=3,
        search="name",
        aliases=("纠纷名称", "案件名称", "事项名称", "事项", "信访事项"),
    )
    category: Mapped[str | None] = field(
        "类型",
        Kind.CODE,
        codes="category",
        wanted=True,
        entry="what",
        ledger=5,
        aliases=("纠纷类型", "纠纷类别", "矛盾纠纷类型", "信访目的", "信访类别"),
    )
    content_class: Mapped[str | None] = field(
        "内容分类",
        Kind.CODE,
        codes="content_class",
        applies=PETITION,
        entry="what",
        aliases=("问题类别", "内容类别"),
    )
    village: Mapped[str | None] = field(
        "发生地",
        Kind.VILLAGE,
        wanted=True,
        entry="what",
        ledger=6,
        search="name",
        aliases=(
            "村（社区）/单位",
            "村(社区)/单位",
            "村（社区）",
            "村社",
            "村居",
            "村（居）",
            "村/社区",
            "所在村",
            "问题属地",
            "发生地点",
            "排查单位",
        ),
    )
    place: Mapped[str | None] = field("具体地点", Kind.TEXT, entry="what", aliases=("地点", "详细地点"))
    statement: Mapped[str | None] = field(
        "主要情况",
        Kind.LONG_TEXT,
        wanted=True,
        entry="what",
        search="text",
        aliases=(
            "事实和理由",
            "反映问题",
            "反映的主要问题",
            "主要问题",
            "简要情况",
            "纠纷简要情况",
            "基本情况",
            "信访内容",
            "案情简介",
        ),
    )
    request: Mapped[str | None] = field(
        "诉求",
        Kind.LONG_TEXT,
        wanted=True,
        entry="what",
        search="text",
        aliases=("当事人诉求", "信访诉求", "主要诉求", "诉求事项"),
    )
    people: Mapped[int | None] = field(
        "涉及人数", Kind.NUMBER, entry="what", ledger=8, aliases=("人数", "信访人数", "涉及人数（人）")
    )
    amount_fen: Mapped[int | None] = field(
        "涉及金额",
        Kind.MONEY,
        entry="what",
        aliases=("涉及金额（元）", "涉案金额", "金额", "标的额", "涉及金额(元)"),
    )
    risk: Mapped[str | None] = field(
        "风险等级", Kind.CODE, codes="risk", entry="what", aliases=("风险", "风险程度", "等级")
    )
    external_no: Mapped[str | None] = field(
        "上级系统编号",
        Kind.TEXT,
        entry="more",
        search="number",
        aliases=("信访件编号", "系统编号", "省系统编号", "国家系统编号"),
        help="国家或省信访信息系统中的编号（《信访工作条例》第二十一条）",
    )
    source_office: Mapped[str | None] = field(
        "转来机关",
        Kind.TEXT,
        entry="more",
        aliases=("来件单位", "交办单位", "转办单位"),
        help="由上级转送、交办的，填写来件机关",
    )
    source_due_on: Mapped[date | None] = field(
        "交办反馈期限", Kind.DATE, entry="more", aliases=("反馈时限", "交办期限")
    )
    responsible_unit: Mapped[str | None] = field(
        "责任单位",
        Kind.UNIT,
        entry="more",
        aliases=("承办单位", "办理单位", "化解单位", "调处单位", "责任部门"),
    )
    responsible_officer: Mapped[str | None] = field(
        "责任人",
        Kind.TEXT,
        entry="more",
        ledger=12,
        aliases=("承办人", "化解责任人", "调解员", "经办人", "主责人"),
    )
    lead_leader: Mapped[str | None] = field("包案领导", Kind.LEADER, aliases=("包抓领导", "包联领导"))
    causes: Mapped[str | None] = field(
        "问题症结",
        Kind.LONG_TEXT,
        entry="more",
        search="text",
        sort_order=1,
        aliases=("成因", "症结", "矛盾成因", "纠纷成因", "原因分析"),
        help="为什么会有这件事、难在哪里：逐案登记建档、分析症结、提出方案、落实责任",
    )
    measures: Mapped[str | None] = field(
        "化解措施", Kind.LONG_TEXT, search="text", aliases=("化解方案", "措施", "拟办意见")
    )
    resolve_by: Mapped[date | None] = field(
        "化解时限", Kind.DATE, aliases=("化解期限", "办理时限", "限办截止", "限办日期")
    )
    accepted_on: Mapped[date | None] = field("受理日期", Kind.DATE, aliases=("受理时间", "受理之日"))
    closed_on: Mapped[date | None] = field(
        "办结日期", Kind.DATE, aliases=("化解日期", "结案日期", "办结时间", "化解时间")
    )
    outcome: Mapped[str | None] = field(
        "化解结果",
        Kind.CODE,
        codes="resolution",
        aliases=("办理结果", "调解结果", "结果", "办理情况", "化解情况"),
    )
    agreement_no: Mapped[str | None] = field(
        "协议编号", Kind.TEXT, search="number", aliases=("调解协议编号", "协议书编号")
    )
    followed_up: Mapped[bool | None] = field("是否回访", Kind.FLAG, aliases=("回访", "回访情况"))
    satisfaction: Mapped[str | None] = field(
        "满意度", Kind.CODE, codes="satisfaction", aliases=("群众满意度", "评价", "满意度评价")
    )
    remark: Mapped[str | None] = field("备注", Kind.TEXT, entry="more", aliases=("说明",))
    state: Mapped[str] = field("状态", Kind.CODE, codes="state", ledger=9)
    rung: Mapped[str] = field("层级", Kind.CODE, codes="rung", ledger=10, aliases=("当前层级", "办理层级"))
    lineage: Mapped[str | None] = field(
        "初重情况", Kind.CODE, codes="lineage", aliases=("初重件", "初重", "是否初重", "初次/重复/倒流")
    )
    earlier: Mapped[str | None] = field(
        "前件",
        Kind.REFERENCE,
        help="同一事项上一次登记的那一件：重复提出、重新办理、化解后又反映的，与它相连",
    )
    progress: Mapped[str | None] = field(
        "进展情况", Kind.LONG_TEXT, search="text", aliases=("进展", "办理进展", "工作进展", "化解进展")
    )
    simple: Mapped[bool | None] = field("简易办理", Kind.FLAG, applies=PETITION)
    route: Mapped[str | None] = field("办理途径", Kind.CODE, codes="appeal_route", applies=PETITION)

    registered_on: Mapped[date]
    """The civil day of registration; typed or the day of the desk, never the clock of another machine."""
    registered_by: Mapped[str]
    rule_set: Mapped[str]
    """The dated rule set that the matter started under; it keeps it."""
    custodian: Mapped[str]
    """The office that may write it."""
    custody: Mapped[int] = mapped_column(default=1)
    """How often custody changed hands."""
    restricted: Mapped[bool] = mapped_column(default=False)
    """Material of an accusation (检举控告): in no search, list, paper or bundle (条例 Art. 30)."""
    batch: Mapped[str | None]
    """The import that brought it in."""

    __table_args__: Any = (
        *day_check("received_on", "found_on", "accepted_on", "closed_on", "registered_on"),
        Index("ix_matter_office_number", "office", "number"),
        Index("ix_matter_office_batch", "office", "batch"),
        # Few are closed: without it every bundle and the count on the desk read all matters to find them.
        Index("ix_matter_restricted", "office", "id", sqlite_where=text("restricted")),
        Index("ix_matter_earlier", "office", "earlier", sqlite_where=text("earlier IS NOT NULL")),
        STRICT,
    )

    def matter_key(self) -> str:
        """A matter belongs to itself."""
        return self.id


class Party(Entity):
    """A party of one matter, kept as that and nothing else: there is no register of persons."""

    __tablename__ = "party"
    entity: ClassVar[str] = "party"
    word: ClassVar[str] = "当事人"

    matter: Mapped[str]
    ordinal: Mapped[int] = mapped_column(default=1)
    role: Mapped[str] = field("当事人身份", Kind.CODE, codes="party_role", required=True)
    name: Mapped[str | None] = field(
        "姓名",
        Kind.NAME,
        required=True,
        search="name",
        aliases=(
            "当事人（申请人）",
            "当事人(申请人)",
            "申请人",
            "当事人",
            "信访人",
            "信访人姓名",
            "来访人",
            "当事人姓名",
            "申请人姓名",
            "respondent:对方当事人",
            "respondent:被申请人",
            "respondent:被申请人姓名",
            "respondent:对方姓名",
            "respondent:被反映人",
            "both:当事人双方",
            "both:双方当事人",
        ),
    )
    sex: Mapped[str | None] = field("性别", Kind.CODE, codes="sex")
    id_no: Mapped[str | None] = field(
        "身份证号",
        Kind.ID_NO,
        sensitive=True,
        aliases=("身份证号码", "证件号码", "公民身份号码", "身份证", "respondent:对方身份证号"),
    )
    credit_code: Mapped[str | None] = field(
        "统一社会信用代码", Kind.CREDIT_CODE, aliases=("信用代码",), help="当事人是单位的填写"
    )
    phone: Mapped[str | None] = field(
        "电话",
        Kind.PHONE,
        sensitive=True,
        search="number",
        wanted=True,
        aliases=(
            "联系电话",
            "手机",
            "手机号",
            "联系方式",
            "电话号码",
            "respondent:对方电话",
            "respondent:对方联系电话",
        ),
    )
    address: Mapped[str | None] = field(
        "住址",
        Kind.TEXT,
        wanted=True,
        aliases=("现住址", "家庭住址", "地址", "单位或住址", "respondent:对方住址"),
    )
    doubt: Mapped[str | None] = field("核对说明", Kind.TEXT, help="号码校验不符仍予登记的理由")

    __table_args__: Any = (
        ForeignKeyConstraint(["office", "matter"], ["matter.office", "matter.id"]),
        Index("ix_party_office_matter", "office", "matter"),
        Index("ix_party_office_id_no", "office", "id_no"),
        STRICT,
    )
