"""Bad input of every kind through the command line: answered by field or article and cure.

Nothing may change, and the right command sent afterwards must succeed: the fixture of each class
sends it when the class is through.
"""

import io
import json
import shutil
from pathlib import Path

import pytest
import yaml
from PIL import Image

from cli import anjuan
from tests.bad_input import EXAMPLES, FILED_AT, FILING, Desk, accepted, refused
from tests.demo_case import CASE, EXAMPLE, carried_out

FIRST = ("初步证据", 0)
GOOD = (EXAMPLES / EXAMPLE / FILING).read_text("utf-8")
PHOTO = EXAMPLES / EXAMPLE / "附件" / "初查照片1.jpg"
#: A plane-3 code point Unicode has given to nothing, and one for private use.
UNASSIGNED, PRIVATE = "\U0003fff0", "\ue000"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    root = tmp_path_factory.mktemp("base") / "workspace"
    carried_out(root, until="start_verification")
    return root


@pytest.fixture(scope="class")
def desk(base, tmp_path_factory):
    desk = Desk(base, tmp_path_factory.mktemp("desk"))
    yield desk
    accepted(desk.advance())


class TestCommand:
    """What is wrong is on the command line."""

    @pytest.mark.parametrize(
        ("status", "given", "words"),
        [
            (6, {"trigger": "request_filng"}, ["“request_filng”", "request_filing", "case next"]),
            (6, {"trigger": "起诉"}, ["“起诉”", "case next"]),
            (6, {"trigger": ""}, ["“—”", "case next"]),
            (6, {"case": "2026-000009"}, ["“2026-000009”", "case list"]),
            (6, {"case": ""}, ["案件", "case list"]),
            (6, {"case": "\udcff"}, ["\\udcff", "UTF-8"]),
            (6, {"who": "p99"}, ["“p99”", "陈志远"]),
            (6, {"who": "陈志元"}, ["是不是陈志远"]),
            (6, {"helper": "p99"}, ["“p99”", "林晓雯"]),
            (3, {"who": "p11", "helper": ""}, ["《城市管理执法办法》第十八条", "冯楠", "--as"]),
            (3, {"who": "p15", "helper": "p16"}, ["第十八条", "本案承办人员", "王喆堃", "--as"]),
            (6, {"at": "昨天"}, ["“昨天”", "2026-01-05 09:30"]),
            (6, {"at": "2026-02-30 10:00"}, ["“2026-02-30 10:00”", "2026-01-05 09:30"]),
            (6, {"at": "0001-01-01T00:00+14:00"}, ["2026-01-05 09:30"]),
            (6, {"file": "没有.yaml"}, ["没有.yaml"]),
            (6, {"file": "附件"}, ["附件"]),
            (6, {"file": ""}, ["当事人: 必填", "案由: 必填"]),
            (6, {"file": "/dev/zero"}, ["zero", "8 MiB"]),
        ],
    )  # fmt: skip
    def test_is_answered(self, desk, status, given, words):
        refused(desk, status, *words, send=lambda *m: desk.advance(*m, **given))

    @pytest.mark.parametrize(
        ("options", "status", "words"),
        [
            (["--track", "servise-1"], 6, ["“servise-1”", "是不是service", "main"]),
            (["--track", "service-1"], 6, ["“service-1”", "“request_filing”", "attempt_direct"]),
            (["--expect-version", "1"], 5, ["第1号", "第2号", "重新查看"]),
            (["--expect-version", "一"], 2, ["--expect-version", "--help"]),
            (["--fiel", "x"], 2, ["--fiel", "--file", "--help"]),
            (["--command-id", "\udcff"], 6, ["UTF-8"]),
        ],
    )
    def test_options_are_answered(self, desk, options, status, words):
        refused(desk, status, *words, send=lambda *m: desk.advance(*options, *m))

    def test_a_date_before_the_previous_event_names_rule_and_cure(self, desk):
        early = desk.changed((*FIRST, "制作时间"), "2026-03-02 09:00")
        text = refused(desk, 3, send=lambda *m: desk.advance(*m, file=early, at="2026-03-02 09:30"))
        assert "2026年3月2日10:00" in text

    def test_people_read_the_same_in_chinese_and_english(self, desk):
        said = desk.advance(trigger="request_filng")
        assert said.exit_code == 6
        assert "是不是request_filing" in said.stderr
        assert not said.stdout
        said = desk.advance(trigger="request_filng", lang="en")
        assert "Did you mean request_filing" in said.stderr
        said = desk.advance(who="p11", helper="", lang="en")
        assert said.exit_code == 3
        assert "art. 18" in said.stdout


