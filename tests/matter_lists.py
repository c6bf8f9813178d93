"""Synthetic lists of matters as a bureau hands them in: generated, no real list.

Every row is a mapping of Chinese headings to texts; tests change single cells and write the rows as
CSV or XLSX bytes.
"""

import csv
import io

from openpyxl import Workbook

LAW = "《城市市容和环境卫生管理条例》"
OBJECTS = ("物料", "杂物", "垃圾", "广告", "横幅", "摊点", "车辆", "管线", "树木", "围挡", "渣土")
PLACES = ("道路两侧", "广场", "绿地", "河道", "桥下", "小区门口", "公园")
DEEDS = ("堆放", "悬挂", "停放", "搭建", "倾倒", "涂写", "占用", "损坏", "张贴", "焚烧", "晾晒")
#: A scale seen in public reports: one district listed 781 matters.
SCALE = 781


def row(number=1, **cells):
    """One matter; keyword arguments change cells by heading."""
    deed, thing = DEEDS[number % len(DEEDS)], OBJECTS[number // 3 % len(OBJECTS)]
    made = {
        "事项编码": f"GEN-{number:04d}",
        "事项名称": f"在{PLACES[number % len(PLACES)]}擅自{deed}{thing}（生成{number}）",
        "领域": ("市容环卫", "园林绿化", "户外广告")[number % 3],
        "违反条款": f"{LAW}第十四条",
        "处罚依据": f"{LAW}第三十六条第{'一二三'[number % 3]}项",
        "处罚种类": "警告、罚款",
        "罚款情形": "",
        "公民罚款下限": str(50 + number % 50),
        "公民罚款上限": str(200 + number),
        "单位罚款下限": str(500 + number % 50),
        "单位罚款上限": str(3000 + number),
        "罚款方式": "处",
        "处罚条件": "",
        "须先责令改正": "否",
        "违法要件": "",
        "生效日期": "2021-07-15",
        "失效日期": "",
        "备注": "",
    }
    return made | cells


def rows(count=SCALE):
    return [row(number) for number in range(1, count + 1)]


def table(lines):
    """The heading and the cells of rows; a heading any row has becomes a column."""
    heads = list(dict.fromkeys(heading for line in lines for heading in line))
    return [heads, *([line.get(heading, "") for heading in heads] for line in lines)]


def as_csv(lines, encoding="utf-8", delimiter=","):
    """CSV bytes; `utf-8-sig` writes the mark."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table(lines))
    return text.getvalue().encode(encoding)


def workbook(lines):
    book = Workbook()
    for line in table(lines):
        book.active.append(line)
    return book


def as_xlsx(book):
    """XLSX bytes of a workbook, or of rows."""
    book = workbook(book) if isinstance(book, list) else book
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
