"""Everyday words for what the law calls otherwise, for finding matters (data)."""

from pathlib import Path

from workflows.lined_yaml import read_fields

PATH = Path(__file__).parent / "data" / "search_words.yaml"


def load_search_words(path: Path = PATH) -> dict[str, tuple[str, ...]]:
    """The words of the law by the everyday word; raises ConfigurationError with file and line."""
    top = read_fields(path)
    words = top.child("words")
    found = {word: words.texts(word) for word in words.names()}
    top.done()
    return found
