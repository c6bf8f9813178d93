"""Data files say everything once."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("room", ["documents", "examples", "runtime", "workflows"])
def test_no_name_stands_twice_in_a_data_file(room: str) -> None:
    """Of two the later would silently take the place of the earlier."""
    for file in sorted((ROOT / room).rglob("*.yaml")):
        waiting = [yaml.compose(file.read_text("utf-8"), Loader=yaml.CSafeLoader)]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.MappingNode):
                names = [name.value for name, _ in node.value if name.value != "<<"]
                assert len(names) == len(set(names)), (file, node.start_mark.line + 1)
                waiting += [value for _, value in node.value]
            elif isinstance(node, yaml.SequenceNode):
                waiting += node.value