class TestPins:
    """What is wrong is the PIN."""

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ('p02: "000000"\np03: "639527"\n', ["p02", "PIN不对", "重新输入"]),
            ('p03: "639527"\n', ["陈志远", "--pin-file"]),
            ("胡乱\n写的\n", ["PIN文件", "人员编号: PIN"]),
            (b"\xff\xfe\x00p", ["UTF-8"]),
            ("", ["陈志远", "--pin-file"]),
        ],
        ids=["wrong", "missing", "broken", "binary", "empty"],
    )
    def test_in_a_file_is_answered(self, desk, content, words):
        name = desk.write(content, "口令.yaml")
        send = lambda *m: desk.advance(*m, pins=desk.inputs / name)  # noqa: E731 - as elsewhere here
        refused(desk, 6, *words, send=send)

    def test_file_that_is_not_there_is_named(self, desk):
        gone = desk.inputs / "没有口令.yaml"
        refused(desk, 6, "没有口令.yaml", send=lambda *m: desk.advance(*m, pins=gone))

    @pytest.mark.parametrize(
        ("typed", "words"),
        [("", ["陈志远", "PIN"]), ("\n\n", ["陈志远"]), ("111\n222\n", ["p02", "PIN不对"])],
    )
    def test_at_the_prompt_is_answered(self, desk, typed, words):
        refused(desk, 6, *words, send=lambda *m: desk.advance(*m, pins="", typed=typed))

    def test_interrupted_prompt_ends_with_130(self, desk, monkeypatch, capsys):
        def interrupt(_):
            raise KeyboardInterrupt

        monkeypatch.setattr("commands.asking._has_terminal", lambda: True)
        monkeypatch.setattr("click.termui.hidden_prompt_func", interrupt)
        before = desk.state()
        file = str(desk.inputs / FILING)
        command = ["case", "advance", CASE, "request_filing", "--as", "p02", "--file", file]
        with pytest.raises(SystemExit) as ended:
            anjuan.main(["-w", str(desk.root), "--lang", "zh", "--at", FILED_AT, *command])
        assert ended.value.code == 130
        assert "可以重发同一命令" in capsys.readouterr().err
        assert desk.state() == before


