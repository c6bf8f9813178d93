"""Entry point: parse, run one command, say what came of it. Nothing heavy is imported here."""

import click

from commands.admin import demo, doctor, init
from commands.archive import archive
from commands.audit import audit
from commands.case import case
from commands.deadlines import deadlines
from commands.document import document
from commands.dossier import dossier
from commands.front import Front
from commands.lead import lead
from commands.matter import matter
from commands.options import everywhere, show_version
from commands.people import people
from commands.report import report
from commands.review_acts import review
from commands.sign import sign
from commands.workflow import workflow


@click.group(cls=Front)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version)
@everywhere
def anjuan() -> None:
    """See `help` in the catalogue."""


for command in (
    demo,
    init,
    doctor,
    case,
    deadlines,
    document,
    dossier,
    review,
    sign,
    people,
    archive,
    audit,
    lead,
    matter,
    report,
    workflow,
):
    anjuan.add_command(command)


def main() -> None:
    """Run the program."""
    anjuan.main()


if __name__ == "__main__":
    main()
