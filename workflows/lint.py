"""Linting data files of the law: definitions, periods, calendars, matters.

Every finding names file and line and what to write instead. Whether a definition permits anything
unlawful is the model checker's business.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.definition import Workflow
from engine.errors import ConfigurationError
from engine.forms import FormInfo
from workflows.benchmark_data import load_benchmark
from workflows.calendar_data import load_closures, load_year
from workflows.claim_data import load_claims
from workflows.deadline_data import load_deadlines
from workflows.definition_data import load_workflow
from workflows.dossier_data import load_dossier_order
from workflows.duty_data import load_duties
from workflows.field_data import load_records
from workflows.grid_lead_list import load_lead_shape
from workflows.instrument_data import load_instruments
from workflows.lined_yaml import read_fields
from workflows.lint_finding import LintFinding
from workflows.lint_reading import Draft, finding_of, read_draft
from workflows.lint_report import Report
from workflows.lint_shape import check_shape, clashes, marks_left
from workflows.lint_transition import TransitionLint
from workflows.lint_words import Words, gather_words
from workflows.list_columns import load_list_shape
from workflows.masking_data import load_masking
from workflows.matter_data import SHIPPED as MATTERS
from workflows.matter_data import load_laws, load_matters
from workflows.reasoning_data import load_reasoning

DATA = Path(__file__).parent / "data"
Load = Callable[[Path], object]


def _load_matters(path: Path) -> object:
    """Load one file of matters among the shipped ones, which it may refer to."""
    with tempfile.TemporaryDirectory() as folder:
        for other in MATTERS.glob("*.yaml"):
            shutil.copy(other, folder)
        shutil.copy(path, folder)
        return load_matters(Path(folder))


#: Loader of a file by a field only that kind of file has, and of those there is one of, by name.
BY_FIELD: Mapping[str, Load] = {
    "transitions": load_workflow,
    "deadlines": load_deadlines,
    "working_days": load_year,
    "closures": lambda path: dict(load_closures(path)),
    "matters": _load_matters,
    "laws": load_laws,
    "tiers": load_benchmark,
    "barred": load_duties,
    "principal": load_dossier_order,
    "surnames": load_masking,
    "editions": load_reasoning,
    "most_leads": load_lead_shape,
    "columns": load_list_shape,
}
BY_NAME: Mapping[str, Load] = {
    "records.yaml": load_records,
    "instruments.yaml": lambda path: load_instruments([path]),
    "deadline_instruments.yaml": lambda path: load_instruments([path]),
    "rules.yaml": read_fields,
    **dict.fromkeys(
        ("scopes.yaml", "invariants.yaml", "acts.yaml"), lambda path: load_claims(path.parent)
    ),
}
#: Read together with the calendars, and too small to be a kind of its own.
WORDS = DATA / "calendar" / "words.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What linting looked at and found."""

    files: tuple[str, ...]
    findings: tuple[LintFinding, ...]


def lint(
    files: Sequence[Path],
    forms: Mapping[str, FormInfo],
    terms: Mapping[str, frozenset[str]],
    known: Sequence[Workflow] = (),
) -> Linted:
    """Lint files against the shipped data; `known` are the versions in use beside them.

    `terms` are the ids every language of the catalogue can say, by kind.
    """
    findings: list[LintFinding] = []
    drafts: dict[str, Draft[Workflow]] = {}
    for path in files:
        load = _loader(path, findings)
        if load is load_workflow:
            drafts[str(path)] = read_draft(path, load_workflow)
            findings += drafts[str(path)].findings
        elif load is not None:
            findings += read_draft(path, load).findings
    findings += _definitions(drafts, forms, terms, known)
    unique = {repr(f): f for f in findings}.values()
    ordered = sorted(unique, key=lambda f: (f.file, f.line, f.code))
    return Linted(files=tuple(map(str, files)), findings=tuple(ordered))


def shipped_files() -> tuple[Path, ...]:
    """Return every data file shipped with the program."""
    return tuple(p for p in sorted(DATA.rglob("*.yaml")) if p != WORDS)


def _loader(path: Path, findings: list[LintFinding]) -> Load | None:
    """Return what reads a file; reports a file that cannot be read, or is of no known kind."""
    try:
        top = read_fields(path)
    except ConfigurationError as wrong:
        findings.append(finding_of(str(path), path.name, wrong))
        return None
    found = BY_NAME.get(path.name)
    found = found or next((load for field, load in BY_FIELD.items() if top.has(field)), None)
    if found is None and DATA not in path.resolve().parents:
        facts = {"known": "、".join(BY_FIELD)}
        findings.append(LintFinding(file=str(path), line=1, code="unknown_file", facts=facts))
    return found


def _definitions(
    drafts: Mapping[str, Draft[Workflow]],
    forms: Mapping[str, FormInfo],
    terms: Mapping[str, frozenset[str]],
    known: Sequence[Workflow],
) -> Iterable[LintFinding]:
    """Check the definitions that could be read, each by itself and beside the others."""
    read = {n: _as_written(n, d.value) for n, d in drafts.items() if d.value is not None}
    mine = {w.digest for w in read.values()}
    versions = (*read.values(), *(w for w in known if w.digest not in mine))
    words, marks = gather_words(forms, terms, versions), marks_left(versions)
    for name, workflow in read.items():
        lines = drafts[name].lines
        if lines is None:
            continue
        report = Report(name, lines)
        _one(workflow, words, report, marks)
        if not drafts[name].findings:  # else what was left out would be missed everywhere
            check_shape(workflow, words, report)
        for clash in clashes(versions):
            culprit = clash.version if clash.version.digest in mine else clash.other
            if culprit is workflow:
                at = ("states", clash.state) if clash.state else ("version",)
                other = clash.other if culprit is clash.version else clash.version
                named = f"{other.id}@{other.version}"
                facts = {"other": named, "since": other.valid_from, "word": clash.state}
                report.error(clash.code, *at, **facts)
        left_out = drafts[name].left_out
        yield from (f for f in report.findings if f.facts.get("word") not in left_out)


def _one(workflow: Workflow, words: Words, report: Report, marks: frozenset[str]) -> None:
    for number in range(len(workflow.transitions)):
        TransitionLint(workflow, number, words, report, marks).check()


def _as_written(name: str, workflow: Workflow) -> Workflow:
    """Return a definition under the digest of its whole file, though parts were left out."""
    return replace(workflow, digest=hashlib.sha256(Path(name).read_bytes()).hexdigest())
