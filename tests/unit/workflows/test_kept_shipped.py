"""Editions of the shipped matters: named by digest, kept for ever, refused when changed."""

import hashlib
import shutil

import pytest

from engine.errors import ConfigurationError
from workflows.kept_lists import KeptLists
from workflows.kept_shipped import ShippedMatters, edition
from workflows.matter_data import SHIPPED, load_matters
from workflows.matter_shelf import MatterShelf


@pytest.fixture
def shipped(tmp_path):
    """Shipped matters of which the next program has changed one."""
    folder = tmp_path / "next"
    shutil.copytree(SHIPPED, folder)
    path = folder / "greening.yaml"
    text = path.read_text("utf-8")
    changed = text.replace("note:", "note: 修订。 #", 1) if "note:" in text else text
    line = next(row for row in text.splitlines() if row.strip().startswith("name: "))
    path.write_text(changed.replace(line, f"{line}（修订）", 1), encoding="utf-8")
    return folder


def test_an_edition_comes_back_as_it_was_under_a_later_program(tmp_path, shipped):
    kept = tmp_path / "kept"
    first = ShippedMatters(kept)
    later = ShippedMatters(kept, shipped)
    assert first.digest != later.digest
    assert later.under(first.digest) == load_matters()
    assert later.under(later.digest) == load_matters(shipped)
    assert sorted(p.name for p in kept.iterdir()) == sorted(
        f"{digest[:16]}.json" for digest in (first.digest, later.digest)
    )


def test_the_digest_is_that_of_the_kept_file(tmp_path):
    shelf = ShippedMatters(tmp_path / "kept")
    (path,) = (tmp_path / "kept").iterdir()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == shelf.digest
    assert path.read_bytes() == edition(load_matters())


def test_a_changed_copy_is_refused_and_a_lost_one_is_none(tmp_path, shipped):
    kept = tmp_path / "kept"
    first = ShippedMatters(kept).digest
    later = ShippedMatters(kept, shipped)
    (kept / f"{first[:16]}.json").write_bytes(b"[]")
    with pytest.raises(ConfigurationError, match=r"matter_list\.damaged"):
        later.under(first)
    (kept / f"{first[:16]}.json").unlink()
    assert later.under(first) is None
    assert ShippedMatters(None).under("0" * 64) is None


def test_a_shelf_answers_for_edition_and_list_together(tmp_path, shipped):
    kept = tmp_path / "kept"
    first = ShippedMatters(kept).digest
    shelf = MatterShelf(KeptLists(tmp_path / "lists"), ShippedMatters(kept, shipped))
    assert shelf.under(first, "") == load_matters()
    assert shelf.under("", "") == shelf.matters == load_matters(shipped)
    assert shelf.under(first, "1" * 64) is None
    assert shelf.under("1" * 64, "") is None
