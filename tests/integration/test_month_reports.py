"""Reports of the month and its sample in a workspace, as commands: signed, sealed, entered."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from cli import anjuan
from documents.compose import compose
from documents.forms import load_report_forms
from documents.signing.verify import verify
from engine.journal import Act, read_journal
from runtime.lead_import import leads_of, take_in, work_out
from runtime.month_audit import audit_month
from runtime.reports.issued import enter, signed
from runtime.workspace import Workspace
from tests import archival, foreign, months, tagged
from tests.empty_bureau import empty_bureau
from tests.playbook import moment

NOW = "2026-07-03 15:00"
LEADS = ("任务号", "问题来源", "上报时间", "责任单位", "办理期限", "办结时间")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("month")
    empty_bureau(folder)
    return folder


def run(place, *arguments, at=NOW):
    options = ["-w", str(place / "workspace"), "--at", at]
    return CliRunner().invoke(anjuan, [*options, *map(str, arguments)], env={"COLUMNS": "200"})


def told(done):
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def pins(place):
    return ("--pin-file", place / "pins.yaml")


def leads():
    """Ten units' leads of two months: a unit with number n settles n of ten in time."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(LEADS)
    for month in (5, 6):
        for unit in range(1, 11):
            for n in range(10):
                day = f"2026-{month:02d}-{n + 1:02d}"
                closed = f"{day} 12:00" if n < unit else f"2026-{month:02d}-20 12:00"
                if n == 9 and unit < 9:
                    closed = ""
                row = (
                    f"{month}-{unit}-{n}",
                    "12319",
                    f"{day} 09:00",
                    f"第{unit}中队",
                    f"{day} 17:00",
                )
                writer.writerow((*row, closed))
    return out.getvalue().encode()


# -- the five reports ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["quality", "raters", "rectification", "ranking", "conference"])
def test_a_full_report_is_signed_sealed_archival_and_tagged(place, name, tmp_path):
    report = months.reports()[name]
    with Workspace.open(place / "workspace", at=moment(NOW)) as workspace:
        people = [workspace.agency.person(p) for p in ("p06", "p08", "p13", "p09")]
        known = dict(
            line.split(": ") for line in (place / "pins.yaml").read_text("utf-8").splitlines()
        )
        keys = workspace.keyring({p: known[p] for p in ("p06", "p08", "p13", "p09", "seal")})
        pdf = signed(workspace, report, keys, people, people[-1])
        found = verify(pdf, workspace.trust())
        enter(workspace, report, pdf, people[0], ["区政府"])
        root = workspace.trust().roots[0]
    assert not found.findings
    assert len(found.signatures) == (3 if name == "conference" else 2)
    assert archival.faults(pdf) == []
    assert tagged.faults(pdf) == []
    if name == "quality":  # one speaks for all: they are signed alike
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        foreign.qpdf_check(path)
        assert foreign.pyhanko_validate(path, root)


def test_the_same_figures_give_the_same_pages():
    report = months.reports()["rectification"]
    form = load_report_forms()[report.form]

    def composed():
        return compose(
            form,
            {"agency": {"name": "某局"}, "input": report.values},
            moment=moment(NOW),
            number=None,
            slots=form.slots,
            training=False,
            preview=False,
            attachment=None,
        ).pdf

    assert composed() == composed()


def test_the_figures_travel_inside_the_report():
    report = months.reports()["ranking"]
    assert report.payload["figures"]["on_time"] == report.values["on_time"]
    rows = list(csv.reader(io.StringIO(report.csv().decode("utf-8-sig"))))
    assert rows[0][:3] == ["组别", "名次", "单位"]
    assert len(rows) == 11


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless():
    from runtime.reports.report import Report

    made = Report(
        form="x", month="2026-06", values={}, heads=("a",), rows=(("=1+1",), ("-2.5",)), payload={}
    )
    assert made.csv().decode("utf-8-sig").splitlines() == ["a", "'=1+1", "-2.5"]


# -- as commands --------------------------------------------------------------------------------


def test_units_are_ranked_by_their_leads_and_the_report_is_entered(place, tmp_path):
    with Workspace.open(place / "workspace", at=moment(NOW)) as workspace:
        data = leads()
        take_in(workspace, work_out(workspace, "线索.csv", data), data, "p01")
        assert len(leads_of(workspace)) == 200
    to, table = tmp_path / "通报.pdf", tmp_path / "通报.csv"
    done = told(
        run(
            place,
            *("report", "ranking", "2026-06", "--to", to, "--csv", table, "--as", "p08"),
            *("--with", "p09", "--send-to", "区纪委", *pins(place), "--json"),
        )
    )
    figures = done["figures"]
    assert figures["on_time"] == "55.00%（55/100）"
    assert figures["closing"] == "92.00%（92/100）"
    assert [one["unit"] for one in figures["lasts"]] == ["第1中队"]
    assert to.read_bytes().startswith(b"%PDF")
    assert "第10中队" in table.read_text("utf-8-sig")
    journal = run(place, "audit", "journal").output
    assert "办结情况月度通报" in journal
    assert "区纪委" in journal
    assert run(place, "audit", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--to", "x.pdf"), "report.to_needs_signer"),
        (("--to", "x.pdf", "--as", "p06"), "report.seal_missing"),
        (("--to", "x.pdf", "--as", "p02", "--with", "p09"), "report.signer"),
    ],
)
def test_no_report_leaves_without_its_signer_and_the_seal(place, more, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = run(place, "report", "rectification", "2026-06", *more, *pins(place), "--json")
    assert json.loads(refused.stdout)["error"]["code"] == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("quality", "2026-6"), "sampling.bad_month"),
        (("quality", "2027-01"), "report.month_to_come"),
        (("ranking", "2025-12"), "report.no_leads"),
    ],
)
def test_a_month_that_cannot_be_reported_is_refused(place, arguments, code):
    refused = run(place, "report", *arguments, "--json")
    assert json.loads(refused.stdout)["error"]["code"] == code


