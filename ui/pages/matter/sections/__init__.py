"""The further cards of a matter's page, each a file of its own that knows one thing.

A section asks the desk for what it shows and commands what it offers; the page only says which matter is open. A new one is
a line in `SECTIONS`, in the order in which they stand below the time line.
"""

from ui.pages.matter.sections.attachments import AttachmentsSection
from ui.pages.matter.sections.base import Section
from ui.pages.matter.sections.followup import FollowUpSection
from ui.pages.matter.sections.lineage import LineageSection
from ui.pages.matter.sections.opinion import OpinionSection
from ui.pages.matter.sections.responsibility import ResponsibilitySection
from ui.pages.matter.sections.review import ReviewSection
from ui.pages.matter.sections.transfer import TransferSection
from ui.pages.matter.sections.transferaside import AsideSection

SECTIONS: tuple[type[Section], ...] = (
    TransferSection,
    AsideSection,
    AttachmentsSection,
    FollowUpSection,
    ReviewSection,
    LineageSection,
    OpinionSection,
    ResponsibilitySection,
)

__all__ = ["SECTIONS", "Section"]
