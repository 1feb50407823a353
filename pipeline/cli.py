"""The command line: `python -m pipeline`, also installed as `attribune`."""

from __future__ import annotations

import argparse
import io
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.config import Params, load_params
from pipeline.core.errors import INGEST, UsageError
from pipeline.core.version import __version__
from pipeline.core.without import do_without
from pipeline.export.options import EXPORT_EXAMPLES, EXPORT_HELP, add_export
from pipeline.options import INPUTS, add_data, add_gold, add_inputs, add_workers
from pipeline.runtime.remote import local
from pipeline.summary import tell_errors, tell_problems, tell_rows

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

ALL_GOOD, FAULT_FOUND, WRONG_USAGE, WITH_ERRORS, BROKEN_OFF = 0, 1, 2, 3, 130
STAGE_HELP = {
    "blocks": "articles → blocks (paragraphs, headings, captions, ...)",
    "parse": "blocks → tokens (the shared parse)",
    "sentences": "blocks, tokens → sentences",
    "names": "tokens → mentions and entities (people, organizations)",
    "quantities": "tokens → quantities",
    "quotes": "tokens, mentions, entities → quotes with cue and speaker",
}
#: Commands that compute nothing with arrays; pyarrow starts in half the time without numpy.
_WITHOUT_NUMPY = {"ingest", *STAGE_HELP, "check", "report", "evaluate"} - {"parse"}
EPILOG = """examples:
  attribune run --raw data/raw --out data/processed
  attribune run --raw news.jsonl --out tables --text-field body --model en_core_web_sm
  attribune quotes --data data/processed
  attribune export --format csv --out spreadsheets
  attribune fetch-model en_core_web_md

exit codes:
  0 all good · 1 check or evaluate found a fault · 2 wrong usage or a full disk, old tables are untouched ·
  3 done, but some inputs stand in the errors table · 130 broken off by Ctrl-C, old tables are untouched
"""


def command() -> None:
    """The command as a process of its own."""
    do_without("pandas", *(("numpy",) if _WITHOUT_NUMPY.issuperset(sys.argv[1:2]) else ()))
    sys.exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):  # a name that a plain terminal cannot show stops nothing
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
    except UsageError as error:
        sys.stderr.write(f"attribune: {error}\n")
        return WRONG_USAGE
    except BrokenPipeError:  # whoever read our output has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ALL_GOOD
    except (OSError, sqlite3.OperationalError) as error:  # a full disk, a folder that may not be written
        sys.stderr.write(f"attribune: {error}; make room or mend it, and run again\n")
        return WRONG_USAGE
    except KeyboardInterrupt:
        sys.stderr.write("attribune: broken off; the next run goes on from what is finished\n")
        return BROKEN_OFF
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="attribune",
        description="Who is in the news, who said what, and which numbers were given: tables from articles.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"attribune {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    text = "every stage at once: raw files → all tables and the report"
    run = add_inputs(_command(commands, "run", text, _run, INPUTS.format(name="run")))
    add_workers(run)
    run.add_argument("--no-report", action="store_true", help="tables only: no page for each article")
    run.add_argument(
        "--scheduler", metavar="ADDRESS", help="a Dask scheduler (tcp://…) whose workers do the work instead"
    )
    text = "raw files → articles"
    add_inputs(_command(commands, "ingest", text, _ingest, INPUTS.format(name="ingest")))
    for name, text in STAGE_HELP.items():
        add_workers(add_data(_command(commands, name, text, _stage))).set_defaults(stage=name)
    add_workers(add_data(_command(commands, "report", "tables → pages to read", _report)))
    check = add_data(_command(commands, "check", "tables → what is wrong with them", _check))
    check.add_argument("folder", nargs="?", type=local, help="the same as --data")
    text = "first write the errors that single stages have noted to the table `errors`"
    check.add_argument("--gather-errors", action="store_true", help=text)
    add_export(add_data(_command(commands, "export", EXPORT_HELP, _export, EXPORT_EXAMPLES)))
    add_gold(add_data(_command(commands, "evaluate", "tables and gold → precision, recall, F1", _evaluate)))
    _command(commands, "tables", "the reference of tables and columns, as Markdown", _tables)
    cache = _command(commands, "cache", "what is kept between runs: how much, or none of it any more", _cache)
    cache.add_argument("action", choices=("info", "clear"), help="tell the size, or delete everything")
    complete = _command(
        commands, "completion", "a script that completes commands and options in a shell", _completion
    )
    complete.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="which shell")
    fetch = _command(commands, "fetch-model", "download a spaCy model and check it", _fetch_model)
    fetch.add_argument("name", nargs="?", help="default: parse.model of the settings")
    return parser


