"""Files an input names: read once, recognised by content, digested.

A photo that is not a picture, an empty or missing file is refused here, before anything happens.
"""

import hashlib
import io
import warnings
from pathlib import Path

import pikepdf
from PIL import Image, UnidentifiedImageError

from engine.errors import InputError
from engine.record import Record
from engine.road import Intake

#: Suffix to media type; pictures are opened to see that they are what they say.
MEDIA = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
}
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_MAGIC = {"application/pdf": b"%PDF-", "audio/wav": b"RIFF", "video/mp4": b"ftyp"}
LARGEST = 512 * 1024 * 1024


class IntakeFiles:
    """The files of one command, relative to the folder of its input file."""

    def __init__(self, base: Path) -> None:
        """Read paths relative to `base`."""
        self._base = base
        self._files: dict[str, bytes] = {}

    def intake(self) -> Intake:
        """Return what the road needs."""
        return Intake(take=self.take, files=self._files)

    def take(self, written: str) -> Record:
        """Read one file into a record of digest, name, size (bytes) and media type.

        A PDF whose pages can be counted has `pages`, or it could not be bound into a dossier.

        Raises InputError `file_missing`, `file_empty`, `file_too_large`, `file_kind_unknown` or
        `not_a_picture`, `not_what_it_says` when the content is not what the name says,
        `file_unreadable` when the system does not let it be read.
        """
        path = self._base / written
        try:
            return self._read(path)
        except OSError as wrong:
            raise InputError("input.file_unreadable") from wrong

    def _read(self, path: Path) -> Record:
        if not path.is_file():
            raise InputError("input.file_missing")
        size = path.stat().st_size
        if size == 0:
            raise InputError("input.file_empty")
        if size > LARGEST:
            raise InputError("input.file_too_large")
        media = MEDIA.get(path.suffix.lower())
        if media is None:
            raise InputError("input.file_kind_unknown")
        data = path.read_bytes()
        _look(data, media)
        digest = hashlib.sha256(data).hexdigest()
        self._files[digest] = data
        told = Record({"digest": digest, "name": path.name, "size": size, "media": media})
        pages = _pages(data) if media == "application/pdf" else 0
        return told.merged({"pages": pages}) if pages else told


def _look(data: bytes, media: str) -> None:
    wanted = _FORMATS.get(media)
    if wanted is None:
        magic = _MAGIC.get(media)
        if magic is not None and magic not in data[:16]:
            raise InputError("input.not_what_it_says")
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                picture.load()
                found = picture.format
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        Warning,
    ) as wrong:
        raise InputError("input.not_a_picture") from wrong
    if found != wanted:
        raise InputError("input.not_what_it_says")


def _pages(data: bytes) -> int:
    """Return how many pages a PDF has; 0 for one that cannot be opened without a password."""
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            return len(opened.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return 0
