"""The ordinary procedure and its tracks, one feature for each part."""

from pytest_bdd import scenarios

scenarios("线索与立案.feature")
