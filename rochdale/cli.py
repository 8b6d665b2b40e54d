"""The `rochdale` command: each command is a few lines of glue."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from rochdale import __version__
from rochdale.errors import QueryError, RochdaleError, StoreError

if TYPE_CHECKING:
    from rochdale.graph.build import Built, Decided
    from rochdale.loaders.items import Fault

_DESCRIPTION = """\
A knowledge graph of the cooperative, social and solidarity economy, from saved web pages.

  rochdale build pages/ --out kg             read pages, check, and leave a graph in kg/
  rochdale query kg                          the questions it answers
  rochdale query kg partners --param organisation=ILO
  rochdale explain kg Think.Coop Tunisia     the sentences behind a link
  rochdale review kg                         what waits for people to decide
"""
_SHOWN_FAULTS = 5
_SHOWN_WAITING = 20
_PARAM_HELP = "value of a parameter: an IRI, a name, an acronym or a code; may be given several times"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 if all went well, 1 for bad input (said in one line on standard error), 2 for a command that is not
        understood.
    """
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except RochdaleError as error:
        print(f"rochdale: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        _drop_output()
        return 0
    except UnicodeEncodeError as error:
        print(
            f"rochdale: the output cannot be written in {error.encoding}; set PYTHONIOENCODING=utf-8", file=sys.stderr
        )
        return 1
    except OSError as error:
        _drop_output()
        print(f"rochdale: {error.filename or 'the output'}: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("rochdale: stopped", file=sys.stderr)
        return 130
    return code


def _drop_output() -> None:
    """Write what is left to nowhere: nobody takes it, and Python must not complain about that at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rochdale", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"rochdale {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_build(commands)
    _add_extract(commands)
    _add_mapping(commands)
    _add_evaluate(commands)
    _add_check(commands)
    _add_query(commands)
    _add_explain(commands)
    _add_review(commands)
    return parser


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _command(
    commands: _Commands, name: str, run: Callable[[argparse.Namespace], int], help_: str, text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=help_, description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.set_defaults(run=run)
    return command


def _sources(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "sources",
        nargs="+",
        type=Path,
        metavar="SOURCE",
        help="a page saved as text, a feed, a table, a PDF, a sitemap, an archive of these, or a folder",
    )
    command.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="what the columns of the tables named here hold (default: the .toml beside each table)",
    )
    command.add_argument("--jobs", type=_positive, metavar="N", help="processes at most (default: all cores)")
    command.add_argument(
        "--cache", type=Path, metavar="FILE", help="where records are kept (default: the user's cache folder)"
    )
    command.add_argument("--no-cache", action="store_true", help="read every page anew and keep nothing")
    command.add_argument(
        "--recall",
        action="store_true",
        help="state weaker readings of partnerships as well: more is found, less of it is right",
    )


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
    return number


# -- build -----------------------------------------------------------------------------------------------------------


def _add_build(commands: _Commands) -> None:
    command = _command(
        commands,
        "build",
        _build,
        "read pages and leave a checked graph",
        "Read pages, link what they name, check the graph against the shapes and write it to a folder:\n"
        "graph.ttl and graph.nt to read and to load, store/ to query,\n"
        "quarantine.jsonl with what was left out and why,\n"
        "coverage.jsonl with what sitemaps list and nobody captured.\n\n"
        "  rochdale build tests/pages --out kg",
    )
    _sources(command)
    command.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="where the graph goes; an earlier graph there is replaced",
    )
    decided = command.add_mutually_exclusive_group()
    decided.add_argument(
        "--decisions",
        type=Path,
        metavar="FILE",
        help="what people decided (default: where the last build found it, else FOLDER.decisions.ttl beside FOLDER)",
    )
    decided.add_argument("--no-decisions", action="store_true", help="build as if nobody had decided anything")


def _build(options: argparse.Namespace) -> int:
    from rochdale.graph.build import build  # noqa: PLC0415 - each command loads only what it needs

    with _progress("reading pages") as progress:
        built = build(
            options.sources,
            options.out,
            jobs=options.jobs,
            cache=_cache(options),
            mapping=options.mapping,
            progress=progress,
            recall=options.recall,
            decisions=options.decisions,
            decided=not options.no_decisions,
        )
    for line in _told(built):
        print(line)
    if built.tally.trouble:
        print(f"rochdale: {built.tally.trouble}", file=sys.stderr)
    return 1 if built.report.unread else 0


def _told(built: "Built") -> Iterator[str]:
    """What was read, linked, refused and written."""
    report, tally = built.report, built.tally
    again = f", {tally.cached} unchanged since last read" if tally.cached else ""
    same = f", {_count(tally.repeated, 'repeated file')}" if tally.repeated else ""
    other = f", {_count(tally.passed_over, 'file')} of other kinds passed over" if tally.passed_over else ""
    described = f", {_count(tally.described, 'thing')} of other publishers' RDF" if tally.described else ""
    extracted = f"{tally.extracted} extracted"
    yield f"read     {_count(report.documents, 'document')} ({extracted}{again}{same}{described}{other})"
    yield f"         {_count(report.items, 'item')}, {report.dated} of them dated"
    if report.sitemaps:
        others = f"; the others are in {built.folder / 'coverage.jsonl'}" if report.captured < report.listed else ""
        listed = f"{_count(report.listed, 'address')} in {_count(report.sitemaps, 'sitemap')}"
        yield f"covered  {report.captured:,} of {listed}{others}"
    if built.decided is not None:
        yield from _told_of_decisions(built.decided)
    yield (
        f"linked   {_count(report.organisations, 'organisation')} ({report.candidates} of them candidates), "
        f"{_count(report.projects, 'project')}, {_count(report.countries, 'country')},"
    )
    yield (
        f"         {_count(report.themes, 'theme')}, {_count(report.persons, 'person')}, "
        f"{_count(report.partnerships, 'partnership')}"
    )
    yield (
        f"refused  {_count(report.unread, 'source')}, {_count(report.faults, 'field')}, "
        f"{_count(report.quarantined, 'statement')} for breaking a shape"
    )
    for fault in built.quarantine[:_SHOWN_FAULTS]:
        place = f"{fault.source}:{fault.line}" if fault.line else fault.source
        yield f"         {place}: {fault.reason}"
    if len(built.quarantine) > _SHOWN_FAULTS:
        yield f"         and {len(built.quarantine) - _SHOWN_FAULTS} more in {built.folder / 'quarantine.jsonl'}"
    yield f"wrote    {built.folder}: graph.ttl, graph.nt, store/ and more"
    yield f"         {report.triples:,} triples, with {report.mentions:,} mentions as evidence"


def _told_of_decisions(decided: "Decided") -> Iterator[str]:
    """What people's decisions did, and which of them do not apply."""
    applied = decided.applied
    done = len(applied.resolved.decided)
    yield f"decided  {done} of {_count(done + len(applied.stale), 'decision')} of {decided.file.source} applied"
    yield f"         {_count(applied.moved, 'mention')} moved, {_count(applied.left_out, 'mention')} left out"
    if applied.closed:
        yield f"         {_count(applied.closed, 'partnership')} left out: both sides are one thing now"
    stale = list(decided.stale())
    for line, one in stale[:_SHOWN_FAULTS]:
        yield f"         {decided.file.source}:{line}: not applied, for {one.reason}"
    if len(stale) > _SHOWN_FAULTS:
        yield f"         and {len(stale) - _SHOWN_FAULTS} more that do not apply"


def _count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def _cache(options: argparse.Namespace) -> Path | None:
    from rochdale.loaders.cache import default_path  # noqa: PLC0415

    if options.no_cache:
        return None
    return options.cache or default_path()


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error if that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


# -- extract, evaluate -----------------------------------------------------------------------------------------------


def _add_extract(commands: _Commands) -> None:
    command = _command(
        commands,
        "extract",
        _extract,
        "print what pages say, as JSON lines",
        "Print one JSON object a page: its items with organisations, roles, countries, projects, persons, themes,\n"
        "partnerships.\n\n"
        "  rochdale extract tests/pages/*.txt > pages.jsonl",
    )
    _sources(command)
    command.add_argument(
        "--mentions",
        action="store_true",
        help="print the records themselves: every mention with offsets, sentence, rule",
    )


def _extract(options: argparse.Namespace) -> int:
    from rochdale.loaders.export import as_page  # noqa: PLC0415
    from rochdale.loaders.items import Fault, Record  # noqa: PLC0415
    from rochdale.loaders.pipeline import Tally, stream, survey  # noqa: PLC0415

    found, unread = survey(options.sources, mapping=options.mapping, recall=options.recall), []
    with _progress("reading pages") as progress:
        for one in stream(found, Tally(), jobs=options.jobs, cache=_cache(options), progress=progress):
            if isinstance(one, Record):
                line = msgspec.json.encode(one if options.mentions else as_page(one, found.words))
                sys.stdout.buffer.write(line + b"\n")
            elif isinstance(one, Fault):
                unread.append(one)
    return _unread(unread)


def _add_mapping(commands: _Commands) -> None:
    command = _command(
        commands,
        "mapping",
        _mapping,
        "draft a mapping for a table",
        "Print a draft of the mapping that a table is read with: what its columns seem to hold, by their headers\n"
        "(English, French, Spanish, IATI, DataCite) and their values. Read it through and correct it.\n\n"
        "  rochdale mapping members.csv > members.toml",
    )
    command.add_argument("table", type=Path, metavar="TABLE", help="CSV, TSV, JSON Lines, Parquet or Excel")


def _mapping(options: argparse.Namespace) -> int:
    from rochdale.loaders.sources import table_capture  # noqa: PLC0415
    from rochdale.loaders.tables.draft import draft  # noqa: PLC0415

    print(draft(table_capture(options.table)), end="")
    return 0


def _add_evaluate(commands: _Commands) -> None:
    command = _command(
        commands,
        "evaluate",
        _evaluate,
        "precision, recall and F1 against annotated pages",
        "Compare what pages are read as with what people annotated in them (JSON lines, one page a line).\n\n"
        "  rochdale evaluate tests/pages/expected.jsonl tests/pages",
    )
    command.add_argument(
        "gold", type=Path, metavar="GOLD", help="annotations: JSON lines in the shape that extract prints"
    )
    _sources(command)
    command.add_argument("--errors", action="store_true", help="list every missing and wrong value")
    command.add_argument(
        "--by", choices=("language", "kind"), help="tables for each language, or kind of page, as well"
    )
    command.add_argument("--json", action="store_true", help="print JSON")


def _evaluate(options: argparse.Namespace) -> int:
    from rochdale.loaders.evaluation.report import evaluate, read_gold  # noqa: PLC0415
    from rochdale.loaders.export import as_page  # noqa: PLC0415
    from rochdale.loaders.pipeline import harvest  # noqa: PLC0415

    gold = read_gold(options.gold)
    found = harvest(
        options.sources, jobs=options.jobs, cache=_cache(options), mapping=options.mapping, recall=options.recall
    )
    report = evaluate(gold, [as_page(record, found.words) for record in found.records])
    print(report.as_json().decode() if options.json else report.table(errors=options.errors, by=options.by))
    return _unread(found.unread)


def _unread(faults: "Sequence[Fault]") -> int:
    """Say what could not be read, and with what code to end."""
    for fault in faults:
        print(f"rochdale: {fault.source}: {fault.reason}", file=sys.stderr)
    return 1 if faults else 0


# -- check, query, explain -------------------------------------------------------------------------------------------


def _add_check(commands: _Commands) -> None:
    command = _command(
        commands,
        "check",
        _check,
        "check a graph or a Turtle file against the shapes",
        "Say what in a graph breaks a shape, as a compiler would.\n\n"
        "  rochdale check kg\n"
        "  rochdale check kg/graph.ttl",
    )
    command.add_argument(
        "graph", type=Path, metavar="GRAPH", help="a folder that build made, or a file of Turtle or N-Triples"
    )


def _check(options: argparse.Namespace) -> int:
    from rochdale.graph.build import GRAPH, is_graph  # noqa: PLC0415
    from rochdale.graph.gate import check  # noqa: PLC0415

    path: Path = options.graph
    violations = check(path / GRAPH if is_graph(path) else path)
    for violation in violations:
        value = f" (here: {violation.value})" if violation.value else ""
        print(f"{path}: <{violation.focus}>: {violation.message}{value}")
    print(_count(len(violations), "violation") if violations else f"{options.graph}: conforms")
    return 1 if violations else 0


def _add_query(commands: _Commands) -> None:
    command = _command(
        commands,
        "query",
        _query,
        "ask a question of the catalogue, a file or SPARQL itself",
        "Without a question: list the catalogue. A question is a name of the catalogue, a .rq file or SPARQL.\n\n"
        "  rochdale query kg\n"
        "  rochdale query kg partners --param organisation=ILO\n"
        "  rochdale query kg partners --param organisation=ILO --format csv > partners.csv\n"
        "  rochdale query --endpoint https://example.org/sparql partners --param organisation=https://w3id.org/rochdale/organisation/ilo",
    )
    command.add_argument(
        "graph", nargs="?", type=Path, metavar="GRAPH", help="a folder that build made (leave out with --endpoint)"
    )
    command.add_argument(
        "question", nargs="?", metavar="QUESTION", help="a name of the catalogue, a .rq file, or SPARQL"
    )
    command.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help=_PARAM_HELP)
    command.add_argument("--limit", type=_positive, metavar="N", help="rows at most")
    command.add_argument(
        "--format",
        default="table",
        choices=("table", "csv", "tsv", "json", "xml", "turtle", "nt"),
        help="default: table",
    )
    command.add_argument("--endpoint", metavar="URL", help="ask a SPARQL endpoint instead of a local graph")


def _query(options: argparse.Namespace) -> int:
    from rochdale.graph.build import is_graph  # noqa: PLC0415
    from rochdale.graph.query import ask, bind  # noqa: PLC0415
    from rochdale.graph.questions import catalogue, find_question  # noqa: PLC0415

    if options.endpoint and options.graph is not None and options.question is None:
        options.question, options.graph = str(options.graph), None
    if options.question is None:
        if options.graph is not None and not is_graph(options.graph):
            is_question = str(options.graph) in catalogue()
            hint = f"; name the graph first: rochdale query GRAPH {options.graph}" if is_question else ""
            raise StoreError(f"{options.graph}: there is no graph here{hint}")
        for question in catalogue().values():
            print(f"{question.name:32} {question.summary}")
            print(f"{'':32} {', '.join(map(str, question.parameters)) or 'no parameters'}")
        return 0
    parameters = _parameters(options.param)
    if options.endpoint:
        from rochdale.graph.remote import ask_remote  # noqa: PLC0415

        known = find_question(_text(options.question))
        asked = bind(known, parameters) if known else _text(options.question)
        answer = ask_remote(options.endpoint, asked, limit=options.limit)
    elif options.graph is None:
        raise QueryError("name a graph that build made, or an --endpoint")
    else:
        from rochdale.graph.store import open_store  # noqa: PLC0415

        answer = ask(open_store(options.graph), _text(options.question), parameters, limit=options.limit)
    answer.write(sys.stdout, options.format)
    return 0


def _text(question: str) -> str:
    from rochdale.graph.opened import text_of  # noqa: PLC0415

    return text_of(question)


def _parameters(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name:
            raise QueryError(f"--param takes NAME=VALUE, not '{one}'")
        if name in found:
            raise QueryError(f"--param gives '{name}' twice")
        found[name] = value
    return found


def _add_explain(commands: _Commands) -> None:
    command = _command(
        commands,
        "explain",
        _explain,
        "the sentences behind a link",
        "Show what links a thing has and the words that say so: page, line, date, rule, confidence.\n"
        "With two things: what links the one to the other.\n\n"
        '  rochdale explain kg Think.Coop\n  rochdale explain kg "FORTER\'ESS" Tunisia',
    )
    command.add_argument("graph", type=Path, metavar="GRAPH", help="a folder that build made")
    command.add_argument(
        "subject", metavar="SUBJECT", help="an IRI, a name, an acronym, a code, or words of an item's title"
    )
    command.add_argument("object", nargs="?", metavar="OBJECT", help="likewise")
    command.add_argument(
        "--limit", type=_positive, default=5, metavar="N", help="sentences a link at most (default: 5)"
    )


def _explain(options: argparse.Namespace) -> int:
    from rochdale.graph.evidence import explain  # noqa: PLC0415
    from rochdale.graph.store import open_store  # noqa: PLC0415

    for line in explain(open_store(options.graph), options.subject, options.object, limit=options.limit):
        print(line)
    return 0


# -- review ----------------------------------------------------------------------------------------------------------


def _add_review(commands: _Commands) -> None:
    command = _command(
        commands,
        "review",
        _review,
        "what waits for people to decide, and their decisions",
        "List the names that no vocabulary lists and the things that may be one, with their sentences; or take down\n"
        "a decision about one of them. Decisions stand in a Turtle file that may be edited by hand, and are applied\n"
        "at each build. A decision says who made it (--by, or ROCHDALE_BY) and why (--why).\n\n"
        "  rochdale review kg --class organisation --min-evidence 2\n"
        '  rochdale review kg accept "Loom Union" --kind cooperative --by "Amel" --why "See its statutes."\n'
        '  rochdale review kg reject organisation/the-union --why "No name of anything."\n'
        '  rochdale review kg merge BIT ILO --why "Its French acronym."\n'
        '  rochdale review kg split ICA --words ACI --name "Asociación de Cacaoteras@es" --why "Another ACI."\n'
        '  rochdale review kg rename organisation/loom-union "Loom Weavers\' Union@en" --why "Its own spelling."\n\n'
        "rochdale review kg VERB --help tells more: --country, --into, --item, --date, --replace.",
    )
    command.add_argument("graph", type=Path, metavar="GRAPH", help="a folder that build made")
    _decisions_of(command, None)
    command.add_argument(
        "--class", dest="of", choices=("organisation", "project", "person"), help="only things of this class"
    )
    command.add_argument(
        "--kind", default="", metavar="KIND", help="only things of this kind (ministry, cooperative ...)"
    )
    command.add_argument(
        "--min-evidence", type=_positive, default=1, metavar="N", help="only what is mentioned so often (default: 1)"
    )
    command.add_argument("--only", choices=("candidates", "duplicates"), help="one list of the two")
    command.add_argument(
        "--limit", type=_positive, metavar="N", help="of each list at most (default: 20 in a table, else all)"
    )
    command.add_argument("--format", default="table", choices=("table", "csv", "json"), help="default: table")
    _add_verbs(command.add_subparsers(title="decisions", metavar="VERB", dest="verb"))


def _decisions_of(command: argparse.ArgumentParser, default: str | None) -> None:
    text = "the file of decisions (default: that of the last build, else GRAPH.decisions.ttl beside GRAPH)"
    command.add_argument("--decisions", type=Path, metavar="FILE", default=default, help=text)


def _add_verbs(verbs: _Commands) -> None:
    accept = _verb(verbs, "accept", "it is what its name says: no longer a candidate")
    reject = _verb(verbs, "reject", "the words name no such thing: leave its mentions out")
    merge = _verb(verbs, "merge", "it is another thing, to which its mentions go; its IRI leads there")
    split = _verb(verbs, "split", "some of its mentions mean another thing")
    rename = _verb(verbs, "rename", "it goes by another name; its IRI stays")
    merge.add_argument("into", metavar="OTHER", help="the thing that it is")
    rename.add_argument(
        "names", nargs="+", metavar="NAME", help="the new name, with its language behind an @ if it is another one"
    )
    split.add_argument("--into", default="", metavar="OTHER", help="the thing that is meant, or a key for a new one")
    for verb in (accept, split):
        called = "preferred name, as in 'Union des oliviers@fr'; one a language"
        verb.add_argument("--name", dest="names", action="append", default=[], metavar="NAME@LANGUAGE", help=called)
        verb.add_argument("--kind", default="", metavar="KIND", help="its kind (cooperative, ministry, ...)")
        verb.add_argument("--country", default="", metavar="COUNTRY", help="its country, by a name or code")
    for verb in (reject, split):
        verb.add_argument(
            "--item", dest="items", action="append", default=[], help="only in this item; may be repeated"
        )
        verb.add_argument(
            "--words", action="append", default=[], help="only where these are the words; may be repeated"
        )


def _verb(verbs: _Commands, name: str, help_: str) -> argparse.ArgumentParser:
    command = verbs.add_parser(name, help=help_, description=f"Decide: {help_}.")
    command.set_defaults(run=_decide)
    command.add_argument("about", metavar="THING", help="a key, an IRI or a name")
    command.add_argument("--why", default="", metavar="REASON", help="the reason; kept with the decision")
    command.add_argument("--by", default="", metavar="NAME", help="who decides (default: ROCHDALE_BY)")
    command.add_argument("--date", default="", metavar="DAY", help="when, as 2026-07-29; left out if you do not say it")
    command.add_argument("--replace", action="store_true", help="take the place of what was decided about it before")
    _decisions_of(command, argparse.SUPPRESS)
    return command


def _review(options: argparse.Namespace) -> int:
    from rochdale.graph.review.desk import look  # noqa: PLC0415
    from rochdale.graph.review.queue import Filter  # noqa: PLC0415

    limit = options.limit or (_SHOWN_WAITING if options.format == "table" else None)
    wanted = Filter(
        of=options.of or "", kind=options.kind, least=options.min_evidence, limit=limit, only=options.only or ""
    )
    sys.stdout.writelines(look(options.graph, options.decisions, wanted, options.format))
    return 0


def _decide(options: argparse.Namespace) -> int:
    from rochdale.graph.review.desk import decide  # noqa: PLC0415
    from rochdale.graph.review.entry import Wish  # noqa: PLC0415

    given = {name: getattr(options, name) for name in Wish.__struct_fields__ if hasattr(options, name)}
    given["by"] = options.by or os.environ.get("ROCHDALE_BY", "")
    wish = msgspec.convert(given, Wish)
    sys.stdout.writelines(decide(options.graph, options.decisions, wish))
    return 0


if __name__ == "__main__":
    sys.exit(main())
