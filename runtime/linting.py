"""Linting with everything the rooms know: forms, spoken terms, and the versions in use.

Finds the files; what is wrong with them is told by `workflows.lint`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.definition import Workflow
from engine.errors import ConfigurationError, NotFoundError
from runtime.composing import shipped_catalogue
from runtime.languages import Language
from runtime.messages import texts
from runtime.settings import CALENDAR, SETTINGS
from runtime.versions import known_versions
from workflows.lint import Linted, lint, shipped_files

#: Kinds of terms definitions name by id.
KINDS = ("role", "part", "mode", "mark")


def lint_files(files: Sequence[Path], root: Path) -> Linted:
    """Lint files and all in folders, or the shipped data and the calendars of `root`.

    Raises NotFoundError `lint.no_file` for a path that leads nowhere.
    """
    found = [one for path in files for one in _below(path)] or [*shipped_files(), *_own(root)]
    known = _known(root) if files else ()
    return lint(found, shipped_catalogue().forms(), spoken_terms(), known)


def spoken_terms() -> Mapping[str, frozenset[str]]:
    """Return the ids under each kind of term that every language can say."""
    said = [texts(language, "terms") for language in Language]
    return {
        kind: frozenset.intersection(*(frozenset(_ids(terms.get(kind))) for terms in said))
        for kind in KINDS
    }


def _ids(terms: object) -> list[str]:
    return list(terms) if isinstance(terms, Mapping) else []


def _below(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.rglob("*.yaml"))
    if not path.exists():
        raise NotFoundError("lint.no_file", path=str(path))
    return [path]


def _own(root: Path) -> list[Path]:
    """Return the calendars a workspace has of its own."""
    return _below(root / CALENDAR) if (root / SETTINGS).is_file() else []


def _known(root: Path) -> tuple[Workflow, ...]:
    """Return the versions in use, without those a newer program has replaced under their name."""
    try:
        known = known_versions(root)
    except ConfigurationError:
        return ()  # the broken file is linted by itself and told of there
    latest = {(w.id, w.version): w for w in known.values()}
    return tuple(latest.values())
