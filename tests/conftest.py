"""Nothing skipped on the build machine: with `ANJUAN_CI` set, a missing tool is a failure.

Only the foreign ledger vectors may be absent there, because they are not part of the project.
"""

import os

import pytest

EXCUSED = "foreign vectors missing"


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
