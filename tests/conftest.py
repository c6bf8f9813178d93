"""Nothing skipped on the build machine, and nothing made twice that one copy of would do.

With `ANJUAN_CI` set, a missing tool is a failure; only the foreign ledger vectors may be absent,
because they are not part of the project. Workspaces the tests make bear keys whose PIN is cheap to
check; a file says by itself how dear its PIN is (RFC 8018, 5.2), so everything opens them alike.
"""

import os

import pytest
from hypothesis import settings

from documents.signing import keys
from tests import prepared

# How long one example takes is the machine's affair, not the law's.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

EXCUSED = "foreign vectors missing"

#: Where the files lie that take longest; they begin first, so that no worker is left waiting.
LONGEST = ("tests/packaging", "tests/integration", "features")

#: PBKDF2 rounds of keys made by tests, instead of tens of thousands.
FEW_ROUNDS = 100


def pytest_collection_modifyitems(items):
    """Put the files that take longest before the others, each file as it stands."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def _made_once(tmp_path_factory):
    """Share folders among the workers, and make keys whose PIN is cheap to check."""
    own = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
        patch.setattr(prepared, "PLACE", shared / "prepared")
        patch.setattr(keys, "KDF_ROUNDS", FEW_ROUNDS)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):  # noqa: ARG001 - pytest calls it by these names
    report = yield
    return _refuse_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):  # noqa: ARG001 - pytest calls it by this name
    report = yield
    return _refuse_skip(report)


def _refuse_skip(report):
    if not (os.environ.get("ANJUAN_CI") and report.skipped) or hasattr(report, "wasxfail"):
        return report
    reason = str(report.longrepr)
    if EXCUSED not in reason:
        report.outcome = "failed"
        report.longrepr = f"skipped on the build machine, which must have every tool: {reason}"
    return report
