"""Law tags of the scenarios: `@law:行政处罚法第56条` marks its test `law("行政处罚法第56条")`."""

import pytest
from features.law_table import PREFIX


def pytest_configure(config):
    config.addinivalue_line("markers", "law(article): the article a scenario holds")


def pytest_bdd_apply_tag(tag, function):
    """Keep articles as arguments of one marker, since their names are not identifiers."""
    if not tag.startswith(PREFIX):
        return None
    pytest.mark.law(tag.removeprefix(PREFIX))(function)
    return True
