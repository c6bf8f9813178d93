"""What is missing, weak or unconfirmed in a workspace; how to mend it stands in the catalogue.

Looks only; never changes anything.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from documents.fonts import Role
from documents.signing.certificates import load as load_certificate
from engine.calendar import CalendarMissing
from engine.errors import ConfigurationError
from engine.facts.parking import device_gaps
from engine.legal_time import legal_moment
from engine.money import yuan_text
from engine.periods import Tag
from engine.ports import SEAL_KEY
from engine.standing import warn_at
from runtime import settings as names
from runtime.diagnosis import BAD, OK, WARN, Diagnosis, ahead
from runtime.key_places import TIMESTAMPING, certificate_file, held_file
from runtime.sm2_doctor import sm2_diagnoses
from runtime.timestamps import outside_roots
from runtime.workspace import Workspace

#: Certificates and revocation lists, which anybody may read.
PUBLIC = (".pem", ".crl")
#: Least free disk space, in bytes.
ROOM = 1 << 30
ROLES = (
    "intake_clerk",
    "case_officer",
    "squad_leader",
    "legal_reviewer",
    "legal_head",
    "agency_head",
    "chief",
    "service_officer",
    "finance_clerk",
    "archivist",
    "keeper",
    "seal_keeper",
    "hearing_chair",
    "recorder",
    "panel",
    "window_clerk",
    "auditor",
)


def examine(workspace: Workspace) -> list[Diagnosis]:
    """Return everything worth knowing about a workspace, troubles first."""
    checks: tuple[Callable[[Workspace], Iterator[Diagnosis]], ...] = (
        _people,
        _roles,
        _settings,
        _warnings,
        _devices,
        _law,
        _calendar,
        _keys,
        _sm2,
        _fonts,
        _disk,
        _kind,
    )
    found = [diagnosis for check in checks for diagnosis in check(workspace)]
    return sorted(found, key=lambda d: (BAD, WARN, OK).index(d.level))


def _kind(ws: Workspace) -> Iterator[Diagnosis]:
    yield Diagnosis(code="training" if ws.training else "ordinary", level=OK)


def _people(ws: Workspace) -> Iterator[Diagnosis]:
    today = ws.now().date()
    for person in ws.agency.holders("case_officer"):
        if person.certificate is None:
            yield Diagnosis(code="no_certificate", level=BAD, facts={"person": person.name})
        elif not person.certificate.valid_on(today):
            facts: dict[str, object] = {"person": person.name, "until": person.certificate.valid_to}
            yield Diagnosis(code="certificate_expired", level=BAD, facts=facts)
        elif not person.certificate.valid_on(today + timedelta(days=ahead().officer)):
            facts = {"person": person.name, "until": person.certificate.valid_to}
            yield Diagnosis(code="certificate_ending", level=WARN, facts=facts)
    for squad in ws.agency.squads:
        officers = [p for p in ws.agency.holders("case_officer") if p.squad == squad.id]
        fit = [p for p in officers if p.qualified_on(today)]
        if len(fit) < 2:
            facts = {"squad": squad.name, "found": len(fit)}
            yield Diagnosis(code="squad_too_small", level=BAD, facts=facts)
    for person in ws.agency.holders("legal_reviewer"):
        if not person.legal_qualification:
            yield Diagnosis(code="no_legal_qualification", level=BAD, facts={"person": person.name})


def _roles(ws: Workspace) -> Iterator[Diagnosis]:
    for role in ROLES:
        if not ws.agency.holders(role):
            yield Diagnosis(code="role_empty", level=WARN, facts={"role": role})
    for person in ws.agency.people:
        if "auditor" in person.roles and len(person.roles) > 1:
            yield Diagnosis(code="auditor_acts", level=BAD, facts={"person": person.name})


def _settings(ws: Workspace) -> Iterator[Diagnosis]:
    for key, setting in ws.agency.settings.items():
        if not setting.confirmed:
            shown = _in_words(key, setting.value)
            facts: dict[str, object] = {"key": key, "value": shown, "note": setting.note}
            yield Diagnosis(code="setting_unconfirmed", level=WARN, facts=facts)
    for key in ("hearing.fine.citizen", "hearing.fine.entity", "hearing.kinds"):
        if key not in ws.agency.settings:
            yield Diagnosis(code="setting_missing", level=BAD, facts={"key": key})


def _devices(ws: Workspace) -> Iterator[Diagnosis]:
    for device in ws.agency.devices:
        for part in device_gaps(device, ws.now().date()):
            facts: dict[str, object] = {"device": device.id, "part": part}
            yield Diagnosis(code="device_gap", level=BAD, facts=facts)


def _warnings(ws: Workspace) -> Iterator[Diagnosis]:
    """Settings of warnings for a period there is not, and thresholds that contradict each other."""
    known = {f"warning.{rule}.{colour}" for rule in ws.law.rules for colour in ("yellow", "red")}
    for key in ws.agency.settings:
        if key.startswith("warning.") and key not in known:
            yield Diagnosis(code="warning_unknown", level=BAD, facts={"key": key})
    for rule in ws.law.rules.values():
        try:
            warn_at(rule, ws.agency)
        except ConfigurationError:
            yield Diagnosis(code="warning_wrong", level=BAD, facts={"rule": rule.id})


def _in_words(key: str, value: int | bool | str) -> str:
    """Return a setting as its file writes it: money in yuan."""
    if isinstance(value, bool) or not isinstance(value, int):
        return str(value).lower() if isinstance(value, bool) else value
    return yuan_text(value) if ".fine." in key else str(value)


def _law(ws: Workspace) -> Iterator[Diagnosis]:
    open_rules = [r.id for r in ws.law.rules.values() if r.tag is Tag.TO_CONFIRM]
    if open_rules:
        facts: dict[str, object] = {"count": len(open_rules), "rules": "、".join(open_rules)}
        yield Diagnosis(code="deadlines_unconfirmed", level=WARN, facts=facts)
    for matter_id in ws.agency.powers:
        matter = ws.law.matters.get(matter_id)
        if matter is None:
            yield Diagnosis(code="matter_unknown", level=BAD, facts={"matter": matter_id})
            continue
        version = matter.version_on(ws.now().date())
        if version is None:
            yield Diagnosis(code="matter_not_in_force", level=WARN, facts={"matter": matter_id})
        elif version.tag is Tag.TO_CONFIRM:
            facts = {"matter": matter_id, "parts": "、".join(version.to_confirm)}
            yield Diagnosis(code="matter_unconfirmed", level=WARN, facts=facts)
    yield from _own_list(ws)


def _own_list(ws: Workspace) -> Iterator[Diagnosis]:
    """What of the bureau's own list and of its benchmarks is not confirmed yet."""
    today = ws.now().date()
    own = [m.version_on(today) for m in ws.law.matters.values() if m.own]
    open_texts = [v.matter_id for v in own if v is not None and v.tag is Tag.TO_CONFIRM]
    if open_texts:
        facts: dict[str, object] = {"count": len(open_texts), "first": open_texts[0]}
        yield Diagnosis(code="own_matters_unconfirmed", level=WARN, facts=facts)
    used = {ws.law.benchmark_for(m).id: ws.law.benchmark_for(m) for m in ws.agency.powers}
    for benchmark in used.values():
        if benchmark.tag is Tag.TO_CONFIRM:
            facts = {"benchmark": benchmark.id, "name": benchmark.name}
            yield Diagnosis(code="benchmark_unconfirmed", level=WARN, facts=facts)


