"""Titles, dates and XMP of a file (ISO 16684-1; ISO 19005-3, 6.6.2); both places always agree."""

from datetime import datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from engine.legal_time import fourteen_digits

PRODUCER = "Anjuan"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
<xmp:MetadataDate>{when}</xmp:MetadataDate><pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@lru_cache(maxsize=1024)
def text_string(text: str) -> bytes:
    """A PDF text string (ISO 32000-1, 7.9.2.2), UTF-16BE in hexadecimal."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def time_string(moment: datetime) -> bytes:
    """A PDF date (ISO 32000-1, 7.9.4)."""
    zone = moment.isoformat("T", "seconds")[19:]
    return f"(D:{fourteen_digits(moment)}{zone[:3]}'{zone[4:6]}')".encode()


def xmp_packet(title: str, moment: datetime) -> bytes:
    """The metadata packet, with the part and level of PDF/A."""
    when = moment.replace(microsecond=0).isoformat()
    return _XMP.format(title=escape(title), when=when, producer=PRODUCER).encode()
