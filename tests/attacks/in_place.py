"""Bytes changed where they stand, taken away or put at either end; signatures without content."""

from dataclasses import replace

from documents.signing.update import RANGE_WIDTH
from tests.attacks import surgery
from tests.attacks.attack import CONTENT, STRUCTURE, USF, attack
from tests.attacks.targets import EVENT


@attack(CONTENT, "signature.digest")
def byte_of_a_page_flipped(target):
    document = target.document(0)
    number = surgery.contents_of(document, surgery.page_numbers(document)[0])
    at = target.signed.index(b"stream\n", document.object(number).start) + 40
    return _flipped(target.signed, at)


@attack(CONTENT, "signature.digest")
def byte_of_the_title_flipped(target):
    begin = target.signed.index(b"/Title <FEFF") + len(b"/Title <FEFF")
    at = next(at for at in range(begin, begin + 40) if target.signed[at : at + 1].isdigit())
    return _flipped(target.signed, at)


@attack(CONTENT, "signature.malformed")
def byte_of_the_last_signature_flipped(target):
    start, _, _ = surgery.last_signature(target.signed)
    return _flipped(target.signed, start + 1)


@attack(CONTENT, "signature.value")
def byte_of_the_signature_value_flipped(target):
    """The signature value itself: the octets before the timestamp token."""
    start, after, _ = surgery.last_signature(target.signed)
    digits = target.signed[start + 1 : after - 1]
    stamp = bytes.fromhex("2a864886f70d010910020e").hex().encode()
    at = start + 1 + digits.index(stamp) - 60
    return target.signed[:at] + _other_digit(target.signed[at : at + 1]) + target.signed[at + 1 :]


@attack(CONTENT, "pdf.appended")
def last_line_cut_off(target):
    return target.signed[: target.signed.rindex(b"startxref")]


@attack(CONTENT, "pdf.unreadable")
def middle_cut_out(target):
    third = len(target.signed) // 3
    return target.signed[:third] + target.signed[third + 200 :]


@attack(CONTENT, "pdf.unreadable")
def foreign_bytes_before_the_header(target):
    return b"PK\x03\x04" + target.signed


@attack(CONTENT, "pdf.appended")
def bytes_after_the_end(target):
    return target.signed + b"% and whatever a reader may find here\n"


@attack(CONTENT, "pdf.unreadable")
def second_end_of_file_after_the_end(target):
    return target.signed + b"%%EOF\n"


@attack(CONTENT, "signature.digest")
def pages_swapped_in_place(target):
    """Two references of the same length change places in the page tree."""
    document = target.document(0)
    numbers = surgery.page_numbers(document)
    if len(numbers) < 2:
        return None
    one, two = b"%d 0 R" % numbers[0], b"%d 0 R" % numbers[1]
    tree = document.object(surgery.pages_number(document))
    if len(one) != len(two):
        return None
    text = target.signed[tree.start : tree.end]
    swapped = text.replace(one, b"\0").replace(two, one).replace(b"\0", two)
    return target.signed[: tree.start] + swapped + target.signed[tree.end :]


