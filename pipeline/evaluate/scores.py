"""Counts → precision, recall and F1, as JSON, CSV and text."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field


@dataclass
class Score:
    """Counts over all articles of one measure."""

    right: int = 0
    gold: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.found) if self.right else 0.0


@dataclass
class Outcome:
    """The scores by measure, gold articles that the tables lack, and measures below their floors."""

    scores: dict[str, Score]
    articles: int
    missing: list[str] = field(default_factory=list)
    below: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> str:
        """The F1 of each measure for `dvc metrics`, rounded to four places."""
        figures = {name: round(score.f1, 4) for name, score in self.scores.items()}
        return json.dumps({"articles": self.articles, "f1": figures}, indent=2) + "\n"

    def as_csv(self) -> str:
        """The F1 of each measure, for `dvc plots`."""
        out = io.StringIO()
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("measure", "f1"))
        rows.writerows((name, round(score.f1, 4)) for name, score in self.scores.items())
        return out.getvalue()

    def as_text(self) -> str:
        """A table to read, with a line for each measure below its floor."""
        lines = [f"{'':<24}{'P':>8}{'R':>8}{'F1':>8}{'gold':>8}{'found':>8}"]
        lines += [
            f"{name:<24}{s.precision:>8.3f}{s.recall:>8.3f}{s.f1:>8.3f}{s.gold:>8}{s.found:>8}"
            for name, s in self.scores.items()
        ]
        if self.missing:
            lines.append(f"left out, not in the tables: {', '.join(self.missing)}")
        lines += [
            f"below its floor: {name} has F1 {self.scores[name].f1:.4f}, floor {floor:.4f}"
            for name, floor in self.below.items()
        ]
        return "\n".join(lines)
