"""A name or an id → a file name that is plain, cannot leave its folder, and belongs to it alone."""

from __future__ import annotations

import hashlib
import re

_SLUG_LENGTH = 60


def page_name(name: str, key: str | None = None) -> str:
    """A file name: what is plain in `name`, and a hash of `key` (or the name) that tells it from others."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_SLUG_LENGTH].strip("-")
    digest = hashlib.sha256((name if key is None else key).encode()).hexdigest()[:8]
    return f"{plain or 'page'}-{digest}"
