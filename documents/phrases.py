"""The words every document shares, read once from phrases.yaml."""

from functools import lru_cache
from importlib.resources import files

import yaml


@lru_cache(maxsize=1)
def phrases() -> dict[str, str]:
    """All shared words by key."""
    loaded: dict[str, str] = yaml.safe_load(
        (files("documents") / "phrases.yaml").read_text("utf-8")
    )
    return loaded


def phrase(key: str, **facts: object) -> str:
    """One shared text with its braces filled."""
    return phrases()[key].format(**facts) if facts else _bare(key)


@lru_cache(maxsize=256)
def _bare(key: str) -> str:
    return phrases()[key].format()