class TestFields:
    """What is wrong is one field of the input file."""

    @pytest.mark.parametrize(
        ("path", "value", "words"),
        [
            (("当事人",), None, ["当事人: 必填"]),
            (("当事人",), "顺达公司", ["当事人:", "栏目：内容"]),
            (("当事人",), {"类型": "公民", "姓名或名称": "张三"}, ["当事人.身份证件号码: 必填"]),
            (("当事人", "类型"), "外国人", ["当事人.类型", "“外国人”", "单位"]),
            (("当事人", "统一社会信用代码"), None, ["当事人.统一社会信用代码: 必填"]),
            (("当事人", "统一社会信用代码"), "91330299MA2TT8K4XC",
             ["统一社会信用代码", "营业执照"]),
            (("当事人",), {"类型": "公民", "身份证件号码": "110101199003071234"},
             ["当事人.身份证件号码", "18位", "核对"]),
            (("当事人", "姓名或名称"), f"顺{UNASSIGNED}公司",
             ["U+3FFF0", "当事人.姓名或名称", "fonts"]),
            (("当事人", "姓名或名称"), f"顺{PRIVATE}公司",
             ["U+E000", "当事人.姓名或名称", "fonts"]),
            (("案由",), None, ["案由: 必填"]),
            (("案由",), ["遗撒"], ["案由", "不要写成清单"]),
            (("案由",), {"甲": "乙"}, ["案由", "一个值"]),
            (("案由",), True, ["案由", "文字"]),
            (("案由",), "渣土\x07遗撒", ["案由", "U+0007", "删去"]),
            (("案由",), "渣土\x9b遗撒", ["案由", "U+009B", "删去"]),
            (("案由",), "渣土\u202e遗撒", ["案由", "U+202E", "删去"]),
            (("初步证据",), "照片", ["初步证据", "“- ”"]),
            (("初步证据",), [], ["初步证据: 必填"]),
            ((*FIRST, "制作任"), "张三", ["初步证据[1].制作任", "“制作人”"]),
            ((*FIRST, "制作时间"), "昨天", ["初步证据[1].制作时间", "“昨天”", "2026-01-05 09:30"]),
            ((*FIRST, "制作时间"), "2026-02-30 11:00", ["制作时间", "2026-01-05 09:30"]),
            ((*FIRST, "制作时间"), "2026-03-02", ["制作时间", "日期和时刻"]),
            ((*FIRST, "制作时间"), "2026-03-09 11:00", ["制作时间", "在现在之后", "实际时间"]),
            ((*FIRST, "制作时间"), "9999-12-31T23:59:59-23:59", ["制作时间", "2026-01-05 09:30"]),
            ((*FIRST, "制作时间"), 20260302, ["制作时间", "“20260302”"]),
            ((*FIRST, "证据种类"), "视频", ["证据种类", "“视频”", "视听资料"]),
            ((*FIRST, "证据种类"), ["书证"], ["证据种类", "不要写成清单"]),
            ((*FIRST, "已核实合法来源"), "也许", ["已核实合法来源", "“是”或者“否”"]),
            ((*FIRST, "文件"), 5, ["文件", "路径"]),
            (("核对",), "是", ["核对", "栏目：内容"]),
            (("核对",), {"有无处罚": "是"}, ["核对.有无处罚", "已查询同一当事人"]),
            (("核对", "已查询同一当事人同一行为有无处罚记录"), "大概", ["核对.", "“是”或者“否”"]),
            (("意见",), ["同意"], ["意见", "栏目：内容"]),
            (("意见", "林晓文"), "同意", ["意见.林晓文", "林晓雯"]),
            (("意见", "陈志远"), ["同意"], ["意见.陈志远", "文字"]),
            (("意见", "陈志远"), "同\x07意", ["意见.陈志远", "U+0007"]),
            (("意见", "陈志远"), f"同意{UNASSIGNED}", ["意见.陈志远", "U+3FFF0", "fonts"]),
            (("意见", "陈志远"), "长" * 10_000, ["陈志远", "10000个字", "写短"]),
            (("意见", "林晓雯"), None, ["林晓雯", "承办人", "意见"]),
        ],
    )  # fmt: skip
    def test_is_named_with_its_cure(self, desk, path, value, words):
        file = desk.changed(path, value)
        refused(desk, 6, *words, send=lambda *m: desk.advance(*m, file=file))

    def test_unanswered_check_names_its_article(self, desk):
        file = desk.changed(("核对",), None)
        words = ("《中华人民共和国行政处罚法》第二十九条", "已查询同一当事人", "“核对”")
        refused(desk, 3, *words, send=lambda *m: desk.advance(*m, file=file))

    def test_all_wrong_fields_are_named_at_once_in_english_too(self, desk):
        fields = yaml.safe_load(GOOD)
        fields["案由"] = ["x"]
        fields["当事人"]["类型"] = "外国人"
        result = desk.advance(file=desk.write(fields), lang="en")
        assert result.exit_code == 6
        assert "must be one value" in result.stdout
        assert "当事人.类型" in result.stdout
        file = desk.changed(("当事人", "姓名或名称"), f"顺{UNASSIGNED}公司")
        said = desk.advance(file=file, lang="en").stderr
        assert "U+3FFF0" in said
        assert "当事人.姓名或名称" in said


