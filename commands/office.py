"""An open workspace as commands use it: its people by name, its cases by any number, its words."""

from commands.session import Session
from engine.case import Case
from engine.command import SYSTEM
from engine.errors import InputError
from engine.people import Person
from engine.ports import SEAL_KEY
from engine.reading import every_case
from engine.record import Record
from engine.road import Intake
from engine.unknown import nearest
from runtime.messages import Messages
from runtime.naming import LawNames
from runtime.workspace import Workspace

#: For reading only: no command takes files.
NO_FILES = Intake(take=lambda path: Record({"name": path}))


class Office:
    """A workspace, and how to speak of it."""

    def __init__(self, workspace: Workspace, session: Session) -> None:
        """`session` says in which language."""
        self.workspace = workspace
        self.session = session
        self.screen = session.screen
        self.names = LawNames(workspace.law, session.language)
        self.messages = Messages(session.language, self.names)

    def case(self, text: str) -> Case:
        """Return a case by its id or by any number issued to it; raises NotFoundError."""
        return self.workspace.road.case(text)

    def every_case(self) -> list[str]:
        """Return the id of every case."""
        with self.workspace.store.read() as view:
            return [row.case_id for row in every_case(view)]

    def person_id(self, text: str) -> str:
        """Return the id of a person given by id or name, or `system`, or `seal`.

        Raises InputError `command.unknown_person`.
        """
        if text in {SYSTEM, SEAL_KEY}:
            return text
        agency = self.workspace.agency
        found = agency.person(text) or next((p for p in agency.people if p.name == text), None)
        if found is None:
            known = "、".join(f"{p.id} {p.name}" for p in agency.people)
            near = nearest(text, [p.name for p in agency.people])
            raise InputError("command.unknown_person", person=text, near=near, known=known)
        return found.id

    def person(self, person_id: str) -> str:
        """Return the name of a person, of the system, or of the seal."""
        if person_id == SYSTEM:
            return self.messages.named("role", SYSTEM)
        if person_id == SEAL_KEY:
            return self.messages.screen("words.seal")
        found = self.workspace.agency.person(person_id)
        return found.name if found is not None else person_id

    def people(self, people: tuple[Person, ...]) -> str:
        """Return the names of people in one line."""
        return self.messages.value(tuple(p.name for p in people))

    def say(self, key: str, /, **details: object) -> str:
        """Return a text of the screens."""
        return self.messages.screen(key, **details)
