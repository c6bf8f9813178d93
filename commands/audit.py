"""`anjuan audit`: checking everything again, and what an auditor takes away. Declarations only."""

from pathlib import Path

import click

from commands.audit_witness import witness
from commands.exit_codes import ExitCode
from commands.front import Branch
from commands.options import everywhere, pin_file, reader
from commands.session import Session, read_moment

_PATH = click.Path(path_type=Path)


@click.group(cls=Branch)
def audit() -> None:
    """See `help` in the catalogue."""


audit.add_command(witness)


@audit.command("verify")
@click.argument("case", metavar="[CASE]", required=False, default="")
@click.option("--since", metavar="CHECKPOINT", type=_PATH, multiple=True)
@click.option("--key", "keys", metavar="KEY", multiple=True)
@everywhere
@click.pass_obj
def verify(
    session: Session, case: str, *, since: tuple[Path, ...], keys: tuple[str, ...]
) -> ExitCode:
    """Verify the workspace or one case."""
    from commands.audit_work import verify_workspace  # noqa: PLC0415 - keeps help fast

    return verify_workspace(session, case, since=since, keys=keys)


@audit.command("journal")
@everywhere
@click.pass_obj
def journal(session: Session) -> ExitCode:
    """Show the bureau's own acts."""
    from commands.audit_journal import show_journal  # noqa: PLC0415 - keeps help fast

    return show_journal(session)


@audit.command("accept")
@click.option("--as", "officer", metavar="OFFICER")
@click.option("--with", "helper", metavar="OFFICER")
@click.option("--reason", metavar="TEXT", default="")
@pin_file
@everywhere
@click.pass_obj
def accept(
    session: Session,
    *,
    officer: str | None,
    helper: str | None,
    reason: str,
    pin_file: Path | None,
) -> ExitCode:
    """Let files stand that were changed by hand."""
    from commands.audit_accept import show_or_accept  # noqa: PLC0415 - keeps help fast

    return show_or_accept(session, officer, helper, reason, pin_file)


@audit.command("reads")
@click.option("--person", metavar="READER", default="")
@click.option("--case", "case", metavar="CASE", default="")
@click.option("--from", "first", metavar="MOMENT")
@reader
@everywhere
@click.pass_obj
def reads(
    session: Session, *, person: str, case: str, first: str | None, reader: str, why: str
) -> ExitCode:
    """Show who looked at personal data."""
    from commands.audit_reads import show_reads  # noqa: PLC0415 - keeps help fast
    from commands.reading_log import Reader  # noqa: PLC0415 - as above

    since = read_moment(first) if first else None
    return show_reads(session, person, case, since, Reader(named=reader, why=why))


@audit.command("flags")
@click.option("--month", metavar="MONTH", default="")
@everywhere
@click.pass_obj
def flags(session: Session, month: str) -> ExitCode:
    """Show what an auditor should ask about."""
    from commands.audit_flags import show_flags  # noqa: PLC0415 - keeps help fast

    return show_flags(session, month)


# -- what an auditor takes away --------------------------------------------------------------------


@audit.command("checkpoint")
@click.option("--to", metavar="FILE", type=_PATH)
@click.option("--key-to", metavar="FILE", type=_PATH)
@everywhere
@click.pass_obj
def checkpoint(session: Session, *, to: Path | None, key_to: Path | None) -> ExitCode:
    """Give the newest signed head."""
    from commands.audit_proofs import give_checkpoint  # noqa: PLC0415 - keeps help fast

    return give_checkpoint(session, to, key_to)


@audit.command("prove")
@click.argument("case", metavar="CASE")
@click.argument("seq", metavar="[SEQ]", type=click.IntRange(min=1), required=False)
@click.option("--to", metavar="PLACE", type=_PATH)
@everywhere
@click.pass_obj
def prove(session: Session, case: str, *, seq: int | None, to: Path | None) -> ExitCode:
    """Prove that events stand in the ledger."""
    from commands.audit_proofs import prove_case  # noqa: PLC0415 - keeps help fast

    return prove_case(session, case, seq, to)


@audit.command("consistency")
@click.argument("older", metavar="CHECKPOINT", type=_PATH)
@click.option("--to", metavar="FILE", type=_PATH)
@everywhere
@click.pass_obj
def consistency(session: Session, older: Path, *, to: Path | None) -> ExitCode:
    """Prove that the ledger extends an older head."""
    from commands.audit_proofs import prove_consistency  # noqa: PLC0415 - keeps help fast

    return prove_consistency(session, older, to)


@audit.command("check-proof")
@click.argument("file", metavar="FILE", type=_PATH)
@click.option("--key", "keys", metavar="KEY", multiple=True, required=True)
@click.option("--witness", "witnesses", metavar="KEY", multiple=True)
@click.option("--older", metavar="CHECKPOINT", type=_PATH)
@click.option("--entry", metavar="FILE", type=_PATH)
@everywhere
@click.pass_obj
def check_proof(
    session: Session,
    file: Path,
    *,
    keys: tuple[str, ...],
    witnesses: tuple[str, ...],
    older: Path | None,
    entry: Path | None,
) -> ExitCode:
    """Check a proof without any workspace."""
    from commands.audit_proofs import CheckWish, check  # noqa: PLC0415 - keeps help fast

    wish = CheckWish(file=file, keys=keys, witnesses=witnesses, older=older, entry=entry)
    return check(session, wish)
