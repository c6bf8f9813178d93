"""A workspace keeps every definition its cases are pinned to, whatever later programs ship."""

import shutil

from workflows.definition_data import SHIPPED, keep_workflows, load_workflows


def test_a_definition_no_longer_shipped_is_still_known(tmp_path):
    kept, later = tmp_path / "kept", tmp_path / "later"
    before = keep_workflows(kept)
    shutil.copytree(SHIPPED, later)
    changed = later / "service.yaml"
    changed.write_text(changed.read_text("utf-8") + "# a later version\n", "utf-8")
    after = keep_workflows(kept, later)
    assert set(before) < set(after)
    assert len(after) == len(before) + 1
    assert set(load_workflows(later)) < set(after)


def test_keeping_twice_changes_nothing(tmp_path):
    keep_workflows(tmp_path / "kept")
    files = {p.name: p.read_bytes() for p in (tmp_path / "kept").iterdir()}
    keep_workflows(tmp_path / "kept")
    assert {p.name: p.read_bytes() for p in (tmp_path / "kept").iterdir()} == files
