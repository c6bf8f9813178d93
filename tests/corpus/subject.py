"""Seeded defects of group A: who acted, in whose name, against whom."""

from tests.corpus.defect import seeded
from tests.corpus.edits import reprint, unsigned

seeded(
    "A2",
    "现场笔录只有一名执法人员签名",
    unsigned("site_inspection_record", "officer_second"),
    also=("V04", "B3"),
)
seeded(
    "A1",
    "告知书所印机关名称漏“综合”二字",
    reprint("penalty_prior_notice", "综合行政执法局", "行政执法局"),
)
