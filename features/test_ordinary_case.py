"""The ordinary procedure and its tracks, one feature for each part."""

from pathlib import Path

from pytest_bdd import scenarios

#: Everything in this folder but the features that have steps of their own.
OWN_STEPS = {"期限计算.feature", "期限预警.feature", "期限假设.feature", "事项与裁量.feature"}
PARTS = {p.name for p in Path(__file__).parent.glob("*.feature")} - OWN_STEPS

for part in sorted(PARTS):
    scenarios(part)
