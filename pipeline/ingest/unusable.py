"""What is raised for a file or record that cannot be taken."""

from __future__ import annotations


class UnusableError(Exception):
    """A file or record that cannot be taken: `reason` and message of its row in `errors`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
