"""What a command line can be told to be wrong is told before anybody is asked for a PIN."""

import pytest

from tests.empty_bureau import empty_bureau, give

FILES = {
    "照片.bin": b"\x89\xb0\xc4\x00",
    "空.csv": b"",
    "断了.json": b'{"a":',
    "列表.json": b"[]",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return empty_bureau(folder)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("review sample 2026-13 --as p06", "2026-13不是月份。请写成 2026-03。"),
        ("review sample 三月 --as p06", "三月不是月份。请写成 2026-03。"),
        ("review sample 2026-04", "--as"),
        ("review commit 2026-00 --as p06 --to 密值.json", "2026-00不是月份。请写成 2026-03。"),
        ("review sample --redraw 断了.json", "这不是抽取记录，或者记录残缺。请用"),
        ("review sample --redraw 列表.json", "这不是抽取记录，或者记录残缺。请用"),
        ("audit flags --month 2026-3", "2026-3不是月份。请写成 2026-03。"),
        ("lead import 照片.bin --as p06", "文件的编码不能识别"),
        ("lead import /dev/zero --as p06", "表格太大"),
        ("lead import 空.csv --as p06", "线索表空.csv有1处错误，一条也没有导入"),
        ("lead import 没有.csv --as p06", "没有.csv"),
        ("matter import 照片.bin --as p06", "文件的编码不能识别"),
        ("lead count --from 2026-02-30", "“2026-02-30”不是日期。请写成 2026-01-05。"),
        ("report payments --from 昨天 --to 2026-01-05", "“昨天”不是日期。请写成 2026-01-05。"),
        ("people renew-root --as p06 --with p06", "须由两个不同的人共同办理"),
        ("matter list --on 2026-2-1", "“2026-2-1”不是日期。请写成 2026-01-05。"),
    ],
)
def test_it_is_refused_in_words_and_without_a_pin(workspace, given, words, monkeypatch):
    monkeypatch.chdir(workspace.parent)
    refused = give(workspace, *given.split(), at="2026-05-06 09:00")
    assert refused.exit_code == 6
    assert words in refused.output
    assert "PIN" not in refused.output
    assert "Expecting" not in refused.output
