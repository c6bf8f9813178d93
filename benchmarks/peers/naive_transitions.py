"""`transitions` with SQLAlchemy as its tutorials glue them: a machine built for every loaded case.

The library has no persistence, so the tables are ours; SQLAlchemy's `version_id_col` gives them
the version check.
"""

from datetime import UTC, datetime
from importlib.metadata import version

import sqlalchemy as sa
from sqlalchemy import orm
from transitions import Machine

from benchmarks.workload import OFFICER, moves, serve


class Base(orm.DeclarativeBase):
    pass


class PenaltyCase(Base):
    __tablename__ = "penalty_case"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    state: orm.Mapped[str]
    version: orm.Mapped[int] = orm.mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so


class HistoryLine(Base):
    __tablename__ = "history_line"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    case_id: orm.Mapped[int] = orm.mapped_column(index=True)
    trigger: orm.Mapped[str]
    source: orm.Mapped[str]
    target: orm.Mapped[str]
    actor: orm.Mapped[str]
    at: orm.Mapped[datetime]


class NaiveTransitions:
    name = f"transitions {version('transitions')} + SQLAlchemy {version('sqlalchemy')}"

    def __init__(self, folder):
        steps = moves()
        self.states = [steps[0].source, *(step.target for step in steps)]
        self.table = [{"trigger": s.trigger, "source": s.source, "dest": s.target} for s in steps]
        self.engine = sa.create_engine(f"sqlite:///{folder / 'transitions.db'}")

        @sa.event.listens_for(self.engine, "connect")
        def make_durable(connection, _record):
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

        Base.metadata.create_all(self.engine)

    def open_case(self):
        with orm.Session(self.engine) as session, session.begin():
            opened = PenaltyCase(state="clue")
            session.add(opened)
            session.flush()
            return opened.id

    def advance(self, case, move):
        with orm.Session(self.engine) as session, session.begin():
            loaded = session.get(PenaltyCase, case)
            Machine(
                model=loaded,
                states=self.states,
                transitions=self.table,
                initial=loaded.state,
                auto_transitions=False,
            )
            loaded.trigger(move.trigger)
            assert loaded.state == move.target
            session.add(
                HistoryLine(
                    case_id=case,
                    trigger=move.trigger,
                    source=move.source,
                    target=loaded.state,
                    actor=OFFICER,
                    at=datetime.now(UTC),
                )
            )

    def verify(self, case):
        with orm.Session(self.engine) as session:
            assert session.get(PenaltyCase, case).state == "archived"
            lines = sa.select(sa.func.count()).where(HistoryLine.case_id == case)
            return session.scalar(lines)

    def durability(self):
        with self.engine.connect() as connection:
            return tuple(
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous")
            )

    def close(self):
        self.engine.dispose()


if __name__ == "__main__":
    serve(NaiveTransitions)
