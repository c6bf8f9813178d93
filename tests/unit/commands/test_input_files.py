"""Input files: values stay what the officer typed, and every fault names its line."""

import pytest

from commands.input_files import read_input
from engine.errors import InputError


def read(tmp_path, text, name="输入.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_input(path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("05771234567", "05771234567"),  # YAML 1.1 would make an octal number of it
        ("9:30", "9:30"),  # … and 570 of this
        ("1_000", "1_000"),
        ("2026-01-05", "2026-01-05"),
        ("2026-01-05 09:30", "2026-01-05 09:30"),
        ("1500.50", "1500.50"),
        ("3000", 3000),
        ("-5", -5),
        ('"3000"', "3000"),
        ("true", True),
        ("no", "no"),
        ("是", "是"),
        ("330304199001010011", 330304199001010011),
    ],
)
def test_plain_values_stay_what_was_typed(tmp_path, written, meant):
    assert read(tmp_path, f"栏目: {written}\n") == {"栏目": meant}


def test_fields_left_empty_count_as_not_written(tmp_path):
    text = "甲:\n乙: ~\n丙:\n  丁:\n  戊: 1\n己:\n  - 庚:\n核对:\n  问题:\n"
    assert read(tmp_path, text) == {"丙": {"戊": 1}}


def test_an_empty_file_has_no_fields(tmp_path):
    assert read(tmp_path, "# 只有注释\n") == {}


def test_a_byte_order_mark_is_no_part_of_the_first_field(tmp_path):
    assert read(tmp_path, b"\xef\xbb\xbf" + "甲: 1".encode()) == {"甲": 1}


@pytest.mark.parametrize(
    ("text", "line"),
    [("甲: 1\n乙: 2: 3\n", 2), ("甲:\n  - 1\n - 2\n", 3), ("甲: 1\n\t乙: 2\n", 2)],
)
def test_broken_yaml_names_its_line(tmp_path, text, line):
    with pytest.raises(InputError) as wrong:
        read(tmp_path, text)
    assert wrong.value.code == "command.not_yaml"
    assert wrong.value.facts["line"] == line


def test_a_key_written_twice_is_refused_at_any_depth(tmp_path):
    with pytest.raises(InputError) as wrong:
        read(tmp_path, "甲:\n  乙: 1\n  乙: 2\n")
    assert (wrong.value.code, wrong.value.facts["line"]) == ("command.key_twice", 3)


def test_a_list_on_top_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"command\.not_fields"):
        read(tmp_path, "- 1\n")


def test_another_encoding_is_refused_and_not_guessed(tmp_path):
    with pytest.raises(InputError, match=r"command\.not_utf8"):
        read(tmp_path, "甲: 乙".encode("gb18030"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"command\.file_unreadable"):
        read_input(tmp_path / "没有.yaml")


def test_json_is_read_with_exact_amounts(tmp_path):
    found = read(tmp_path, '{"金额": 1500.50, "是": true, "空": null}', "输入.json")
    assert found == {"金额": "1500.50", "是": True}


def test_broken_json_names_its_line(tmp_path):
    with pytest.raises(InputError) as wrong:
        read(tmp_path, '{"甲": 1,\n"乙": }', "输入.json")
    assert wrong.value.facts["line"] == 2