@attack(CONTENT, "signature.digest")
def attachment_replaced_in_place(target):
    """The embedded event's data made another deflated stream of the same length."""
    document = target.document(0)
    (number,) = surgery.numbers_of_type(document, b"EmbeddedFile")
    at = target.signed.index(b"stream\n", document.object(number).start) + 7
    return target.signed[:at] + bytes(len(EVENT) // 2) + target.signed[at + len(EVENT) // 2 :]


@attack(STRUCTURE, "pdf.unreadable")
def two_contents_in_place(target):
    """The signature dictionary with a second, empty /Contents in the place of its /Filter."""
    return _last_dictionary(target.signed, b"/Filter /Adobe.PPKLite", b"/Contents <>")


@attack(USF, "pdf.changed")
def contents_missing(target):
    return surgery.swapped_for(target.signed, b"/Contents ", b"/Contentz ")


@attack(USF, "signature.malformed")
def contents_null(target):
    return _contents(target.signed, b"null")


@attack(USF, "signature.malformed")
def contents_empty(target):
    start, after, _ = surgery.last_signature(target.signed)
    return target.signed[:start] + b"<>".ljust(after - start) + target.signed[after:]


@attack(USF, "signature.malformed")
def contents_of_zeros(target):
    start, after, _ = surgery.last_signature(target.signed)
    return target.signed[:start] + b"<" + b"0" * (after - start - 2) + b">" + target.signed[after:]


@attack(USF, "pdf.changed")
def byte_range_missing(target):
    return surgery.swapped_for(target.signed, b"/ByteRange ", b"/Byterange ")


@attack(USF, "signature.range")
def byte_range_null(target):
    return _range(target.signed, b"null")


@attack(USF, "signature.range")
def byte_range_empty(target):
    return _range(target.signed, b"[]")


@attack(USF, "signature.range")
def byte_range_of_nothing(target):
    return _range(target.signed, b"[0 0 0 0]")


@attack(USF, "signature.range")
def byte_range_negative(target):
    return _range(target.signed, b"[0 -1 -1 -1]")


@attack(USF, "signature.range")
def byte_range_overlong(target):
    start, after, _ = surgery.last_signature(target.signed)
    return _range(target.signed, b"[0 %d %d %d]" % (start, after, len(target.signed)))


@attack(USF, "signature.range")
def byte_range_of_numbers_too_large(target):
    return _range(target.signed, b"[0 9999999999 0 9999999999]")


@attack(USF, "signature.range")
def byte_range_in_three_parts(target):
    start, after, _ = surgery.last_signature(target.signed)
    rest = len(target.signed) - after
    return _range(target.signed, b"[0 9 9 %d %d %d]" % (start - 9, after, rest))


@attack(USF, "signature.range")
def byte_range_not_from_the_start(target):
    start, after, _ = surgery.last_signature(target.signed)
    return _range(target.signed, b"[9 %d %d %d]" % (start - 9, after, len(target.signed) - after))


@attack(USF, "signature.range")
def byte_range_without_hole(target):
    """The whole file, as if a signature could cover itself."""
    return _range(target.signed, b"[0 %d %d 0]" % (len(target.signed), len(target.signed)))


@attack(USF, "signature.range")
def kind_of_signature_changed(target):
    """/SubFilter made one that says nothing of certificates and digests."""
    return _last_dictionary(target.signed, b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1")


@attack(CONTENT, "signature.malformed")
def padding_stuffed_with_content(target):
    """Content in the zeros that fill the reserved room behind the signature."""
    start, after, _ = surgery.last_signature(target.signed)
    text = target.signed[start:after]
    used = len(text.rstrip(b"0>")) + 8
    stuffed = text[:used] + b"(hidden words)".hex().encode()
    stuffed = stuffed.ljust(len(text) - 1, b"0") + b">"
    return target.signed[:start] + stuffed + target.signed[after:]


@attack(CONTENT, "signature.digest")
def signature_of_another_document(target):
    """A genuine signature of the same person cut out of one document and put into another."""
    start, after, _ = surgery.last_signature(target.signed)
    other = replace(
        target, unsigned=target.unsigned.replace(b"/Title <FEFF", b"/Title <FEFE")
    ).signed
    begun, ended, _ = surgery.last_signature(other)
    if ended - begun != after - start:
        return None
    return target.signed[:start] + other[begun:ended] + target.signed[after:]


@attack(CONTENT, "signatures_differ")
def last_signature_taken_away(target):
    return target.stages[-2] if len(target.stages) > 2 else None


@attack(CONTENT, "pdf.no_signature")
def all_signatures_taken_away(target):
    return target.unsigned


def _flipped(pdf, at):
    return pdf[:at] + bytes((pdf[at] ^ 1,)) + pdf[at + 1 :]


def _other_digit(digit):
    return b"0" if digit != b"0" else b"1"


def _last_dictionary(pdf, old, new):
    """An entry of the last signature dictionary replaced at the same length."""
    return surgery.swapped_for(pdf, old, new)


def _contents(pdf, text):
    start, after, _ = surgery.last_signature(pdf)
    return pdf[:start] + text.ljust(after - start) + pdf[after:]


def _range(pdf, text):
    _, _, (at, _) = surgery.last_signature(pdf)
    at += len(b"/ByteRange ")
    assert len(text) <= RANGE_WIDTH
    return pdf[:at] + text.ljust(RANGE_WIDTH) + pdf[at + RANGE_WIDTH :]
