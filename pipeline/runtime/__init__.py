"""How stages are run: over all articles or between files, part by part, in one process, many, or a cluster.

`workflow` holds what the command line and Python call, `work` does one part, `engines` spreads parts over
processes, `fingerprint` says when a finished part is still good.
"""
