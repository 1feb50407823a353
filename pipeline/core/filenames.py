"""article_id → a file name that is plain, cannot leave its folder, and belongs to that id alone."""

from __future__ import annotations

import hashlib
import re

_SLUG_LENGTH = 60


def page_name(article_id: str) -> str:
    """A file name for an article: what is plain in its id, and a hash that tells it from others like it."""
    plain = re.sub(r"[^a-z0-9]+", "-", article_id.lower())[:_SLUG_LENGTH].strip("-")
    digest = hashlib.sha256(article_id.encode()).hexdigest()[:8]
    return f"{plain or 'article'}-{digest}"
