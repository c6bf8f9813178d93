"""Where the examples lie: an invented bureau, its cases and what an officer would write."""

from pathlib import Path

from engine.errors import NotFoundError


def example_folder() -> Path:
    """Return the folder of the examples: in the checkout, or as installed."""
    here = Path(__file__).resolve().parent
    for folder in (here.parent / "examples", here / "examples"):
        if (folder / "agency.yaml").is_file():
            return folder
    raise NotFoundError("demo.no_examples")
