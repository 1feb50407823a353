"""How far a long run is: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")

#: Seconds between two plain lines.
PAUSE = 30.0


def told(
    items: Iterable[Item], name: str, total: int, size: Callable[[Item], int] = lambda _: 1
) -> Iterator[Item]:
    """The items; says on the error output how many of `total` articles are done, how fast, and what is left.

    `size` is the number of articles that an item stands for.
    """
    if sys.stderr.isatty():
        with tqdm(desc=name, total=total, unit=" articles", leave=False) as bar:
            for item in items:
                yield item
                bar.update(size(item))
        return
    begin = last = time.monotonic()
    done = 0
    for item in items:
        yield item
        done += size(item)
        now = time.monotonic()
        if now - last >= PAUSE:
            last = now
            sys.stderr.write(line(name, done, total, now - begin) + "\n")


def line(name: str, done: int, total: int, seconds: float) -> str:
    """One plain line, like "articles: 1,200 of 9,000, 41 a second, 3 min left"."""
    speed = done / max(seconds, 1e-9)
    left = max(total - done, 0) / max(speed, 1e-9)
    wait = f"{left / 60:,.0f} min" if left >= 90 else f"{left:.0f} s"
    return f"{name}: {done:,} of {total:,}, {speed:,.3g} a second, {wait} left"
