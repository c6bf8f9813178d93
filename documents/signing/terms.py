"""The words of certificates and visible signatures, read once from `terms.yaml`."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What `terms.yaml` says."""

    mark: str
    date_format: str
    root_unit: str
    seal_unit: str
    timestamp_unit: str
    training_unit: str
    training_seal: str
    #: Dotted object identifier of the timestamp policy.
    timestamp_policy: str

    def date(self, day: date) -> str:
        """The date as it stands beside a signature."""
        return self.date_format.format(year=day.year, month=day.month, day=day.day)


@cache
def terms() -> Terms:
    """The shipped words."""
    text = (files("documents.signing") / "terms.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return Terms(
        mark=data["mark"],
        date_format=data["date"],
        root_unit=data["units"]["root"],
        seal_unit=data["units"]["seal"],
        timestamp_unit=data["units"]["timestamp"],
        training_unit=data["training"]["unit"],
        training_seal=data["training"]["seal"],
        timestamp_policy=data["timestamp_policy"],
    )