def _calendar(ws: Workspace) -> Iterator[Diagnosis]:
    year = ws.now().year
    for wanted, level in ((year, BAD), (year + 1, WARN)):
        try:
            ws.law.calendar.is_working(date(wanted, 1, 1))
        except CalendarMissing:
            yield Diagnosis(code="calendar_missing", level=level, facts={"year": wanted})


def _keys(ws: Workspace) -> Iterator[Diagnosis]:
    keys = ws.root / names.KEYS
    if (keys / names.INITIAL_PINS).exists():
        yield Diagnosis(code="initial_pins", level=WARN if ws.training else BAD)
    owners = [p.id for p in ws.agency.people] + [SEAL_KEY, TIMESTAMPING, "root"]
    for owner in owners:
        if held_file(keys, owner) is None:
            yield Diagnosis(code="key_missing", level=BAD, facts={"person": owner})
    for path in sorted(keys.rglob("*")):
        if path.is_file() and _readable_by_others(path) and path.suffix not in PUBLIC:
            facts: dict[str, object] = {"path": str(path.relative_to(ws.root))}
            yield Diagnosis(code="key_readable", level=BAD, facts=facts)
    for person in ws.agency.people:
        if held_file(keys, person.id) is not None:
            yield from _certificate(ws, person.id, person.name)
    for owner in (SEAL_KEY, TIMESTAMPING):
        yield from _certificate(ws, owner, owner)
    if ws.settings.timestamps is not None and not outside_roots(keys):
        url = ws.settings.timestamps.url
        yield Diagnosis(code="timestamps_no_root", level=BAD, facts={"url": url})
    root = load_certificate((keys / "root.der").read_bytes())
    ends = root.not_valid_after_utc
    if ends < ws.now() + timedelta(days=ahead().root):
        level = BAD if ends < ws.now() else WARN
        yield Diagnosis(code="root_ending", level=level, facts={"until": legal_moment(ends).date()})


def _certificate(ws: Workspace, owner: str, name: str) -> Iterator[Diagnosis]:
    """Whether an owner's certificate ends soon; `name` is how people call the owner."""
    facts: dict[str, object] = {"owner": name, "id": owner}
    path = certificate_file(ws.root / names.KEYS, owner)
    if not path.is_file():
        yield Diagnosis(code="key_certificate_missing", level=WARN, facts=facts)
        return
    ends = load_certificate(path.read_bytes()).not_valid_after_utc
    left = ends - ws.now()
    facts |= {"until": legal_moment(ends).date(), "days": left.days}
    if left < timedelta(0):
        yield Diagnosis(code="key_expired", level=BAD, facts=facts)
    elif left < timedelta(days=ahead().key):
        yield Diagnosis(code="key_ending", level=WARN, facts=facts)


def _sm2(ws: Workspace) -> Iterator[Diagnosis]:
    yield from sm2_diagnoses(ws.root / names.KEYS, ws.now())


def _readable_by_others(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


def _fonts(ws: Workspace) -> Iterator[Diagnosis]:
    for role in Role:
        chain = ws.book.chain(role)
        facts: dict[str, object] = {"role": role.value, "face": chain[0].name if chain else ""}
        yield Diagnosis(
            code="font" if chain else "font_missing", level=OK if chain else BAD, facts=facts
        )


def _disk(ws: Workspace) -> Iterator[Diagnosis]:
    free = shutil.disk_usage(ws.root).free
    if free < ROOM:
        yield Diagnosis(code="disk_low", level=BAD, facts={"free_mib": free >> 20})
