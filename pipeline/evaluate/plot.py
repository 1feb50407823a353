"""F1 of each measure → a bar chart as SVG, which needs no network and no script to be looked at."""

from __future__ import annotations

from html import escape

from pipeline.evaluate.scores import Score

_ROW, _BAR, _TOP = 26, 14, 34
_LABELS, _SCALE, _MARGIN = 210, 360, 60
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .bar { fill: #2f6f9f } .track { fill: #e6eaee } .title { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .bar { fill: #6aaed6 } .track { fill: #30363d }
  }
"""


def as_svg(scores: dict[str, Score]) -> str:
    """The chart; the same scores give the same bytes."""
    width, height = _LABELS + _SCALE + _MARGIN, _TOP + _ROW * len(scores) + 10
    box = f'viewBox="0 0 {width} {height}" role="img" aria-label="F1 of each measure"'
    rows = [_row(at, name, score) for at, (name, score) in enumerate(scores.items())]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
            f"<style>{_STYLE}</style>",
            f'<text class="title" x="{_LABELS}" y="20">F1</text>',
            *rows,
            "</svg>\n",
        ]
    )


def _row(at: int, name: str, score: Score) -> str:
    top = _TOP + at * _ROW
    baseline = top + _BAR - 2
    return (
        f'<text x="{_LABELS - 10}" y="{baseline}" text-anchor="end">{escape(name)}</text>'
        f'<rect class="track" x="{_LABELS}" y="{top}" width="{_SCALE}" height="{_BAR}" rx="3"/>'
        f'<rect class="bar" x="{_LABELS}" y="{top}" width="{score.f1 * _SCALE:.1f}" height="{_BAR}" rx="3"/>'
        f'<text x="{_LABELS + _SCALE + 10}" y="{baseline}">{score.f1:.3f}</text>'
    )
