"""Every section of a matter's page, in their order."""

from __future__ import annotations

from ui.pages.matter.sections.agency import AgencySection
from ui.pages.matter.sections.attachments import AttachmentsSection
from ui.pages.matter.sections.award import AwardSection
from ui.pages.matter.sections.base import Section
from ui.pages.matter.sections.charge import ChargeSection
from ui.pages.matter.sections.followup import FollowUpSection
from ui.pages.matter.sections.lineage import LineageSection
from ui.pages.matter.sections.opinion import OpinionSection
from ui.pages.matter.sections.relief import ReliefSection
from ui.pages.matter.sections.responsibility import ResponsibilitySection
from ui.pages.matter.sections.review import ReviewSection
from ui.pages.matter.sections.transfer import TransferSection
from ui.pages.matter.sections.transferaside import AsideSection

SECTIONS: tuple[type[Section], ...] = (
    TransferSection,
    AsideSection,
    AttachmentsSection,
    ChargeSection,
    FollowUpSection,
    AwardSection,
    ReliefSection,
    ReviewSection,
    LineageSection,
    OpinionSection,
    ResponsibilitySection,
    AgencySection,
)
