"""Opinions are taken from those who sign, and refused from everybody else."""

import pytest

from engine.road import Done
from tests.bureau import Bureau, problems


def filing(opinions):
    bureau = Bureau().play("m11", until="approve_filing", before=True)
    step = next(s for s in bureau.steps if s.trigger == "approve_filing")
    return bureau.do("approve_filing", step=step, raw={**step.raw, "意见": opinions})


SIGNERS = {"赵国栋": "建议立案。", "郑文博": "同意立案。"}


def test_those_who_sign_give_their_opinions():
    assert isinstance(filing(SIGNERS), Done)


@pytest.mark.parametrize(
    ("who", "code"),
    [("钱慧", "not_a_signer"), ("p14", "not_a_signer"), ("马立群", "not_a_signer")],
)
def test_who_signs_nothing_in_the_step_is_not_passed_over(who, code):
    assert problems(filing({**SIGNERS, who: "同意。"})) == {f"意见.{who}": code}


def test_the_refusal_says_who_may_write():
    (problem,) = filing({**SIGNERS, "钱慧": "同意。"}).problems
    assert problem.facts["person"] == "钱慧"
    assert {"赵国栋", "郑文博"} <= set(problem.facts["known"].split("、"))


def test_an_opinion_where_nobody_signs_is_refused():
    bureau = Bureau().play("m11", until="register_lead")
    assert problems(bureau.do("start_verification", give={"意见": "同意。"})) == {
        "意见": "no_opinion_asked"
    }
