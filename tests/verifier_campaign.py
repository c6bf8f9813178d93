"""Every form with one to five signatures before every verifier we did not write.

`python -m tests.verifier_campaign [FORM…]` (all forms take some minutes). A form is filled from a
written life and composed with so many signers; where it declares fewer, others are declared after
the last. Prints what each verifier accepts and refuses; a refusal makes the exit code 1, and a tool
that is missing is named with its package.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives import serialization

from documents.compose import compose
from documents.fonts import vendored_book
from documents.form import SEAL_SLOT, Block, Dateline, Form, SignatureLine, Signer
from documents.forms import load_forms
from documents.signing.appearance import PersonLook
from documents.signing.seal import SealLook
from documents.signing.sign import sign
from tests.outside_verifiers import (
    EXCUSED,
    PREFLIGHT_NAME,
    VERIFIERS,
    Roots,
    missing_preflight,
    preflight,
    verdict,
)
from tests.signed_samples import act_of, bureau
from tests.visual.specimens import Specimen, specimens

PROCESSES, MOST = 2, 5
TOGETHER = 60  # files before one Java
ACCEPTED, REFUSED, MISSING = "accepted", "refused", "not installed"


@dataclass(frozen=True)
class Judged:
    """What one verifier says of one file."""

    form: str
    signatures: int
    verifier: str
    outcome: str
    why: str


def signed(one: Specimen, count: int) -> bytes:
    """A form of the catalogue signed by so many, each in the field made for it."""
    form, slots = with_signers(load_forms()[one.form], one.slots, count)
    made = compose(
        form,
        one.known,
        moment=one.moment,
        number=one.number,
        slots=slots,
        training=False,
        preview=False,
        attachment=b'{"event": "sample"}',
    )
    office, pdf = bureau(), made.pdf
    people, tsa, book = cycle(office.officers), office.tsa(), vendored_book()
    for field in made.fields:
        sealing = field.slot == SEAL_SLOT
        key = office.seal if sealing else next(people)
        act = act_of(key, opinion=None if sealing else "同意。")
        look = SealLook(book=book) if sealing else PersonLook(book=book)
        pdf = sign(pdf, field=field.slot, key=key, act=act, tsa=tsa, look=look)
    return pdf


def with_signers(form: Form, slots: Sequence[str], count: int) -> tuple[Form, tuple[str, ...]]:
    """The form with so many fields: the first of its own, and more declared where it has fewer."""
    if count <= len(slots):
        sealed = SEAL_SLOT in slots and count == len(slots)
        people = [slot for slot in slots if slot != SEAL_SLOT][: count - sealed]
        return form, (*people, *([SEAL_SLOT] if sealed else []))
    more = [
        Signer(slot=f"further_{number}", role="case_officer", label="签名人")
        for number in range(count - len(slots))
    ]
    names = tuple(signer.slot for signer in more)
    last = Block(content=SignatureLine(slots=names), line=0)
    at = next((n for n, b in enumerate(form.body) if isinstance(b.content, Dateline)), None)
    at = len(form.body) if at is None else at
    body = (*form.body[:at], last, *form.body[at:])
    grown = replace(form, signers=(*form.signers, *more), body=body)
    own = [slot for slot in slots if slot != SEAL_SLOT]
    seal = [SEAL_SLOT] if SEAL_SLOT in slots else []
    return grown, (*own, *names, *seal)


def judged(one: Specimen, folder: Path) -> list[Judged]:
    """What the verifiers say of a form with one to five signatures; files stay in `folder`."""
    certificate = bureau().authority.certificate
    root = folder / f"{one.name}.pem"
    root.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    roots = Roots(pem=root, der=bureau().authority.root_der)
    found = []
    for count in range(1, MOST + 1):
        path = folder / f"{one.name}-{count}.pdf"
        path.write_bytes(signed(one, count))
        for name, verifier in VERIFIERS.items():
            found.append(Judged(one.form, count, name, *verdict(verifier, path, count, roots)))
    return found


def preflighted(chosen: Sequence[Specimen], folder: Path) -> Iterator[Judged]:
    """What Preflight says of the files the others have seen."""
    paths = {folder / f"{s.name}-{n}.pdf": (s.form, n) for s in chosen for n in range(1, MOST + 1)}
    missing = missing_preflight()
    for first in range(0, len(paths), TOGETHER):
        part = list(paths)[first : first + TOGETHER]
        said = dict.fromkeys(part, missing) if missing else preflight(part)
        for path, why in said.items():
            outcome = MISSING if missing else REFUSED if why else ACCEPTED
            yield Judged(*paths[path], PREFLIGHT_NAME, outcome, why)


def table(found: Sequence[Judged]) -> list[str]:
    """Verifiers by what they accept, refuse and could not look at; refusals and what is missing."""
    counted = Counter((one.verifier, one.outcome) for one in found)
    fives = Counter(one.verifier for one in found if one.signatures == MOST)
    rows = [f"{'verifier':<22}{'accepted':>10}{'refused':>10}{'with five':>11}"]
    for name in (*VERIFIERS, PREFLIGHT_NAME):
        numbers = f"{counted[name, ACCEPTED]:>10}{counted[name, REFUSED]:>10}{fives[name]:>11}"
        rows.append(f"{name:<22}{numbers}")
    wrong = [one for one in found if one.outcome == REFUSED]
    rows += [f"REFUSED {w.form} × {w.signatures} by {w.verifier}: {w.why}" for w in wrong]
    rows += sorted(
        {f"NOT LOOKED AT by {m.verifier}: {m.why}" for m in found if m.outcome == MISSING}
    )
    rows += [f"excused: Preflight {code} {part}: {why}" for (code, part), why in EXCUSED.items()]
    return rows


def main(names: Sequence[str]) -> int:
    """Judge the forms named, or all; return 1 when a verifier refuses one."""
    chosen = [
        one for one in specimens() if one.name == one.form and (not names or one.form in names)
    ]
    bureau()  # made before the processes part, so that they share its keys
    found: list[Judged] = []
    with TemporaryDirectory(prefix="anjuan-verified-") as scratch:
        folder = Path(scratch)
        with get_context("fork").Pool(PROCESSES) as pool:
            work = pool.imap_unordered(partial(judged, folder=folder), chosen)
            for done, part in enumerate(work, 1):
                found += part
                print(f"\r{done}/{len(chosen)} {part[0].form:<40}", end="", file=sys.stderr)
        print(file=sys.stderr)
        found += preflighted(chosen, folder)
    print(f"{len(chosen)} forms, {len({(f.form, f.signatures) for f in found})} files")
    print(*table(found), sep="\n")
    return int(any(one.outcome == REFUSED for one in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
