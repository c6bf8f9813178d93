"""What a planted defect is: how it is made, and what the verifier must say of it and where."""

from collections.abc import Callable
from dataclasses import dataclass

#: Other people's tools, by the letter a defect names those by that must notice it.
TOOLS = {"s": "sha256sum", "b": "bagit.py", "p": "pdfsig", "o": "openssl"}
#: The page of a document's last signature, where its date and seal stand.
SIGNED = -1


@dataclass(frozen=True)
class Defect:
    """One way in which a bag is wrong."""

    name: str
    plant: Callable
    #: Code of the finding wanted, and the article or standard it names.
    code: str
    law: str
    #: Form of the document it must name, or the file where it is none.
    form: str = ""
    file: str = ""
    #: Page within that document, 0 for all of it, SIGNED for that of its last signature.
    page: int = 0
    #: Transition of the event it must name, with `#2` for the second; a number for a plain one.
    event: str | int = ""
    #: Letters of the tools that notice it.
    seen_by: str = ""
    #: Options of the verifier it is found with.
    options: tuple[str, ...] = ()
    #: The written life whose bag it is planted in; empty for the first example case.
    life: str = ""


KNOWN: dict[str, Defect] = {}


def defect(name, code, law, **more):
    """Register the decorated function as a defect."""

    def kept(plant):
        assert name not in KNOWN, name
        KNOWN[name] = Defect(name, plant, code, law, **more)
        return plant

    return kept


def wanted_place(forger, found):
    """File and page the finding must name, from the catalogue of the bag that was forged."""
    if not found.form:
        return found.file, ""
    form, _, number = found.form.partition("#")
    entry = forger.entry(form, int(number or 1))
    first, last = entry.get("first_page"), entry.get("last_page")
    if first is None:
        return "data/" + entry["file"], f"文件内第{max(found.page, 1)}页" if found.page else ""
    page = last if found.page == SIGNED else first + found.page - 1
    if found.page:
        return "data/" + entry["file"], f"第{page}页"
    return "data/" + entry["file"], f"第{first}页" if first == last else f"第{first}至{last}页"


def wanted_event(forger, found):
    """Number of the event the finding must name; None for none."""
    if isinstance(found.event, int):
        return found.event
    if not found.event:
        return None
    transition, _, number = found.event.partition("#")
    return forger.seq(transition, int(number or 1))
