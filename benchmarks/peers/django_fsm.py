"""django-fsm-2 with django-fsm-log: one model, one protected state field, each move in `atomic`."""

import sys
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings

from benchmarks.workload import OFFICER, moves, serve

settings.configure(
    SECRET_KEY="benchmark",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django_fsm",
        "django_fsm_log",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(sys.argv[1]) / "django.db",
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                "transaction_mode": "IMMEDIATE",
            },
        }
    },
)
django.setup()

# Django's parts can be imported only when it is set up.
from django.contrib.auth.models import User  # noqa: E402 - Django must be configured first
from django.core.management import call_command  # noqa: E402 - Django must be configured first
from django.db import connection, models, transaction  # noqa: E402 - Django must be configured first
from django_fsm import FSMField  # noqa: E402 - Django must be configured first
from django_fsm import transition as permitted  # noqa: E402 - Django must be configured first
from django_fsm_log.decorators import fsm_log_by  # noqa: E402 - Django must be configured first
from django_fsm_log.models import StateLog  # noqa: E402 - Django must be configured first


def model():
    """The model class with one method per move."""
    state = FSMField(default="clue", protected=True)

    def method(move):
        def make_move(self, by=None):
            """Nothing besides the move."""

        make_move.__name__ = move.trigger
        return fsm_log_by(permitted(field=state, source=move.source, target=move.target)(make_move))

    body = {"__module__": __name__, "state": state}
    body["Meta"] = type("Meta", (), {"app_label": "django_fsm"})
    body.update({move.trigger: method(move) for move in moves()})
    return type("PenaltyCase", (models.Model,), body)


PenaltyCase = model()


class DjangoFsm:
    name = (
        f"django-fsm-2 {version('django-fsm-2')} + django-fsm-log {version('django-fsm-log')} "
        f"(Django {django.__version__})"
    )

    def __init__(self, folder):
        assert settings.DATABASES["default"]["NAME"].parent == folder
        call_command("migrate", verbosity=0)
        with connection.schema_editor() as editor:
            editor.create_model(PenaltyCase)
        self.officer = User.objects.create_user(OFFICER)

    def open_case(self):
        return PenaltyCase.objects.create().pk

    def advance(self, case, move):
        with transaction.atomic():
            loaded = PenaltyCase.objects.get(pk=case)
            getattr(loaded, move.trigger)(by=self.officer)
            loaded.save(update_fields=["state"])

    def verify(self, case):
        loaded = PenaltyCase.objects.get(pk=case)
        assert loaded.state == "archived"
        return StateLog.objects.for_(loaded).count()

    def durability(self):
        with connection.cursor() as cursor:
            return tuple(
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous")
            )

    def close(self):
        connection.close()


if __name__ == "__main__":
    serve(DjangoFsm)
