"""Verifying a workspace: database, ledger, every case, numbers, files and bound dossiers.

Nothing stops it: whatever damage provokes becomes a finding that says what and where. One view
of the database serves the whole audit. Refuses to mend anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from documents.signing.judgement import MOMENT_TOLERANCE_SECONDS
from engine.audit import AuditPorts, CaseAudit, audit_case, folded
from engine.audit_files import FilePorts, FoundProblem, FoundSignatures, SignatureReader
from engine.audit_finding import AuditFinding, Place
from engine.audit_journal import audit_journal
from engine.audit_numbers import audit_numbers, printed_numbers
from engine.audit_rows import audit_officers, audit_rows
from engine.checkpoint import Checkpoint, VerifierKey
from engine.errors import AnjuanError, NotFoundError
from engine.event import EventKind
from engine.journal import Entry
from engine.ledger_audit import audit_ledger
from engine.reading import every_case
from engine.storage_ports import Snapshot
from engine.storage_rows import COMMITMENTS, JOURNAL, READS, Finding, StoredEvent
from runtime.archive_audit import digests_of
from runtime.audit_places import blob_place, from_ledger, from_pages
from runtime.beside_audit import beside_parts
from runtime.bureau_audit import audit_unopened, bureau_parts, plain_journal
from runtime.dossier import root_texts
from runtime.dossier_audit import DossierBench, dossier_folders, verify_folder
from runtime.intervening import audit_interventions
from runtime.key_records import key_records, log_keys
from runtime.month_audit import audit_month
from runtime.registered_files import audit_copies, audit_registered
from runtime.settings import BLOBS, DOSSIERS, SETTINGS
from runtime.signature_reading import signature_reader
from runtime.since_audit import Since, audit_since
from runtime.workspace import Workspace
from storage import checkpoint_file
from storage.blobs import LocalBlobs
from storage.connections import DATABASE
from storage.logkey import verify_ed25519
from storage.page_audit import verify_pages

#: Told what is being checked, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """Everything found wrong, and how much was looked at."""

    findings: tuple[AuditFinding, ...]
    #: Name of what was counted (cases, events, documents, signatures …) to how many.
    checked: Mapping[str, int]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(
    workspace: Workspace, case_id: str | None = None, progress: Progress | None = None
) -> AuditReport:
    """Verify everything, or one case with the database and ledger it lies in.

    Raises NotFoundError `case.unknown` when there is no such case; damage never raises.
    """
    audit = _Audit(workspace.root, progress)
    audit.pages()
    audit.run(workspace, case_id)
    return audit.report()


def verify_root(
    root: Path,
    case_id: str | None = None,
    progress: Progress | None = None,
    *,
    at: datetime | None = None,
    since: Since | None = None,
) -> AuditReport:
    """Verify the workspace in `root` even when it cannot be opened any more.

    `since` holds older heads of the ledger that it must extend.
    Raises NotFoundError `workspace.none` when there is no workspace, `case.unknown` for the case.
    """
    database = root / DATABASE
    if not any((root / name).exists() for name in (SETTINGS, DATABASE, BLOBS)):
        raise NotFoundError("workspace.none", path=str(root))
    audit = _Audit(root.resolve(), progress, since=since)
    audit.gather("copies", Place(), audit_copies(audit.root, plain_journal(audit.root)))
    audit.pages()
    if not database.is_file() or not database.stat().st_size:
        # Opening would make a new database and a new seal over what happened here.
        audit.note("database_missing", Place(path=DATABASE))
        audit.blobs(LocalBlobs(root / BLOBS))
        return audit.report()
    try:
        workspace = Workspace.open(root, at=at)
    except Exception as error:  # noqa: BLE001 - whatever damage provokes is a finding
        audit.gather("unopened", Place(), audit_unopened(audit.root, error))
        audit.blobs(LocalBlobs(root / BLOBS))
        return audit.report()
    try:
        audit.run(workspace, case_id)
    finally:
        workspace.close()
    return audit.report()


@dataclass(slots=True)
class _Audit:
    """One audit under way."""

    root: Path
    progress: Progress | None
    found: list[AuditFinding] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)
    cases: dict[str, CaseAudit] = field(default_factory=dict)
    stored: dict[str, list[StoredEvent]] = field(default_factory=dict)
    journal: tuple[Entry, ...] = ()
    since: Since | None = None

    def note(self, code: str, place: Place, **facts: str | int) -> None:
        self.found.append(AuditFinding(code=code, place=place, facts=facts))

    def count(self, name: str, number: int) -> None:
        self.checked[name] = self.checked.get(name, 0) + number

    def tell(self, stage: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(stage, done, total)

    def gather(self, part: str, place: Place, findings: Iterable[AuditFinding]) -> None:
        """Take in findings until there are no more, or the damage stops their finder."""
        try:
            self.found.extend(findings)
        except Exception as error:  # noqa: BLE001 - whatever damage provokes is a finding
            self.note("audit_stopped", place, part=part, problem=_named(error))

    def report(self) -> AuditReport:
        """Return findings once each; a damaged blob is named by its document where it has one."""
        named = {f.facts.get("digest") for f in self.found if f.place.case and "digest" in f.facts}
        kept: dict[tuple[str, Place, str], AuditFinding] = {}
        for finding in self.found:
            digest = finding.facts.get("digest")
            if digest in named and not finding.place.case:
                continue
            text = "" if finding.place != Place() else str(finding.facts)
            kept.setdefault((finding.code, blob_place(finding).place, text), blob_place(finding))
        return AuditReport(findings=tuple(kept.values()), checked=dict(self.checked))

    # -- the parts ---------------------------------------------------------------------------

    def pages(self) -> None:
        """Every page of the database against its seal."""
        self.tell("pages", 0, 1)
        found = self._pages()
        self.gather("pages", Place(path=DATABASE), found)
        self.tell("pages", 1, 1)

    def _pages(self) -> Iterator[AuditFinding]:
        for finding in verify_pages(self.root):
            yield from_pages(finding)
        database = self.root / DATABASE
        self.count("database_bytes", database.stat().st_size if database.exists() else 0)

    def run(self, workspace: Workspace, case_id: str | None) -> None:
        """Everything that needs the workspace open."""
        published = self._published(workspace.log_key.key)
        try:
            with workspace.store.read() as view:
                wanted = self._wanted(view, case_id)
                self._journal(view, workspace)
                self._past(view, workspace.log_key.key)
                self.gather(
                    "ledger",
                    Place(path=DATABASE),
                    self._ledger(
                        view,
                        workspace.log_key.key,
                        published,
                        wanted if case_id is not None else None,
                    ),
                )
                if case_id is None:
                    wanted += [c for c in self._unlisted() if c not in wanted]
                self._cases(view, workspace, wanted)
                alone = audit_interventions(self.journal, folded(self.cases), self.stored)
                self.gather("interventions", Place(table=JOURNAL), alone)
                self._lifted(workspace)
                month = audit_month(self.journal, workspace.blobs)
                self.gather("month", Place(table=JOURNAL), month)
                self._numbers(view, only=wanted[0] if case_id is not None else None)
                self._dossiers(view, workspace, only=wanted if case_id is not None else None)
        except NotFoundError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever damage provokes is a finding
            place = Place(path=DATABASE)
            self.note("audit_stopped", place, part="database", problem=_named(error))
        if case_id is None:
            self.blobs(workspace.blobs)

    def _journal(self, view: Snapshot, workspace: Workspace) -> None:
        """The bureau's own acts, and the keys they issued and ended."""
        place = Place(table=JOURNAL)
        try:
            audited = audit_journal(view.events(JOURNAL), settable_clock=workspace.training)
        except AnjuanError as error:
            self.note("audit_stopped", place, part="journal", problem=_named(error))
            plain = plain_journal(self.root)
            self.gather("files", place, audit_registered(self.root, plain))
            return
        self.found += audited.findings
        self.journal = audited.entries
        self.count("acts", len(audited.entries))
        parts = bureau_parts(self.root, audited.entries, workspace.log_key.key, view)
        for part, findings in parts:
            self.gather(part, place, findings)

    def _past(self, view: Snapshot, key: VerifierKey) -> None:
        """The ledger against heads that somebody outside has kept."""
        if self.since is None:
            return
        known = [record.key for record in log_keys(self.journal)]
        self.gather("since", Place(table="ledger"), audit_since(self.since, view, [key, *known]))

    def _published(self, key: VerifierKey) -> Checkpoint | None:
        try:
            return checkpoint_file.published(self.root, key, verify_ed25519)
        except AnjuanError as error:
            self.note("checkpoint_file", Place(path=checkpoint_file.NAME), problem=error.code)
            return None

    def _wanted(self, view: Snapshot, case_id: str | None) -> list[str]:
        if case_id is not None:
            found = view.find_case(case_id)
            if found is None:
                raise NotFoundError("case.unknown", case=case_id)
            return [found]
        wanted: list[str] = []
        try:
            wanted.extend(row.case_id for row in every_case(view))  # as far as it can be read
        except Exception as error:  # noqa: BLE001 - whatever damage provokes is a finding
            place = Place(path=DATABASE, table="cases")
            self.note("audit_stopped", place, part="cases", problem=_named(error))
        return wanted

    def _ledger(
        self,
        view: Snapshot,
        key: VerifierKey,
        published: Checkpoint | None,
        only: list[str] | None,
    ) -> Iterator[AuditFinding]:
        """Chains, tree, signed head; of one case only when asked, but the whole tree always."""
        size = view.ledger_head().size
        reads, _ = view.chain_head(READS)
        self.count("reads", reads)
        roots, _ = view.chain_head(COMMITMENTS)
        self.count("commitments", roots)
        self.count("events", size - len(self.journal) - reads - roots)
        self.tell("ledger", 0, size)
        for found in audit_ledger(view, key=key, check=verify_ed25519, published=published):
            finding = from_ledger(found)
            if only is None or finding.place.case in {"", *only}:
                yield finding
        self.tell("ledger", size, size)

    def _unlisted(self) -> list[str]:
        """Cases the ledger knows and the list of cases does not."""
        return [f.place.case for f in self.found if f.code == "case_head"]

    def _cases(self, view: Snapshot, workspace: Workspace, wanted: list[str]) -> None:
        ports = AuditPorts(view=view, files=self._file_ports(workspace))
        for number, case_id in enumerate(wanted):
            self.tell("cases", number, len(wanted))
            place = Place(case=case_id)
            self.gather("case", place, self._case(view, workspace, case_id, ports))
        self.tell("cases", len(wanted), len(wanted))
        people = [p.id for p in workspace.agency.people]
        found = audit_officers(view, folded(self.cases), people)
        self.gather("officers", Place(path=DATABASE), found)

    def _case(
        self, view: Snapshot, workspace: Workspace, case_id: str, ports: AuditPorts
    ) -> Iterator[AuditFinding]:
        stored = list(view.events(case_id))
        audited = audit_case(stored, workspace.law, workspace.profile_of, ports)
        yield from audited.findings
        self.cases[case_id], self.stored[case_id] = audited, stored
        self.count("cases", 1)
        self.count("transitions", sum(e.kind is EventKind.TRANSITION for e in audited.case.events))
        self.count("documents", len(audited.case.documents))
        self.count("signatures", audited.signatures)
        self.count("deadlines", len(audited.case.deadlines))
        if audited.case.version == len(stored) and stored:
            yield from audit_rows(view, audited.case, audited.rows)

    def _lifted(self, workspace: Workspace) -> None:
        """What lies beside documents of the cases audited."""
        recorded = {c: digests_of(a.case) for c, a in self.cases.items()}
        for part in beside_parts(self.journal, recorded, workspace):
            self.count(part.counted, part.number)
            self.gather(part.name, Place(path=BLOBS), part.findings)

    def _file_ports(self, workspace: Workspace) -> FilePorts:
        return FilePorts(
            blobs=workspace.blobs,
            signatures=self._reader(workspace),
            agency_code=workspace.agency.code,
            certificates=frozenset(record.serial for record in key_records(self.journal)),
            tolerance=timedelta(seconds=MOMENT_TOLERANCE_SECONDS),
        )

    def _reader(self, workspace: Workspace) -> SignatureReader:
        try:
            return signature_reader(workspace.trust())
        except Exception as error:  # noqa: BLE001 - whatever damage provokes is a finding
            problem = _named(error)
            self.note("trust_unreadable", Place(path="keys"), problem=problem)
            return lambda _: FoundSignatures(
                signatures=(), unsigned=(), problems=(FoundProblem(code=problem),)
            )

    def _numbers(self, view: Snapshot, *, only: str | None) -> None:
        self.tell("numbers", 0, 1)
        printed = [n for a in self.cases.values() for n in printed_numbers(a.case)]
        self.count("numbers", len(printed))
        found = audit_numbers(view, printed, only=only)
        self.gather("numbers", Place(path=DATABASE, table="numbers"), found)
        self.tell("numbers", 1, 1)

    def blobs(self, blobs: LocalBlobs) -> None:
        """Every kept file, whoever relies on it."""
        self.tell("blobs", 0, 1)
        self.gather("blobs", Place(path=BLOBS), self._blobs(blobs))
        self.tell("blobs", 1, 1)

    def _blobs(self, blobs: LocalBlobs) -> Iterator[AuditFinding]:
        self.count("files", sum(p.is_file() for p in (self.root / BLOBS).rglob("*")))
        for found in blobs.scan():
            yield _from_blobs(found)

    def _dossiers(self, view: Snapshot, workspace: Workspace, *, only: list[str] | None) -> None:
        folders, foreign = dossier_folders(self.root)
        mine = {p: c for p, c in folders.items() if only is None or c in only}
        for number, (folder, case_id) in enumerate(mine.items()):
            self.tell("dossiers", number, len(mine))
            place = Place(case=case_id, path=str(folder.relative_to(self.root)))
            self.gather("dossier", place, self._dossier(view, workspace, folder, case_id))
            self.count("dossiers", 1)
        for path in foreign if only is None else ():
            self.note("dossier_foreign", Place(path=str(path.relative_to(self.root))))
        for case_id, audited in self.cases.items():
            if case_id not in folders.values() and _was_bound(audited, workspace):
                self.note("dossier_missing", Place(case=case_id, path=DOSSIERS))

    def _dossier(
        self, view: Snapshot, workspace: Workspace, folder: Path, case_id: str
    ) -> Iterator[AuditFinding]:
        events = self.stored.get(case_id)
        if not events:
            place = Place(path=str(folder.relative_to(self.root)))
            yield AuditFinding(code="dossier_foreign", place=place)
            return
        bench = DossierBench(
            root=self.root,
            law=workspace.law,
            view=view,
            log_keys=log_keys(self.journal),
            certificates=root_texts(workspace.trust()),
        )
        yield from verify_folder(folder, events, bench)


def _was_bound(audited: CaseAudit, workspace: Workspace) -> bool:
    """Whether an act of the case says that its dossier was bound."""
    for event in audited.case.events:
        workflow = workspace.law.workflows.get(event.definition)
        transition = workflow.by_id(event.transition) if workflow is not None else None
        binds = transition is not None and transition.binds_dossier
        if binds and event.kind is EventKind.TRANSITION:
            return True
    return False


def _from_blobs(found: Finding) -> AuditFinding:
    if found.kind == "blob_damaged":
        return AuditFinding(code=found.kind, facts={"digest": found.place})
    return AuditFinding(code=found.kind, place=Place(path=f"{BLOBS}/{found.place}"))


def _named(error: Exception) -> str:
    return error.code if isinstance(error, AnjuanError) else type(error).__name__
