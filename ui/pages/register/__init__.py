"""登记: one page on which a person's telling becomes a matter; drafts kept, what follows shown beside it."""

from ui.pages.register.page import RegisterPage

__all__ = ["RegisterPage"]
