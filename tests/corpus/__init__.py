"""Seeded defects: dossiers as squads really get them wrong, graded by the road a user takes.

A defect is an edit of a copy of an exported bag and the item or veto a reviewer would strike it
under, written down from the law before looking at what the program does. A file of this package
holds some of them:

    from tests.corpus.defect import seeded
    from tests.corpus.edits import put, unsigned

    seeded("A2", "现场笔录只有一名执法人员签名",
           unsigned("site_inspection_record", "officer_second"), also=("V04", "B3"))
    seeded("H1", "缴款票据金额少一百元",
           put("pay_full", payments__amount=790000), also=("H2",))

The first argument is the head expected, or several; `also` are heads that may rightly show the
same defect; `base` is the name of a life in tests/lives (the bag it makes is made once), `m11`
unless said. Edits are functions of a `Copy` (tests/corpus/copies.py), done in order.
A new file is named in `FILES` of tests/corpus/catalogue.py.
Run as `python -m tests.corpus [--only HEAD …] [--clean] [--write]`.
"""