@pytest.fixture(scope="class")
def spoilt(desk):
    folder = desk.inputs / "附件"
    photo = PHOTO.read_bytes()
    (folder / "半张.jpg").write_bytes(photo[: len(photo) // 2])
    (folder / "文字.jpg").write_text("不是照片", encoding="utf-8")
    (folder / "空.jpg").touch()
    (folder / "假.pdf").write_text("不是PDF", encoding="utf-8")
    (folder / "文件夹.jpg").mkdir()
    (folder / "程序.exe").write_bytes(b"MZ")
    with Image.open(io.BytesIO(photo)) as picture:
        picture.save(folder / "改名.jpg", format="PNG")
    Image.new("1", (20_000, 20_000)).save(folder / "巨幅.png")
    return folder


class TestFiles:
    """What is wrong is a file the input names."""

    @pytest.mark.parametrize(
        ("name", "word"),
        [
            ("半张.jpg", "不是能打开的图片"),
            ("文字.jpg", "不是能打开的图片"),
            ("巨幅.png", "不是能打开的图片"),
            ("空.jpg", "是空的"),
            ("假.pdf", "扩展名不符"),
            ("改名.jpg", "扩展名不符"),
            ("文件夹.jpg", "找不到文件"),
            ("没有.jpg", "找不到文件"),
            ("程序.exe", "jpg、png、pdf"),
            ("长" * 300 + ".jpg", "不能读取文件"),
            ("转\u202e义.jpg", "不是文件路径"),
            ("转\x1b[31m义.jpg", "不是文件路径"),
        ],
    )
    def test_is_named_with_its_cure(self, desk, spoilt, name, word):
        file = desk.changed((*FIRST, "文件"), f"{spoilt.name}/{name}")
        refused(desk, 6, "初步证据[1].文件", word, send=lambda *m: desk.advance(*m, file=file))

    def test_with_a_weird_name_is_taken(self, base, tmp_path):
        desk = Desk(base, tmp_path)
        name = "附件/空 格'&#$（1）.jpg"
        shutil.copy(PHOTO, desk.inputs / name)
        accepted(desk.advance(file=desk.changed((*FIRST, "文件"), name)))


class TestWriting:
    """What is wrong is how the input file is written."""

    BOMB = "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (GOOD.replace("案由: ", "案由:[ "), "a.yaml", ["a.yaml", "行", "缩进"]),
            ("案由: 甲\n\t权力事项: 乙\n", "a.yaml", ["第2行", "制表符"]),
            ("- 甲\n- 乙\n", "a.yaml", ["a.yaml", "栏目：内容"]),
            ("只有一句话", "a.yaml", ["a.yaml", "栏目：内容"]),
            ("", "a.yaml", ["案由: 必填"]),
            ("案由: 甲\n---\n案由: 乙\n", "a.yaml", ["第2行"]),
            (GOOD + "案由: 再来\n", "a.yaml", ["“案由”", "写了两次", "第"]),
            ("案由: !!python/object/apply:os.system [id]\n", "a.yaml", ["第1行", "类型标记"]),
            ("案由: !secret 甲\n", "a.yaml", ["第1行", "类型标记"]),
            (BOMB, "a.yaml", ["第2行", "引用"]),
            ("案由: &a [*a]\n", "a.yaml", ["第1行", "引用"]),
            ("? [甲, 乙]\n: 丙\n", "a.yaml", ["第1行"]),
            ("案由: " + "[" * 100_000, "a.yaml", ["嵌套太深"]),
            ("案由: " + "{a: " * 500 + "}" * 500, "a.yaml", ["嵌套太深"]),
            ("案由: 甲\0乙\n", "a.yaml", ["a.yaml"]),
            (GOOD.encode("gbk"), "a.yaml", ["a.yaml", "另存为UTF-8"]),
            (GOOD.encode("utf-16"), "a.yaml", ["另存为UTF-8"]),
            ('{"案由": ', "a.json", ["a.json", "第1行"]),
            ("[1]", "a.json", ["栏目：内容"]),
            ('{"案由": "甲", "案由": "乙"}', "a.json", ["“案由”", "写了两次"]),
            ('{"案由": "\\ud800"}', "a.json", ["案由", "U+D800"]),
            ('{"当事人": NaN}', "a.json", ["当事人", "栏目：内容"]),
            ('{"当事人": ' + "9" * 5000 + "}", "a.json", ["当事人", "栏目：内容"]),
            ('{"案由": ' + "[" * 100_000 + "]" * 100_000 + "}", "a.json", ["嵌套太深"]),
            ("案由: 甲\n当事人: " + "9" * 5000 + "\n", "a.yaml", ["当事人", "栏目：内容"]),
        ],
        ids=lambda value: repr(value)[:24],
    )  # fmt: skip
    def test_is_answered_by_line(self, desk, content, name, words):
        file = desk.write(content, name)
        refused(desk, 6, *words, send=lambda *m: desk.advance(*m, file=file))

    @pytest.mark.parametrize("kind", ["bom.yaml", "good.json", "long.yaml"])
    def test_of_other_kinds_is_understood(self, base, tmp_path, kind):
        desk = Desk(base, tmp_path)
        long = GOOD.replace("简要案情: ", "简要案情: " + "渣土遗撒。" * 20_000)
        content = {
            "bom.yaml": b"\xef\xbb\xbf" + GOOD.encode(),
            "good.json": json.dumps(yaml.safe_load(GOOD), ensure_ascii=False, default=str),
            "long.yaml": long,
        }[kind]
        accepted(desk.advance(file=desk.write(content, kind)))


class TestRepetition:
    """The same command twice, and a command id used for something else."""

    def test_the_same_command_returns_the_first_result(self, base, tmp_path):
        desk = Desk(base, tmp_path)
        first = json.loads(desk.advance("--json").stdout)
        once = desk.state()
        again = desk.advance("--json", at="2026-03-02 15:40")
        accepted(again)
        told = json.loads(again.stdout)
        assert (first["repeated"], told["repeated"]) == (False, True)
        assert told["event"] == first["event"]
        assert desk.state() == once

    def test_a_command_id_serves_one_command_only(self, base, tmp_path):
        desk = Desk(base, tmp_path)
        mine = ("--command-id", "abc")
        accepted(desk.advance(*mine))
        accepted(desk.advance(*mine, at="2026-03-02 15:40"))
        words = ("“abc”", "第3号", "--command-id")
        other = desk.changed(("案由",), "另一个案由")
        for changed in (
            {"trigger": "decline_filing", "file": ""},
            {"who": "p03", "helper": "p02"},
            {"file": other},
        ):
            text = refused(desk, 5, *words, send=lambda *m, c=changed: desk.advance(*mine, *m, **c))
            assert "request_filing" in text

    def test_opening_with_a_used_id_is_refused(self, base, tmp_path):
        desk = Desk(base, tmp_path)
        signers = ("--as", "p01", "--with", "p04", "--pin-file", desk.pins)
        opening = ("case", "open", *signers, "--command-id", "x")
        told = (EXAMPLES / EXAMPLE / "01-线索登记.yaml").read_text("utf-8")
        leads = [
            desk.inputs
            / desk.write(
                told.replace("听涛路", road).replace("顺达土石方", party).replace("0117", party),
                f"{road}.yaml",
            )
            for road, party in (("栖霞路", "通达运输"), ("望海路", "安达运输"))
        ]
        accepted(desk.run(*opening, "--file", leads[0]))
        accepted(desk.run(*opening, "--file", leads[0]))
        refused(desk, 5, "“x”", send=lambda *m: desk.run(*opening, "--file", leads[1], *m))
        accepted(desk.run(*opening[:-2], "--file", leads[1]))


MONEY = "13-调查终结.yaml"
REPORTED_AT = "2026-03-09 14:00"


def report(desk, file, *more):
    """Send the investigation report with its proposal."""
    signers = ("--with", "p04")
    return desk.advance(*signers, *more, trigger="end_investigation", file=file, at=REPORTED_AT)


@pytest.fixture(scope="class")
def money_desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("money")
    carried_out(folder / "base", until="review_ok")
    desk = Desk(folder / "base", folder)
    yield desk
    accepted(report(desk, MONEY))


class TestMoney:
    """What is wrong is an amount."""

    @pytest.mark.parametrize(
        "amount", ["8000.005", "-8000", "八千元", "8e3", "1,00", "", ["8000"], True, "八千"]
    )
    def test_written_otherwise_is_not_read(self, money_desk, amount):
        file = money_desk.changed(("建议罚款金额",), amount, MONEY)
        refused(money_desk, 6, "建议罚款金额", send=lambda *m: report(money_desk, file, *m))

    @pytest.mark.parametrize("amount", ["4999", "18501"])
    def test_outside_the_range_names_the_range(self, money_desk, amount):
        file = money_desk.changed(("建议罚款金额",), amount, MONEY)
        refused(money_desk, 3, "5000元", "18500元", send=lambda *m: report(money_desk, file, *m))


def test_moments_used_here_are_those_of_the_example():
    script = yaml.safe_load((EXAMPLES / EXAMPLE / "剧本.yaml").read_text("utf-8"))["steps"]
    at = {step["do"]: str(step["at"])[:16] for step in script}
    assert at["request_filing"] == FILED_AT
    assert at["end_investigation"] == REPORTED_AT
    assert Path(PHOTO).is_file()
