"""The version of the pipeline; stands in every table."""

__version__ = "0.1.0"