def test_a_month_without_reviews_has_a_report_that_says_so(place):
    figures = told(run(place, "report", "quality", "2026-02", "--json"))["figures"]
    assert (figures["sampled"], figures["mean"], figures["common"]) == (0, "—", [])


@pytest.mark.parametrize("name", ["quality", "raters"])
def test_nobody_signs_a_report_on_nothing(place, name, tmp_path):
    to, who = tmp_path / "x.pdf", ("--as", "p06", "--with", "p09")
    refused = run(place, "report", name, "2026-02", "--to", to, *who, *pins(place), "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "report.no_reviews"
    assert not to.exists()


def test_minutes_name_only_cases_reviewed_in_the_month(place, tmp_path):
    path = tmp_path / "会议.yaml"
    path.write_text(json.dumps(months.MEETING, ensure_ascii=False), encoding="utf-8")
    refused = run(place, "report", "conference", "2026-06", "--file", path, "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "report.case_not_reviewed"
    path.write_text(json.dumps({**months.MEETING, "会议地点": ""}), encoding="utf-8")
    refused = run(place, "report", "conference", "2026-06", "--file", path, "--json")
    assert json.loads(refused.stdout)["error"]["facts"]["field"] == "会议地点"


# -- the sample ------------------------------------------------------------------------------------


def test_a_month_is_promised_drawn_and_drawn_again_by_anybody(place, tmp_path):
    secret, record = tmp_path / "密值.json", tmp_path / "抽取.json"
    promise = ("review", "commit", "2026-07", "--as", "p06", "--to", secret, *pins(place))
    made = told(run(place, *promise, "--json"))
    assert len(made["digest"]) == 64
    assert secret.stat().st_mode & 0o077 == 0
    again = json.loads(run(place, *promise, "--json").stdout)
    assert again["error"]["code"] == "sampling.secret_in_the_way"
    draw = ("review", "sample", "2026-07", "--as", "p14", "--secret", secret, "--to", record)
    early = run(place, *draw, *pins(place), "--json")
    assert json.loads(early.stdout)["error"]["code"] == "sampling.month_running"
    sheet = tmp_path / "抽查记录.pdf"
    sealed = ("--sheet", sheet, "--with", "p09")
    drawn = told(run(place, *draw, *sealed, *pins(place), "--json", at="2026-08-03 09:00"))
    with Workspace.open(place / "workspace", at=moment(NOW)) as workspace:
        found = verify(sheet.read_bytes(), workspace.trust())
    assert (len(found.signatures), found.findings) == (2, ())
    assert drawn["record"]["reason"] == "all"
    repeated = run(place, "review", "sample", "--redraw", record, at="2026-08-03 09:00")
    assert repeated.exit_code == 0, repeated.output
    program = [sys.executable, "-I", str(tmp_path / "redraw.py"), str(record)]
    assert subprocess.run(program, capture_output=True, check=False).returncode == 0
    record.write_text(record.read_text("utf-8").replace('"size":25', '"size":24'), "utf-8")
    assert run(place, "review", "sample", "--redraw", record).exit_code == 7
    assert "承诺抽查密值" in run(place, "audit", "journal", at="2026-08-03 09:00").output


def test_an_audit_misses_a_record_that_is_gone_or_says_something_else(place):
    with Workspace.open(place / "workspace", at=moment("2026-08-03 09:00")) as workspace:
        with workspace.store.read() as view:
            entries = read_journal(view)
        assert list(audit_month(entries, workspace.blobs)) == []
        acts = {e.act: e for e in entries if e.act in (Act.SAMPLE_DRAWN, Act.REPORT_ISSUED)}
        drawn, issued = acts[Act.SAMPLE_DRAWN], acts[Act.REPORT_ISSUED]
        gone = {"digest": "0" * 64}
        other = workspace.blobs.put(b"{}")
        changed = [
            replace(drawn, facts={**drawn.facts, **gone}),
            replace(drawn, facts={**drawn.facts, "digest": other}),
            replace(drawn, facts={**drawn.facts, "reviewers": {"C1": "p05"}}),
            replace(issued, facts={**issued.facts, **gone}),
        ]
        codes = [f.code for f in audit_month(changed, workspace.blobs)]
    assert codes == ["sample_lost", "sample_differs", "sample_differs", "report_lost"]


def test_a_bureaus_own_groups_and_target_take_the_place_of_the_shipped_ones(place):
    own = place / "workspace" / "review" / "reports.yaml"
    own.parent.mkdir()
    groups = "[{name: 甲组, units: [第1中队, 第2中队]}]"
    own.write_text(
        f"confirmed: true\ntarget: 80\nmonths: 2\ngroups: {groups}\nrest: 其他\n", "utf-8"
    )
    figures = told(run(place, "report", "ranking", "2026-06", "--json"))["figures"]
    assert [one["name"] for one in figures["groups"]] == ["甲组", "其他"]
    assert figures["target"] == 80
    own.write_text("target: 80\n", "utf-8")
    refused = run(place, "report", "ranking", "2026-06", "--json")
    assert json.loads(refused.stdout)["error"]["facts"]["file"] == "reports.yaml"
