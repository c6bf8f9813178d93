"""The bureau most stories begin with: its example case carried out and bound, and what leaves it.

Each file of tests has its own copy; a test that changes one makes a copy of its own.
"""

import pytest

from runtime.demo import prepare
from runtime.export import export
from runtime.workspace import Workspace
from tests.demo_case import CASE, carried_out
from tests.prepared import copied


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The workspace of the bureau whose example case is closed and its dossier bound."""
    root = tmp_path_factory.mktemp("home") / "workspace"
    carried_out(root, bound=True)
    return root


@pytest.fixture(scope="module")
def bagged(home, tmp_path_factory):
    """The dossier as that bureau hands it out: its folder and digest."""
    with Workspace.open(home) as workspace:
        return export(workspace, CASE, tmp_path_factory.mktemp("out"), by="p01", purpose="移送法院")


@pytest.fixture
def abroad(tmp_path):
    """The workspace of another bureau, which has no case."""
    root = tmp_path / "abroad"
    copied("another bureau", prepare, root)
    return root
