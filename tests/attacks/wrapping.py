"""Signed bytes moved aside to make room, and holes in what a signature covers."""

from hashlib import sha256

from documents.signing.pdf import Document
from documents.signing.sign import stamped_signature
from documents.signing.update import object_bytes
from tests.attacks import surgery
from tests.attacks.attack import SWA, USF, attack
from tests.attacks.hand_made import blank
from tests.attacks.targets import OFFICE
from tests.signed_samples import MOMENT


@attack(SWA, "pdf.unreadable")
def second_part_moved_behind_new_objects(target):
    """In the hole: the signature, a second byte range, a page; behind it the old second part."""
    return _wrapped(target, _covered(target))


@attack(SWA, "pdf.unreadable")
def second_part_moved_behind_nothing(target):
    return _wrapped(target, b"")


@attack(SWA, "pdf.unreadable")
def content_in_the_hole_after_the_signature(target):
    """Nothing moves: the zeros of the reserved room are cut short and an entry put after them."""
    start, after, _ = surgery.last_signature(target.signed)
    digits = target.signed[start:after].rstrip(b"0>")
    digits += b"0" * (len(digits) % 2 == 0) + b">"
    stuffed = (digits + b" /ByteRange [0 1 2 3]").ljust(after - start)
    return target.signed[:start] + stuffed + target.signed[after:]


@attack(SWA, "signature.malformed")
def white_space_in_the_hole(target):
    start, after, _ = surgery.last_signature(target.signed)
    text = target.signed[start:after]
    return target.signed[:start] + text[:-9] + b"        >" + target.signed[after:]


@attack(USF, "signature.range")
def signed_with_a_hole_too_wide(target):
    """An insider leaves the reason of the signature out of what it covers."""
    return _insider(target, lambda at, after, end: (at - 60, after, end - after))


@attack(USF, "signature.range")
def signed_short_of_the_end(target):
    return _insider(target, lambda at, after, end: (at, after, end - after - 20))


def _covered(target):
    document = Document.open(target.signed)
    page = surgery.page_numbers(document)[0]
    return object_bytes(surgery.contents_of(document, page), surgery.stream(surgery.COVER))


def _wrapped(target, planted):
    pdf = target.signed
    start, after, _ = surgery.last_signature(pdf)
    digits = pdf[start:after].rstrip(b"0>")
    digits += b"0" * (len(digits) % 2 == 0) + b">"
    moved = b" /ByteRange [0 %d %010d %d]\n>>\nendobj\n" % (start, 0, len(pdf) - after)
    at = start + len(digits) + len(moved) + len(planted)
    moved = moved.replace(b"%010d" % 0, b"%010d" % at)
    return pdf[:start] + digits + moved + planted + pdf[after:]


def _insider(target, ranged):
    """The last field signed by its own signer, over a range of the insider's choice."""
    key, made = target.keys[target.fields[-1]], blank(target, target.stages[-2])
    start, after = made.contents_at, made.contents_at + made.digits + 2
    length, second, rest = ranged(start, after, len(made.out))
    text = b"[0 %d %d %d]" % (length, second, rest)
    made.out[made.range_at : made.range_at + len(text)] = text
    covered = made.out[:length] + made.out[second : second + rest]
    digits = stamped_signature(sha256(covered).digest(), key, OFFICE.tsa(), MOMENT).hex().encode()
    made.out[start + 1 : start + 1 + len(digits)] = digits
    return bytes(made.out)
