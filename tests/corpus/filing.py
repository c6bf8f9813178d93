"""Seeded defects of group G: how the dossier is bound, numbered, kept."""

from tests.corpus.defect import seeded
from tests.corpus.edits import (
    damaged,
    index_of,
    later,
    no_paper,
    paper,
    put,
    reprint,
    signed_by,
    unsigned,
)
from tests.corpus.rewrites import (
    exchanged,
    lost,
    lost_paper,
    overwritten,
    pages_lost,
    refiled,
    removed,
    stranger,
    swapped,
    twice,
    unlisted,
)

# G1: one case one dossier, right order, volumes.
ORDER = ("G2", "G3", "F1")
seeded("G1", "法制审核意见书装入正卷", refiled("legal_review_opinion", "principal", 14), also=ORDER)
seeded("G1", "调查终结报告装入正卷", refiled("investigation_report", "principal", 14), also=ORDER)
seeded("G1", "事先告知书装入副卷", refiled("penalty_prior_notice", "supplementary", 12), also=ORDER)
seeded("G1", "决定书装在证据之后", refiled("penalty_decision", "principal", 14), also=ORDER)
seeded(
    "G1",
    "目录中决定书与现场笔录次序颠倒",
    swapped("penalty_decision", "site_inspection_record"),
    also=ORDER,
)
seeded("G1", "卷内混入另一案件的文书", stranger("行政处罚决定书", 14), also=ORDER)
seeded("G1", "同一份告知书装订两次", twice("penalty_prior_notice", 14), also=ORDER)
seeded(
    "G1",
    "卷内的询问笔录没有装入目录",
    unlisted("interview_record"),
    also=(*ORDER, "B2", "B4"),
    truly=("G2",),
)

# G2: cover, index and back note complete and true.
BOUND = ("G1", "G3", "G5", "F1", "F2", "E8")
seeded("G2", "没有案卷封面", no_paper("dossier_cover"), also=BOUND)
seeded("G2", "没有卷内目录", no_paper("dossier_index"), also=BOUND)
seeded("G2", "没有备考表", no_paper("dossier_backnote"), also=BOUND)
seeded("G2", "备考表没有立卷人签名", unsigned("dossier_backnote", "compiler"), also=BOUND)
seeded("G2", "备考表没有检查人签名", unsigned("dossier_backnote", "checker"), also=BOUND)
seeded(
    "G2",
    "备考表立卷人与检查人是同一人",
    signed_by("dossier_backnote", "checker", "p02"),
    also=BOUND,
)
seeded("G2", "备考表没有本卷情况说明", put("archive", dossier_note=None), also=BOUND)
seeded("G2", "封面页数与实际不符", reprint("dossier_cover", "共69页", "共66页"), also=BOUND)
seeded(
    "G2",
    "封面立案日期与实际不符",
    reprint("dossier_cover", "立案日期2026年3月3日", "立案日期2026年3月8日"),
    also=BOUND,
    mended="原来没有改成：标题字体中没有数字",
)
seeded(
    "G2",
    "目录中告知书的日期与文书不符",
    reprint("dossier_index", "2026年3月10日13—14", "2026年3月20日13—14"),
    also=BOUND,
)
seeded(
    "G2",
    "目录中决定书的页号与实际不符",
    reprint("dossier_index", "2026年3月19日2—6", "2026年3月19日2—5"),
    also=BOUND,
)
seeded("G2", "备考表份数与实际不符", reprint("dossier_backnote", "共32份", "共33份"), also=BOUND)
seeded("G2", "封面没有密级", put("archive", access_class=None), also=BOUND)
seeded("G2", "档案员没有在目录上签名", unsigned("dossier_index", "archivist"), also=BOUND)

# G3: pages without gap; cover, index, back note unnumbered.
PAGES = ("G2", "G1", "G4", "F2", "F3")
seeded(
    "G3",
    "决定书少一页，页码中断",
    index_of("penalty_decision", first_page=2, last_page=5),
    also=PAGES,
)
seeded(
    "G3",
    "两份文书页码重复",
    index_of("rectification_order", first_page=7, last_page=8),
    also=PAGES,
)
seeded("G3", "封面编了页码", index_of("dossier_cover", first_page=1, last_page=1), also=PAGES)
seeded(
    "G3", "备考表编了页码", index_of("dossier_backnote", first_page=53, last_page=53), also=PAGES
)
seeded(
    "G3",
    "卷内文书从第三页编起",
    index_of("filing_approval", first_page=3, last_page=3),
    also=PAGES,
)
seeded("G3", "决定书没有编页", index_of("penalty_decision", first_page=0, last_page=0), also=PAGES)
seeded(
    "G3",
    "决定书文件缺最后一页",
    pages_lost("penalty_decision", "1-4"),
    also=(*PAGES, "F3", "V22", "F4"),
)
seeded("G3", "调查终结报告中间缺一页", pages_lost("investigation_report", "1,3"), also=PAGES)
seeded("G3", "文书记载的页数与文件不符", paper("interview_record", pages=3), also=PAGES)

# G4: digests and signatures; audiovisual index.
KEPT = ("B5", "G3", "G2", "B2", "F3", "F4", "V02", "V22")
seeded("G4", "决定书文件被改动一个字节", damaged("penalty_decision"), also=KEPT, signatures=True)
seeded("G4", "询问笔录文件被改动一个字节", damaged("interview_record"), also=KEPT)
seeded("G4", "现场照片的文件丢失", lost("证2"), also=KEPT)
seeded("G4", "两张照片的文件互换", exchanged("证2", "证3"), also=KEPT)
seeded("G4", "营业执照被换成另一文件", overwritten("证4"), also=(*KEPT, "A4"))
seeded("G4", "送达回证文件丢失", lost_paper("service_receipt"), also=(*KEPT, "V20", "E10"))
seeded(
    "G4",
    "决定书被人改动后重算摘要，签名不再成立",
    reprint("penalty_decision", "六个月内依法", "三个月内依法"),
    also=KEPT,
    signatures=True,
)
seeded("G4", "台账检查点丢失", removed("audit/checkpoint"), also=KEPT)
seeded("G4", "第一件事的存在证明丢失", removed("audit/proofs/0001.tlog-proof"), also=KEPT)
seeded("G4", "卷宗总签名丢失", removed("audit/bag.note"), also=KEPT)

# G5: archived in time, retention set.
LATE = ("G2", "H2")
seeded("G5", "归档期限届满次日才归档", later("archive", 29), also=LATE)
seeded("G5", "结案后一个半月才归档", later("archive", 40), also=LATE)
seeded("G5", "结案后半年才归档", later("archive", 180), also=LATE)
seeded("G5", "没有定保管期限", put("archive", retention=None), also=LATE)
seeded("G5", "普通程序案卷定为十年", put("archive", retention="years_10"), also=LATE)
seeded("G5", "归档早于批准结案", later("archive", -10), also=(*LATE, "E8", "V21"))
