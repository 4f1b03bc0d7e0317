"""The setting of papers: own line breaking, ruled forms, GB/T 9704 letters, bundled fonts. Knows no matter."""

from __future__ import annotations

from app.papers.engine.fonts import FontSet
from app.papers.engine.render import Job, Options, render, render_batch
from app.papers.engine.word import render_docx

__all__ = ["FontSet", "Job", "Options", "render", "render_batch", "render_docx"]
