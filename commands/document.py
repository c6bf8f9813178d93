"""`anjuan document`: listing, fetching, verifying and replaying documents. Declarations only."""

from pathlib import Path

import click

from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, reader
from commands.session import Session


@click.group(cls=Branch)
def document() -> None:
    """See `help` in the catalogue."""


@document.command("list")
@click.argument("case", metavar="CASE")
@everywhere
@click.pass_obj
def list_all(session: Session, case: str) -> ExitCode:
    """List documents."""
    from commands.document_work import list_documents  # noqa: PLC0415 - keeps help fast

    return list_documents(session, case)


@document.command("open")
@click.argument("case", metavar="CASE")
@click.argument("document", metavar="DOC")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--archived", is_flag=True)
@click.option("--sm2", is_flag=True)
@reader
@everywhere
@click.pass_obj
def open_document(
    session: Session,
    case: str,
    document: str,
    *,
    to: Path | None,
    archived: bool,
    sm2: bool,
    reader: str,
    why: str,
) -> ExitCode:
    """Fetch a document."""
    from commands.document_work import Kept, fetch_document  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    who = Reader(named=reader, why=why)
    return fetch_document(session, case, document, to, who, Kept.of(archived=archived, sm2=sm2))


@document.command("verify")
@click.argument("case", metavar="CASE")
@click.argument("document", metavar="[DOC]", required=False, default="")
@click.option("--copy", type=click.Path(path_type=Path), metavar="FILE")
@everywhere
@click.pass_obj
def verify(session: Session, case: str, document: str, copy: Path | None) -> ExitCode:
    """Verify documents."""
    from commands.document_verify import verify_documents  # noqa: PLC0415 - keeps help fast

    return verify_documents(session, case, document, copy)


@document.command("verify-copy")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--original", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--alone", is_flag=True)
@click.option("--log-key", "keys", metavar="KEY", multiple=True)
@everywhere
@click.pass_obj
def verify_copy(
    session: Session, file: Path, original: Path | None, *, alone: bool, keys: tuple[str, ...]
) -> ExitCode:
    """Verify a published copy."""
    from commands.document_copy import verify_copy as verify_it  # noqa: PLC0415 - keeps help fast

    return verify_it(session, file, original, keys, alone=alone)


@document.command("show-event")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@everywhere
@click.pass_obj
def show_event(session: Session, file: Path) -> ExitCode:
    """Show what a document carries about its act."""
    from commands.document_event import show_event as show  # noqa: PLC0415 - keeps help fast

    return show(session, file)


@document.command("replay")
@click.argument("case", metavar="[CASE]", required=False, default="")
@click.option("--all", "every", is_flag=True)
@everywhere
@click.pass_obj
def replay(session: Session, case: str, *, every: bool) -> ExitCode:
    """Compose documents again."""
    from commands.document_replay import replay_documents  # noqa: PLC0415 - keeps help fast

    return replay_documents(session, case, every=every)