def _command(
    commands: Commands, name: str, text: str, run: Callable[[argparse.Namespace], int], epilog: str = ""
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=text,
        description=text,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    command.add_argument("--params", type=Path, help="settings (default: params.yaml here, if there is one)")
    return command


def _params(arguments: argparse.Namespace) -> Params:
    """The settings of the file, with what the command line says on top."""
    path = arguments.params or (Path("params.yaml") if Path("params.yaml").is_file() else None)
    params = load_params(path)
    given = {
        f"{name}_field": getattr(arguments, f"{name}_field", None) for name in ("id", "text", "title", "date")
    }
    ingest = replace(params.ingest, **{name: value for name, value in given.items() if value})
    model = getattr(arguments, "model", None) or params.parse.model
    return replace(params, ingest=ingest, parse=replace(params.parse, model=model))


def _run(arguments: argparse.Namespace) -> int:
    from pipeline.runtime.engines import connect
    from pipeline.runtime.workflow import run

    params = _params(arguments)
    client = connect(arguments.scheduler) if arguments.scheduler else None
    count = run(
        arguments.raw,
        arguments.out,
        params,
        workers=arguments.workers,
        client=client,
        with_report=not arguments.no_report,
    )
    for stage in (INGEST, *STAGE_HELP):
        tell_rows(stage, count, count.seconds[stage])
    tell_errors(count.errors, arguments.out)
    pages = "" if arguments.no_report else f", pages to read: {arguments.out}/report/index.html"
    print(f"tables in {arguments.out}{pages}")
    tell_problems(count.problems)
    return FAULT_FOUND if count.problems else WITH_ERRORS if count.errors else ALL_GOOD


def _ingest(arguments: argparse.Namespace) -> int:
    from pipeline.runtime.workflow import ingest

    count = ingest(local(arguments.raw), local(arguments.out), _params(arguments))
    tell_rows(INGEST, count, count.seconds[INGEST])
    tell_errors(count.errors, arguments.out)
    return ALL_GOOD


def _stage(arguments: argparse.Namespace) -> int:
    from pipeline.runtime.workflow import run_stage

    count = run_stage(arguments.stage, arguments.data, _params(arguments), workers=arguments.workers)
    tell_rows(arguments.stage, count, count.seconds[arguments.stage])
    tell_errors(count.errors, arguments.data)
    return ALL_GOOD


def _report(arguments: argparse.Namespace) -> int:
    from pipeline.runtime.workflow import report

    articles = report(arguments.data, _params(arguments), workers=arguments.workers)
    print(f"report: {articles:,} articles: {arguments.data / 'report' / 'index.html'}")
    return ALL_GOOD


def _check(arguments: argparse.Namespace) -> int:
    from pipeline.runtime.workflow import check, gather_errors

    folder, params = arguments.folder or arguments.data, _params(arguments)
    if arguments.gather_errors:
        tell_errors(gather_errors(folder, params), folder)
    problems = check(folder, params)
    tell_problems(problems)
    return FAULT_FOUND if problems else ALL_GOOD


def _export(arguments: argparse.Namespace) -> int:
    from pipeline.export import export_tables

    articles = export_tables(
        arguments.data,
        arguments.format,
        arguments.out,
        safe_cells=arguments.safe_cells,
        tokens=arguments.tokens,
    )
    print(f"export: {articles:,} articles: {arguments.out}")
    return ALL_GOOD


def _evaluate(arguments: argparse.Namespace) -> int:
    from pipeline.evaluate import below, evaluate, raise_floors
    from pipeline.evaluate.plot import as_svg

    gold = arguments.gold or Path(_params(arguments).evaluate.gold)
    outcome = evaluate(arguments.data, gold)
    written = {
        arguments.metrics: outcome.as_json(),
        arguments.plot: outcome.as_csv(),
        arguments.svg: as_svg(outcome.scores),
    }
    for path, content in written.items():
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    if arguments.update_floors:
        raise_floors(arguments.update_floors, gold, outcome.scores)
    if arguments.floors:
        outcome.below = below(arguments.floors, gold, outcome.scores)
    print(outcome.as_text())
    return FAULT_FOUND if outcome.below else ALL_GOOD


def _tables(_arguments: argparse.Namespace) -> int:
    from pipeline.core.reference import as_markdown

    print(as_markdown(), end="")
    return ALL_GOOD


def _cache(arguments: argparse.Namespace) -> int:
    from pipeline import cache

    named = _params(arguments).cache.folder
    if not named:
        raise UsageError("the settings name no cache folder (params.yaml, cache.folder)")
    folder = local(named)
    if arguments.action == "clear":
        cache.clear(folder)
    held = cache.info(folder)
    print(
        f"{folder}: {held.parses:,} parses ({held.parse_bytes / 1e6:,.1f} MB), "
        f"{held.parts:,} finished parts ({held.part_bytes / 1e6:,.1f} MB)"
    )
    return ALL_GOOD


def _completion(arguments: argparse.Namespace) -> int:
    import shtab

    print(shtab.complete(_parser(), arguments.shell))
    return ALL_GOOD


def _fetch_model(arguments: argparse.Namespace) -> int:
    from pipeline.model import fetch

    print(f"model in {fetch(arguments.name or _params(arguments).parse.model)}")
    return ALL_GOOD
