"""document → quantities: numbers with their value, bound, unit and what they count.

The way of a block: pieces → numbers → candidates (a number with its unit) → without dates, names and
codes → ranges, ages, bounds, counted nouns → rows.
"""

from pipeline.quantities.extract import find_quantities

__all__ = ["find_quantities"]
