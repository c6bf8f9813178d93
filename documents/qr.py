"""QR codes (ISO/IEC 18004): a short text as a square of dark and light modules.

The encoder is reportlab's. Knows nothing of paper, nor of what the text is good for.
"""

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from engine.errors import InputError

#: Bytes of UTF-8; more would need modules too small for a telephone at the size that is printed.
MOST = 300


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules from the top, True where dark, without the quiet zone about them.

    Level M bears damage to some 15 % of the code. InputError `document.code_too_long` above `MOST`.
    """
    size = len(text.encode())
    if size > MOST:
        raise InputError("document.code_too_long", size=size, most=MOST)
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    rows = code.modules  # set by `make`; None stands for no module at all
    return tuple(tuple(bool(dark) for dark in row) for row in rows)
