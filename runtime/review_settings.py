"""What a bureau has settled about samples, reviewers and reports: its own files, else the shipped.

A bureau's file in `review/` takes the place of the shipped one of its name, whole.
"""

from pathlib import Path

from engine.rater_quality import Thresholds
from runtime.settings import REVIEW
from runtime.workspace import Workspace
from workflows import rater_data, report_data, sampling_data
from workflows.report_data import ReportPlan
from workflows.sampling_data import SamplingPlan


def sampling_of(workspace: Workspace) -> SamplingPlan:
    """Return number, flags and roles; raises ConfigurationError with the line."""
    return sampling_data.load_sampling(_own(workspace, sampling_data.SHIPPED))


def raters_of(workspace: Workspace) -> Thresholds:
    """Return the thresholds of signals; raises ConfigurationError with the line."""
    return rater_data.load_raters(_own(workspace, rater_data.SHIPPED))


def reports_of(workspace: Workspace) -> ReportPlan:
    """Return target, months and groups; raises ConfigurationError with the line."""
    return report_data.load_reports(_own(workspace, report_data.SHIPPED))


def _own(workspace: Workspace, shipped: Path) -> Path:
    own = workspace.root / REVIEW / shipped.name
    return own if own.is_file() else shipped
