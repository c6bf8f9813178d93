"""The clean bags defects are seeded in: made once on disk, with real documents and signatures."""

from runtime.export import export
from tests import lives
from tests.bureau_on_disk import BureauOnDisk
from tests.playbook import moment

KEYS_UNTIL = moment("2026-06-30 12:00")


def _example(name):
    return lambda bureau: bureau.play(name, until="archived")


def _heard(bureau):
    """A hearing, and everything after it until the decision is served."""
    lives.live("hearing-h_reported", bureau)
    large = "50000"
    told = ("遗撒面积没有那么大，请求减轻处罚。", "请求从轻处罚。")
    answers = [
        {
            "意见": t,
            "复核情况": "经核对勘验笔录。",
            "是否采纳": "不采纳",
            "理由": "面积系现场测量。",
        }
        for t in told
    ]
    bureau.must("submit_review", give={"final_fine": large, "复核意见": answers})
    bureau.must("require_deliberation")
    bureau.must(
        "deliberate", give={"结论罚款金额": large, "讨论结论": "同意给予警告，并处罚款50000元。"}
    )
    bureau.must("approve_penalty", give=_decided(large))
    bureau.serve()
    bureau.must("serve_decision")


def _decided(fine):
    return {
        "罚款金额": fine,
        "决定内容": "给予警告，并处罚款人民币伍万元整（¥50000.00）。",
        "裁量理由": "遗撒面积约72平方米，依照本机关裁量基准属从重阶次，综合确定罚款50000元。",
    }


def _elsewhere(number):
    """The lead of another case like the example, at another place."""
    return {
        "register_lead": {
            "ticket": f"12319-20260302-9{number:03}",
            "lead_place": f"栖霞路{number}号门前路段",
            "lead_area": "栖霞街道",
        }
    }


def _twice(bureau):
    """The party was fined before, for something it did at another place."""
    bureau.begin("m11", until="archived", changes=_elsewhere(1))
    bureau.begin("m11", until="archived")


def _alike(bureau):
    """Six like cases decided before this one."""
    for number in range(1, 7):
        bureau.begin("m11", until="decided", changes=_elsewhere(number))
    bureau.begin("m11", until="archived")


MADE = {
    "m11": _example("m11"),
    "m07": _example("m07"),
    "hearing-decided": _heard,
    "twice": _twice,
    "alike": _alike,
}


def base(name, place):
    """Workspace and bag of a base below the folder `place`, made where they are not there yet."""
    folder = place / name
    if not (folder / "done").exists():
        _made(name, folder)
    return folder / "workspace", next((folder / "bags").iterdir())


def _made(name, folder):
    folder.mkdir(parents=True)
    until = KEYS_UNTIL if name in MADE else lives.last_day(name)
    with BureauOnDisk(folder, until=until) as bureau:
        if name in MADE:
            MADE[name](bureau)
        else:
            lives.live(name, bureau)
        export(bureau.workspace, bureau.case_id, folder / "bags")
        (folder / "done").write_text(bureau.case.last_at.isoformat(), "ascii")
