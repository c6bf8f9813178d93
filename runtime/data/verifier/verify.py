#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""查验案卷包（BagIt）：只用Python 3.8以上的标准库，不联网，不依赖任何其他程序。

    python3 verify.py [BAG] [--json]        退出码：0没有问题，1有问题，2不能查验

One file that checks an exported dossier: container, ledger, papers, signatures, periods, legality.
Made from sections that are tested one by one; it reads from top to bottom, each section begins with
what it checks and what it does not. Nothing is fetched, written or sent.

  1. words         What findings say to a reader, by code. Nothing is decided here.
  2. der           Reading DER, the encoding of certificates and signatures (ITU-T X.690).
  3. finding       What is wrong and where: the findings of a check, each with document, page, event and article.
  4. bag           The bag as a container (BagIt 1.0, RFC 8493): every file listed, every listed file there.
  5. ed25519       Checking Ed25519 signatures (RFC 8032, 5.1): the ledger's checkpoint and the witnesses' lines.
  6. ecdsa         Checking ECDSA signatures on the NIST curves (FIPS 186-5, 6.4.2; SEC 1, 4.1.4).
  7. sm3           The SM3 digest (GB/T 32905): the interpreter's own where it has one, else worked out here.
  8. sm2           Checking SM2 signatures (GB/T 32918.2, 7.1) on the recommended curve (GB/T 32918.5, 2).
  9. rsa           Checking RSA signatures: PKCS#1 v1.5 and PSS (RFC 8017, 8.1.2, 8.2.2 and 9.1.2).
 10. certificates  Certificates (RFC 5280): who holds one, whose signature stands on it, when it was valid.
 11. roots         Roots the bureau had before: up to when each is believed, and which led to the present one.
 12. cms           CMS signatures (RFC 5652) as PDF files carry them, and the RFC 3161 timestamps inside them.
 13. ledger        The ledger: each event bound to the one before it, all of them under a signed tree head.
 14. vouched       The whole bag: the ledger's key has signed for every file as it was when the dossier left.
 15. replay        The case as its events make it: tracks and their states, documents, periods, what is known.
 16. pdf           Reading the PDF files of a dossier (ISO 32000-1): revisions, pages, fields, the attached act.
 17. papers        The dossier's papers: the catalogue against files, events and the order the bureau files by.
 18. signatures    The signatures of each PDF: what they cover, who made them, when, and what came afterwards.
 19. beside        SM2 signatures beside the papers (`audit/sm2`): each paper's own, over the whole file as it is.
 20. attached      The act that each document carries (`event.json`), held against the event that made it.
 21. periods       Statutory periods counted anew from the register and the working days in `audit/law/`.
 22. duties        People: who held which role, in which relation somebody stood to the case, which parts exclude.
 23. plain_yaml    Reading the little of YAML that definitions are written in: blocks, flows, anchors, plain words.
 24. definitions   The definitions a case was pinned to: read, and bound to the digests the events name.
 25. lawful        Whether each recorded act was lawful under the definition it names (`audit/law/definitions/`).
 26. effects       What an act changes besides states: marks, service, periods and tracks, by its definition.
 27. asking        What the questions of law share: the case, its people and papers, and where findings stand.
 28. statute       The decisive conditions of the law, worked out anew from dates, amounts and people.
 29. conduct       How the case was conducted: officers, hearing, service, money; worked out anew.
 30. report        Telling what was found: a page for people, JSON for programs.
 31. main          The run: every section in its order, then the report and the exit code.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import re
import sys
import zlib
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from struct import pack, unpack
from typing import Any, Dict, List, NamedTuple, Optional, Protocol, Tuple, TypeVar, Union
from unicodedata import normalize


# ==================================================================================================
# 1. words
#
# What findings say to a reader, by code. Nothing is decided here.
# ==================================================================================================

SAID = {
    # the bag as a container
    "bag_declaration": "bagit.txt不是BagIt 1.0的声明",
    "bag_foreign": "包内有链接或者特殊文件，不是普通文件",
    "bag_oxum": "bag-info.txt所记的数据总量与data文件夹不符",
    "bag_no_manifest": "缺少清单{file}",
    "bag_line": "清单第{line}行无法读取或者重复",
    "bag_missing": "清单列有{file}，包内没有",
    "bag_added": "包内有清单未列的文件{file}",
    "bag_changed": "{file}的内容与清单所记摘要不符",
    "damaged": "{what}缺损，无法核对（{problem}）",
    # the ledger
    "ledger_empty": "没有可以读取的事件",
    "event_unreadable": "第{line}行事件无法读取",
    "event_order": "事件编号不连续：此处记为第{found}号",
    "event_form": "事件正文不是规范写法，摘要不可复核",
    "event_hash": "事件正文与其摘要不符",
    "event_chain": "事件没有接在第{before}号事件之后：所记前一事件的摘要不符",
    "private_changed": "事件的保密部分（当时录入的内容）与正文所记加盐摘要不符",
    "words_changed": "文书{id}留存的文字与正文所记承诺值不符",
    "moment_order": "时间倒置：记为{at}，早于前一事件的{before}",
    "leaf_order": "在存证账册中的位置早于前一事件",
    "event_foreign": "不是本案的事件",
    "checkpoint_unreadable": "签名检查点无法读取",
    "log_key_unreadable": "账册公钥无法读取",
    "checkpoint_origin": "检查点属于账册{origin}，公钥属于{key}",
    "checkpoint_signature": "检查点没有账册公钥的有效签名",
    "no_witness": (
        "没有见证人公钥：检查点只由本机关签名，另行保存的检查点或者见证人的联署才能排除整册重写"
    ),
    "witness_key_unreadable": "见证人公钥无法读取",
    "witness_silent": "检查点没有见证人{name}的联署",
    "witness_signature": "见证人{name}的联署无效",
    "proof_foreign": "证明文件不属于任何事件",
    "proof_missing": "缺少这一事件的存证证明",
    "proof_unreadable": "存证证明无法读取",
    "proof_other": "存证证明属于另一检查点或者另一位置",
    "proof_wrong": "存证证明推不出检查点的根：这一事件不在账册中",
    "bag_note_missing": "没有对整个案卷包的签名（audit/bag.note）",
    "bag_note_signature": "对整个案卷包的签名（audit/bag.note）无效",
    "bag_note_other": "案卷包不是导出时签名的那一个：导出以后有文件被改动、增删",
    # catalogue and papers
    "catalogue_unreadable": "目录.json无法读取",
    "catalogue_head": "目录.json的{name}记为{said}，事件所示为{known}",
    "document_foreign": "目录列有“{name}”，事件中没有作出这份文书或者已作废",
    "document_missing": "目录所列的“{name}”没有文件",
    "document_changed": "“{name}”的文件不是事件所记的那一份（摘要不符）",
    "catalogue_differs": "目录所记{name}与事件不符",
    "pdf_unreadable": "“{name}”不是可以读取的PDF",
    "page_count": "“{name}”现有{found}页，制作时记录为{recorded}页",
    "page_swapped": "“{name}”原第{was}页现在排在第{now}页",
    "evidence_missing": "目录所列的证据或者附件没有文件",
    "evidence_changed": "证据或者附件不是录入时的那个文件（摘要不符）",
    "evidence_left_out": "录入的文件（摘要{digest}…）没有入卷",
    "evidence_numbers": "证据编号与录入次序不符：{found}",
    "catalogue_lacks": "卷内有目录未列的文件",
    "catalogue_twice": "目录把同一文件列了两次",
    "document_left_out": "已生效的文书{id}没有入卷",
    "no_order": "没有案卷排列规则，未核对文书次序",
    "order_differs": "文书次序与案卷排列规则不符：第{at}份应为{should}",
    "file_number": "文件名的序号与位置不符：应为第{at}份",
    "front_numbered": "封面、目录、备考表不编页号",
    "page_numbers": "页号不连续：记为第{first}至{last}页，应为第{expected}至{until}页",
    # signatures
    "root_missing": "没有可以信任的根证书",
    "root_unvouched": "以前的根证书没有现在的根证书作证，未采信",
    "list_unreadable": "吊销列表无法读取",
    "list_unsigned": "吊销列表不是根证书签发的",
    "certificate_unreadable": "证书无法读取",
    "signatures_differ": "签名与记录不符：记录为{recorded}，文件中为{found}",
    "pdf_appended": "“{name}”最后一个签名之后又有追加的内容",
    "pdf_updated": "“{name}”有不属于任何签名的增量更新",
    "page_replaced": "“{name}”有一个签名连同页面内容一起改动",
    "signature_range": "“{name}”{field}签名的字节范围没有覆盖全文",
    "signature_unreadable": "“{name}”{field}签名无法读取",
    "signature_digest": "“{name}”{field}签名之后内容被改动（messageDigest不符）",
    "signature_value": "“{name}”{field}签名值无效",
    "stamp_missing": "“{name}”{field}签名没有时间戳",
    "stamp_imprint": "“{name}”{field}的时间戳不是对这个签名作出的",
    "stamp_signature": "“{name}”{field}的时间戳签名无效",
    "certificate_untrusted": "“{name}”{field}：{signer}的证书不是本案根证书签发的",
    "certificate_not_yet_valid": "“{name}”{field}：{signer}的证书在{at}尚未生效",
    "certificate_expired": "“{name}”{field}：{signer}的证书在{at}已经过期",
    "certificate_revoked": "“{name}”{field}：{signer}的证书在{at}已被吊销",
    "certificate_superseded": "“{name}”{field}：{signer}的证书在{at}已被新证书取代",
    "certificate_root_ended": "“{name}”{field}：签发{signer}的证书的根证书在{at}已经换发",
    "certificate_usage": "“{name}”{field}：{signer}的证书不得用于这种签名",
    "certificate_stray": "“{name}”{field}：签名里夹带了与{signer}的证书无关的证书",
    "no_lists": "没有吊销列表，未核对证书是否被吊销",
    "signer_differs": "“{name}”{field}应由{recorded}签名，实为{found}",
    "signer_role": "“{name}”{field}签名所载身份为{found}，记录为{recorded}",
    "signature_moment": "“{name}”{field}签名时间：记录为{recorded}，时间戳为{found}",
    "act_unreadable": "“{name}”所附的行为记录（event.json）无法读取",
    "act_missing": "“{name}”没有所附的行为记录（event.json）",
    "act_differs": "“{name}”所附的行为记录与事件不符：{key}",
    # SM2 signatures
    "sm2_field": "国密",
    "sm2_index": "国密签名的索引（signatures.json）无法读取",
    "sm2_missing": "“{name}”没有{field}签名",
    "sm2_foreign": "不是卷内任何文书的国密签名",
    "sm2_differs": "“{name}”{field}签名与索引所记不符：{key}",
    "sm2_without": "导出时没有国密签名的文书：{names}",
    "sm2_no_lists": "没有国密证书的吊销列表，未核对国密证书是否被吊销",
    "sm2_root": (
        "国密签名用的是{signers}的证书，是否作出文书的机关请核对；"
        "国密签名没有时间戳，以签名自述的时间判断证书；"
        "国密根证书在包内（audit/sm2/roots），请从发证机构公布的渠道另行核对"
    ),
    # periods
    "period_unknown": "期限{name}（{instance}）不在期限登记表中",
    "year_unknown": "没有{year}年的工作日安排，未重算期限“{name}”",
    "period_differs": "期限“{name}”（{instance}）记为{recorded}届满，重算为{counted}",
    "period_missed": "期限“{name}”于{due}届满，{ended}才办结",
    # legality of each act
    "definition_changed": "程序定义的原文件与其编号（摘要）不符",
    "definition_unreadable": "程序定义无法读取",
    "definition_unbound": "程序定义{digest}…没有可以读取的原文件，未核对其内容与摘要",
    "definition_differs": "程序定义与其原文件不一致",
    "kind_unknown": "不认识的事件种类{kind}",
    "definition_missing": "事件所依据的程序定义{digest}…不在包内",
    "transition_unknown": "程序中没有{transition}这一步",
    "state_from": "“{trigger}”记为自{recorded}状态办理，当时状态是{now}",
    "state_not_allowed": "“{trigger}”不得在{now}状态办理",
    "state_to": "“{trigger}”之后记为{recorded}状态，应为{wanted}",
    "trigger_differs": "“{trigger}”所记动作{recorded}与定义不符",
    "definition_switched": "“{trigger}”没有依照立案时固定的程序版本",
    "definition_not_in_force": "“{trigger}”所依据的程序版本当日没有施行",
    "track_too_early": "“{trigger}”：主程序当时不允许开始这一环节",
    "role_not_allowed": "“{trigger}”不得由{role}办理（{actor}）",
    "role_not_held": "{actor}当时没有{role}身份，不得办理“{trigger}”",
    "relation_lacking": "{actor}不是本案的承办人员或者指定人员，不得办理“{trigger}”",
    "duties_mixed": "{actor}在本案中另有职责（{part}），不得再办理这一行为",
    "guard_missing": "没有记录法定条件{rule}（{fact}）的核对结论",
    "guard_failed": "法定条件{rule}（{fact}）的核对结论是{value}，不得办理",
    "checklist_open": "必须核对的事项没有确认：{ask}（{result}）",
    "input_missing": "没有录入必填内容“{label}”",
    "input_later": "“{label}”（{value}）晚于行为本身",
    "document_not_made": "没有制作应有的文书：{form}",
    "document_unfinished": "“{form}”没有完成全部签批",
    "document_not_due": "这一行为不应制作“{form}”",
    "number_changed": "文号{number}与先前不同",
    "number_twice": "文号{number}在本案中用了两次",
    "number_year": "文号{number}的年份与作出日期不符",
    "mark_missing": "没有记录应有的结果{mark}",
    "service_differs": "“{trigger}”的送达记录与定义不符",
    "track_missing": "没有开始应有的环节{machine}",
    "service_other": "所记送达的文书不是这一送达环节的文书",
    "service_day": "送达日期记为{recorded}，回证所载为{given}，或者送达方式不符",
    "service_before": "送达日期{day}早于文书作出之日",
    "period_not_stopped": "期限{rule}应当终结而没有终结",
    "period_foreign": "这一行为不应变动期限{instance}（{move}）",
    "period_not_started": "期限{rule}应当起算而没有起算",
    "period_start": "期限{rule}自{recorded}起算，应自{wanted}起算",
    "signature_unexpected": "没有等待签名的文书",
    "signature_order": "签名没有依照次序：应签{slot}",
    "signer_unlawful": "{actor}无权在{slot}签名",
    "signed_undone": "先前的签名被去掉或者改动",
    "signed_other_time": "{actor}在{slot}的签名时间{at}与行为时间不符",
    "proposal_unknown": "所撤回的提请不存在或者已经办结",
    "people_unreadable": "人员名册无法读取",
    "duties_unreadable": "职责规则无法读取",
    # the decisive conditions of the law
    "no_filing": "没有立案审批即作出处罚决定",
    "investigated_unfiled": "{made}调查取证，{filed}才批准立案",
    "not_told": "作出决定前没有送达处罚告知书",
    "told_late": "处罚告知书{served}才送达，决定于{decided}作出",
    "decided_early": "期限“{name}”{due}才届满，当事人没有陈述、放弃，{decided}已作出决定",
    "hearing_untold": "罚款{fine}达到听证标准（{limit}），没有告知听证权利",
    "hearing_not_held": "当事人要求听证，没有举行听证即作出决定",
    "hearing_short": "听证于{held}举行，送达通知后最早可以举行的日子是{first}",
    "chair_officer": "听证主持人{actor}是本案的承办人员",
    "not_answered": "听取了陈述申辩，没有复核意见即作出决定",
    "not_reviewed": "没有法制审核通过的意见即作出决定",
    "reviewer_unqualified": "法制审核人员{actor}没有法律职业资格",
    "reviewer_officer": "法制审核人员{actor}是本案的承办人员",
    "fine_above_notice": "罚款{fine}高于告知的{told}",
    "range_open": "罚款幅度取决于计罚基数、情形选择或者新旧规定比较，未重算幅度",
    "fine_outside": "罚款{fine}不在法定幅度{low}至{high}之内",
    "decision_period_missing": "没有起算办案期限",
    "decision_period_start": "办案期限自{start}起算，批准立案之日是{filed}",
    "decided_late": "办案期限{due}届满，{decided}才作出决定",
    "act_after_lead": "违法行为发生日{act}晚于线索收到之日{found}",
    "limitation_over": "发现时已经超过追责时效（{due}）",
    "no_correction": "没有责令改正，也没有说明无需改正的理由",
    "not_served": "处罚决定没有送达即结案",
    "served_before": "送达日期{served}早于决定作出之日{made}",
    "one_officer": "记录上只有{count}名具有有效执法证（{day}）的执法人员签名",
    "spot_fine": "当场罚款{fine}超过限额{limit}",
    "decider_collects": "作出决定的{actor}又收缴罚款",
    # what is said of the whole
    "own_tool": (
        "本程序和根证书、公钥都在包内："
        "请从本机关公布的渠道另行核对verify.py的摘要、根证书指纹和账册公钥"
    ),
    "meaning": (
        "证据能否证明事实、说理是否充分、文书文字的含义，须由人判断；"
        "取决于这些判断的法定条件，只核对了所记录的结论"
    ),
    "figures": (
        "期限登记表、工作日安排、职责规则、人员名册和权力事项没有被事件的摘要逐一固定，"
        "只由audit/bag.note担保导出以后没有改过，内容请与公布的法律、节假日安排和名册对照"
    ),
    "case_other": "bag-info.txt所记案件{said}不是事件所示的{known}",
    "part_event": "事件",
    "part_paper": "文书",
    "part_index": "目录",
    "part_law": "法定条件",
    "part_period": "期限",
    "part_sm2": "国密签名",
    "part_people": "人员与程序定义",
    # the report
    "title": "案卷包查验结果",
    "case": "案件：{case}　{number}",
    "looked_at": "查验了：{list}",
    "sound": "查验完毕，没有发现问题。",
    "unsound": "查验完毕，发现{count}处问题：",
    "unchecked": "没有查验、请另行核对的：",
    "document": "文书",
    "page": "页",
    "event": "事件",
    "law": "依据",
    "event_number": "第{number}号",
    "no_bag": "{path}不是案卷包：没有bagit.txt或者audit文件夹",
    "cannot_read": "不能读取{path}：{problem}",
    "usage": "查验案卷包。BAG：案卷包所在文件夹，不写时为本程序所在文件夹。",
    "root_other": "根证书不是另行取得的那一份",
    "log_key_other": "账册公钥不是另行取得的那一份",
    "root_help": "另行取得的根证书，与包内的比对",
    "key_help": "另行取得的账册公钥，与包内的比对",
    "json_help": "输出完整的JSON",
    "quiet_help": "不显示进度",
}

#: What was looked at, as the report counts it.
COUNTED = {
    "files": "文件",
    "events": "事件",
    "proofs": "存证证明",
    "witnesses": "见证联署",
    "documents": "文书",
    "pages": "页",
    "evidence": "证据附件",
    "signatures": "签名",
    "timestamps": "时间戳",
    "sm2": "国密签名",
    "periods": "期限",
    "acts": "行为",
    "conditions": "法定条件核对",
}
STAGES = ("清单", "账册", "文书", "签名", "期限", "程序", "法定条件")


# ==================================================================================================
# 2. der
#
# Reading DER, the encoding of certificates and signatures (ITU-T X.690).
#
# Strict about lengths; refuses what is indefinite or longer than its frame.
# ==================================================================================================

INTEGER, BITS, OCTETS, OID, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x30, 0x31
UTC_TIME, GENERAL_TIME = 0x17, 0x18


class UnreadableError(Exception):
    """Bytes are not what they claim to be; `args[0]` says what was expected."""


class Part(NamedTuple):
    """One encoded value: tag, whole encoding, contents."""

    tag: int
    raw: bytes
    body: bytes

    @property
    def parts(self) -> list[Part]:
        """The values inside."""
        return parts_of(self.body)

    @property
    def number(self) -> int:
        """The value of an INTEGER."""
        return int.from_bytes(self.body, "big", signed=True)


def first_part(data: bytes) -> Part:
    """The value at the beginning of `data`; raises UnreadableError."""
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        raise UnreadableError("DER")
    size, at = data[1], 2
    if size & 0x80:
        more = size & 0x7F
        at, size = 2 + more, int.from_bytes(data[2 : 2 + more], "big")
        if not 0 < more <= 4 or size < 0x80 or size >> (8 * more - 8) == 0:
            raise UnreadableError("DER")
    if at + size > len(data):
        raise UnreadableError("DER")
    return Part(data[0], data[: at + size], data[at : at + size])


def only_part(data: bytes, tag: int) -> Part:
    """The one value `data` is; raises UnreadableError for another tag or more bytes."""
    found = first_part(data)
    if found.tag != tag or len(found.raw) != len(data):
        raise UnreadableError("DER")
    return found


def parts_of(data: bytes) -> list[Part]:
    """The values that make up `data`."""
    found = []
    while data:
        part = first_part(data)
        found.append(part)
        data = data[len(part.raw) :]
    return found


def written(tag: int, *contents: bytes) -> bytes:
    """The encoding of a value, its length in the shortest form."""
    body = b"".join(contents)
    size = len(body).to_bytes(4, "big").lstrip(b"\x00")
    length = bytes((len(body),)) if len(body) < 0x80 else bytes((0x80 | len(size),)) + size
    return bytes((tag,)) + length + body


def moment_of(part: Part) -> datetime:
    """The moment of a UTCTime or GeneralizedTime in whole seconds (RFC 5280, 4.1.2.5)."""
    text = part.body.decode("ascii", "replace")
    if part.tag == UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    try:
        return datetime.strptime(text[:14] + "+0000", "%Y%m%d%H%M%S%z")
    except ValueError:
        raise UnreadableError("time") from None


# ==================================================================================================
# 3. finding
#
# What is wrong and where: the findings of a check, each with document, page, event and article.
# ==================================================================================================

Result = TypeVar("Result")
#: What Python raises where a value is not of the shape it must have.
DAMAGED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    UnreadableError,
)


class Place(NamedTuple):
    """Where a reader looks: a file, its pages in the dossier, a page within the file."""

    file: str = ""
    first: int = 0
    last: int = 0
    #: Page within the file, from 1; 0 where the whole file is meant.
    inside: int = 0

    @property
    def page(self) -> str:
        """The page as a reader of the dossier looks for it."""
        if not self.first:
            return f"文件内第{self.inside}页" if self.inside else ""
        if self.inside:
            return f"第{self.first + self.inside - 1}页"
        return f"第{self.first}页" if self.first == self.last else f"第{self.first}至{self.last}页"


NOWHERE = Place()


class Finding(NamedTuple):
    """One thing that is wrong."""

    code: str
    text: str
    place: Place
    #: Number of the event, 0 where none is meant.
    event: int
    #: Article by short code, or the standard that asks for it.
    law: str
    facts: dict[str, object]


class Findings:
    """The findings of a run, with what was looked at and what could not be."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.all: list[Finding] = []
        self.looked_at: dict[str, int] = {}
        self.unchecked: list[str] = []

    def add(
        self, code: str, place: Place = NOWHERE, *, event: int = 0, law: str = "", **facts: object
    ) -> None:
        """Note one finding; the same one is noted once."""
        found = Finding(code, SAID[code].format(**facts), place, event, law, facts)
        if found not in self.all:
            self.all.append(found)

    def attempt(
        self,
        what: str,
        act: Callable[[], Result],
        place: Place = NOWHERE,
        event: int = 0,
        passing: type[Exception] | None = None,
    ) -> Result | None:
        """Do one part of a check; what is too damaged to be looked at is a finding of its own.

        An exception of the kind `passing` is the caller's.
        """
        try:
            return act()
        except DAMAGED as problem:
            if passing and isinstance(problem, passing):
                raise
            told = f"{type(problem).__name__} {problem}"
            self.add("damaged", place, event=event, law="APL 47", what=what, problem=told)
            return None

    def count(self, what: str, number: int = 1) -> None:
        """Note that so many more of something were looked at."""
        self.looked_at[what] = self.looked_at.get(what, 0) + number

    def could_not(self, code: str, **facts: object) -> None:
        """Note what this run could not check."""
        text = SAID[code].format(**facts)
        if text not in self.unchecked:
            self.unchecked.append(text)


# ==================================================================================================
# 4. bag
#
# The bag as a container (BagIt 1.0, RFC 8493): every file listed, every listed file there.
#
# A manifest proves nothing by itself, since whoever changes a file can change its line; it finds
# what was damaged or lost on the way. What the bureau cannot change is checked in later sections.
# ==================================================================================================

#: A JSON object as read; what it holds is asked where it is used.
Told = Dict[str, Any]

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
LISTED = re.compile(r"([0-9a-f]{64})  (.+)")
OXUM = re.compile(r"^Payload-Oxum: (\d+)\.(\d+)$", re.MULTILINE)
CATALOGUE = "data/目录.json"
BAGIT = "RFC 8493"


class Bag:
    """The files below one folder; links and devices are no files of a bag."""

    def __init__(self, root: Path) -> None:
        """Look through the folder; raises OSError when it cannot be read."""
        self.root = root
        self.files: dict[str, Path] = {}
        self.foreign: list[str] = []
        for path in sorted(root.rglob("*")):
            name = normalize("NFC", path.relative_to(root).as_posix())
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                self.foreign.append(name)
            elif path.is_file():
                self.files[name] = path
        self._read: dict[str, bytes] = {}

    def bytes(self, name: str) -> bytes:
        """The bytes of a file, empty when there is none."""
        if name not in self._read:
            path = self.files.get(name)
            self._read[name] = path.read_bytes() if path else b""
        return self._read[name]

    def digest(self, name: str) -> str:
        """The SHA-256 of a file, hex; empty when there is none."""
        return hashlib.sha256(self.bytes(name)).hexdigest() if name in self.files else ""

    def text(self, name: str) -> str:
        """A file as text; what is no UTF-8 is replaced."""
        return self.bytes(name).decode("utf-8", "replace")

    def json(self, name: str) -> object:
        """A file as JSON, in which no name stands twice; None when it is not."""
        try:
            return strict_json(self.bytes(name))
        except ValueError:
            return None

    def below(self, folder: str) -> list[str]:
        """The names of the files below a folder."""
        return [name for name in self.files if name.startswith(folder)]


def as_object(value: object) -> Told:
    """A JSON object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def strict_json(data: bytes) -> object:
    """JSON in which no name stands twice; raises ValueError."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("name twice")
        return found

    return json.loads(data.decode("utf-8"), object_pairs_hook=once)


def canonical(value: object) -> bytes:
    """The one form of a JSON value that digests are taken of (after RFC 8785)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def check_bag(bag: Bag, out: Findings) -> None:
    """Declaration, both manifests in both directions, sum of the payload's bytes."""
    if bag.bytes("bagit.txt") != DECLARED:
        out.add("bag_declaration", Place("bagit.txt"), law=BAGIT)
    for name in bag.foreign:
        out.add("bag_foreign", Place(name), law=BAGIT)
    payload = {name for name in bag.files if name.startswith("data/")}
    tags = {name for name in bag.files if name not in payload and name != TAGS}
    _compare(bag, MANIFEST, payload, out)
    _compare(bag, TAGS, tags, out)
    sizes = [bag.files[name].stat().st_size for name in payload]
    told = OXUM.search(bag.text("bag-info.txt"))
    if told is None or (int(told[1]), int(told[2])) != (sum(sizes), len(sizes)):
        out.add("bag_oxum", Place("bag-info.txt"), law=BAGIT)
    out.count("files", len(bag.files))


def _compare(bag: Bag, manifest: str, present: set[str], out: Findings) -> None:
    if manifest not in bag.files:
        out.add("bag_no_manifest", Place(manifest), law=BAGIT, file=manifest)
        return
    listed: dict[str, str] = {}
    for number, line in enumerate(bag.text(manifest).split("\n")[:-1], 1):
        found = LISTED.fullmatch(line)
        if not found or found[2] in listed:
            out.add("bag_line", Place(manifest), law=BAGIT, line=number)
            continue
        listed[found[2]] = found[1]
    for name in sorted(listed.keys() - present):
        out.add("bag_missing", Place(name), law="APL 47", file=name)
    for name in sorted(present - listed.keys()):
        out.add("bag_added", Place(name), law="APL 47", file=name)
    for name in sorted(present & listed.keys()):
        if bag.digest(name) != listed[name]:
            out.add("bag_changed", Place(name), law="APL 47", file=name)


# ==================================================================================================
# 5. ed25519
#
# Checking Ed25519 signatures (RFC 8032, 5.1): the ledger's checkpoint and the witnesses' lines.
#
# Plain integer arithmetic in extended coordinates. Verifies only; there is no signing here.
# ==================================================================================================

FIELD = 2**255 - 19
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
CONSTANT = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)
#: Neutral element of the group, as (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.
NEUTRAL = (0, 1, 1, 0)


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) over `message` was made with the key `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = _edwards_point(public), _edwards_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= GROUP_ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % GROUP_ORDER
    left = _edwards_times(scalar, _edwards_base())
    right = _edwards_sum(nonce, _edwards_times(challenge, key))
    return _same(left, right)


def _edwards_base() -> tuple[int, int, int, int]:
    y = 4 * pow(5, FIELD - 2, FIELD) % FIELD
    x = _x_of(y, 0)
    return (x or 0, y, 1, (x or 0) * y % FIELD)


def _x_of(y: int, sign: int) -> int | None:
    """The x of a point with this y (RFC 8032, 5.1.3); None when there is none."""
    squared = (y * y - 1) * pow(CONSTANT * y * y + 1, FIELD - 2, FIELD) % FIELD
    if squared == 0:
        return None if sign else 0
    x = pow(squared, (FIELD + 3) // 8, FIELD)
    if (x * x - squared) % FIELD:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if (x * x - squared) % FIELD:
        return None
    return FIELD - x if x & 1 != sign else x


def _edwards_point(encoded: bytes) -> tuple[int, int, int, int] | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    x = _x_of(y, sign) if y < FIELD else None
    return None if x is None else (x, y, 1, x * y % FIELD)


def _edwards_sum(
    first: tuple[int, int, int, int], second: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """The sum of two points (RFC 8032, 5.1.4)."""
    a = (first[1] - first[0]) * (second[1] - second[0]) % FIELD
    b = (first[1] + first[0]) * (second[1] + second[0]) % FIELD
    c = 2 * first[3] * second[3] * CONSTANT % FIELD
    d = 2 * first[2] * second[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def _edwards_times(scalar: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    found = NEUTRAL
    while scalar:
        if scalar & 1:
            found = _edwards_sum(found, point)
        point = _edwards_sum(point, point)
        scalar >>= 1
    return found


def _same(first: tuple[int, int, int, int], second: tuple[int, int, int, int]) -> bool:
    return (first[0] * second[2] - second[0] * first[2]) % FIELD == 0 and (
        first[1] * second[2] - second[1] * first[2]
    ) % FIELD == 0


# ==================================================================================================
# 6. ecdsa
#
# Checking ECDSA signatures on the NIST curves (FIPS 186-5, 6.4.2; SEC 1, 4.1.4).
#
# The two products a verification needs are taken together (Shamir's trick) in Jacobian coordinates,
# so that a signature takes some milliseconds. Verifies only; no secrets pass through here.
# ==================================================================================================

class Curve(NamedTuple):
    """A curve y² = x³ - 3x + b over a prime field, its base point and their order."""

    prime: int
    b: int
    x: int
    y: int
    order: int


def hex_number(text: str) -> int:
    """The number hexadecimal digits write."""
    return int(text.replace(" ", ""), 16)


#: By the object identifier of the curve, content bytes (SP 800-186, 3.2.1).
CURVES = {
    "2a8648ce3d030107": Curve(
        prime=2**256 - 2**224 + 2**192 + 2**96 - 1,
        b=hex_number("5ac635d8 aa3a93e7 b3ebbd55 769886bc 651d06b0 cc53b0f6 3bce3c3e 27d2604b"),
        x=hex_number("6b17d1f2 e12c4247 f8bce6e5 63a440f2 77037d81 2deb33a0 f4a13945 d898c296"),
        y=hex_number("4fe342e2 fe1a7f9b 8ee7eb4a 7c0f9e16 2bce3357 6b315ece cbb64068 37bf51f5"),
        order=hex_number("ffffffff 00000000 ffffffff ffffffff bce6faad a7179e84 f3b9cac2 fc632551"),
    ),
    "2b81040022": Curve(
        prime=2**384 - 2**128 - 2**96 + 2**32 - 1,
        b=hex_number(
            "b3312fa7 e23ee7e4 988e056b e3f82d19 181d9c6e fe814112 0314088f 5013875a"
            "c656398d 8a2ed19d 2a85c8ed d3ec2aef"
        ),
        x=hex_number(
            "aa87ca22 be8b0537 8eb1c71e f320ad74 6e1d3b62 8ba79b98 59f741e0 82542a38"
            "5502f25d bf55296c 3a545e38 72760ab7"
        ),
        y=hex_number(
            "3617de4a 96262c6f 5d9e98bf 9292dc29 f8f41dbd 289a147c e9da3113 b5f0b8c0"
            "0a60b1ce 1d7e819d 7a431d7c 90ea0e5f"
        ),
        order=hex_number(
            "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff c7634d81 f4372ddf"
            "581a0db2 48b0a77a ecec196a ccc52973"
        ),
    ),
}
#: A point in Jacobian coordinates, x = X/Z², y = Y/Z³; Z = 0 is the point at infinity.
INFINITY = (1, 1, 0)


def ecdsa_holds(curve: Curve, public: bytes, digest: bytes, r: int, s: int) -> bool:
    """Whether (r, s) over `digest` was made with the key `public` (uncompressed point)."""
    point = point_on(curve, public)
    if point is None or not (0 < r < curve.order and 0 < s < curve.order):
        return False
    excess = max(0, 8 * len(digest) - curve.order.bit_length())
    number = int.from_bytes(digest, "big") >> excess
    inverse = pow(s, curve.order - 2, curve.order)
    found = both_products(curve, number * inverse % curve.order, r * inverse % curve.order, point)
    x = affine_x(curve, found)
    return x is not None and x % curve.order == r


def affine_x(curve: Curve, point: tuple[int, int, int]) -> int | None:
    """The x of a point; None for the one at infinity."""
    x, _, z = point
    if z % curve.prime == 0:
        return None
    return x * pow(z * z, curve.prime - 2, curve.prime) % curve.prime


def point_on(curve: Curve, public: bytes) -> tuple[int, int, int] | None:
    """The point of an uncompressed key, when it lies on the curve."""
    size = (curve.prime.bit_length() + 7) // 8
    if len(public) != 1 + 2 * size or public[0] != 4:
        return None
    x = int.from_bytes(public[1 : 1 + size], "big")
    y = int.from_bytes(public[1 + size :], "big")
    on_curve = (y * y - (x * x * x - 3 * x + curve.b)) % curve.prime == 0
    return (x, y, 1) if on_curve and x < curve.prime and y < curve.prime else None


def both_products(
    curve: Curve, first: int, second: int, point: tuple[int, int, int]
) -> tuple[int, int, int]:
    """first·G + second·point, two bits of each number at a time."""
    table = _table(curve, point)
    found = INFINITY
    bits = max(first.bit_length(), second.bit_length())
    for shift in range(bits + bits % 2 - 2, -1, -2):
        found = _twice(curve.prime, _twice(curve.prime, found))
        which = (first >> shift & 3) << 2 | (second >> shift & 3)
        if which:
            found = _plus(curve.prime, found, table[which])
    return found


def _table(curve: Curve, point: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """i·G + j·point at place 4i + j, for i and j from 0 to 3."""
    prime, base = curve.prime, (curve.x, curve.y, 1)
    row = [INFINITY, point, _twice(prime, point)]
    row.append(_plus(prime, row[2], point))
    table = list(row)
    for _ in range(3):
        row = [_plus(prime, base, one) for one in row]
        table += row
    return table


def _twice(p: int, point: tuple[int, int, int]) -> tuple[int, int, int]:
    """Twice a point on a curve with a = -3."""
    x, y, z = point
    if z == 0 or y == 0:
        return INFINITY
    zz, yy = z * z % p, y * y % p
    four = 4 * x * yy % p
    slope = 3 * (x - zz) * (x + zz) % p
    x3 = (slope * slope - 2 * four) % p
    return (x3, (slope * (four - x3) - 8 * yy * yy) % p, 2 * y * z % p)


def _plus(
    p: int, first: tuple[int, int, int], second: tuple[int, int, int]
) -> tuple[int, int, int]:
    if first[2] == 0:
        return second
    if second[2] == 0:
        return first
    (x1, y1, z1), (x2, y2, z2) = first, second
    zz1, zz2 = z1 * z1 % p, z2 * z2 % p
    u1, u2 = x1 * zz2 % p, x2 * zz1 % p
    s1, s2 = y1 * zz2 * z2 % p, y2 * zz1 * z1 % p
    h, r = (u2 - u1) % p, (s2 - s1) % p
    if h == 0:
        return _twice(p, first) if r == 0 else INFINITY
    hh = h * h % p
    hhh, v = h * hh % p, u1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return (x3, (r * (v - x3) - s1 * hhh) % p, h * z1 * z2 % p)


# ==================================================================================================
# 7. sm3
#
# The SM3 digest (GB/T 32905): the interpreter's own where it has one, else worked out here.
# ==================================================================================================

BITS_32 = 0xFFFFFFFF
START = (
    *(0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600),
    *(0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E),
)


def sm3(data: bytes) -> bytes:
    """The digest, 32 bytes."""
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return sm3_by_hand(data)


def sm3_by_hand(data: bytes) -> bytes:
    """The digest by plain integers (5.2 and 5.3): some seconds for a megabyte."""
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + pack(">Q", 8 * len(data))
    state: tuple[int, ...] = START
    for at in range(0, len(padded), 64):
        state = _pressed(state, _expanded(padded[at : at + 64]))
    return pack(">8I", *state)


def _turned(word: int, by: int) -> int:
    return (word << by | word >> (32 - by)) & BITS_32


#: The constant of each round, turned by its number (4.2 and 5.3.3).
ROUNDS = [_turned(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32) for j in range(64)]


def _expanded(block: bytes) -> list[int]:
    """The sixteen words of a block made sixty-eight (5.3.2)."""
    words = list(unpack(">16I", block))
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _turned(words[j - 3], 15)
        mixed ^= _turned(mixed, 15) ^ _turned(mixed, 23)
        words.append(mixed ^ _turned(words[j - 13], 7) ^ words[j - 6])
    return words


def _pressed(state: tuple[int, ...], words: list[int]) -> tuple[int, ...]:
    """The state after a block (5.3.3); names are the standard's."""
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        turned = _turned(a, 12)
        ss1 = _turned((turned + e + ROUNDS[j]) & BITS_32, 7)
        ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
        gg = e ^ f ^ g if j < 16 else e & f | ~e & g
        tt1 = (ff + d + (ss1 ^ turned) + (words[j] ^ words[j + 4])) & BITS_32
        tt2 = (gg + h + ss1 + words[j]) & BITS_32
        a, b, c, d = tt1, a, _turned(b, 9), c
        e, f, g, h = tt2 ^ _turned(tt2, 9) ^ _turned(tt2, 17), e, _turned(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h)))


# ==================================================================================================
# 8. sm2
#
# Checking SM2 signatures (GB/T 32918.2, 7.1) on the recommended curve (GB/T 32918.5, 2).
#
# The curve has the shape of the NIST curves, so its points are added as theirs. Verifies only.
# ==================================================================================================

SM2_CURVE = Curve(
    prime=2**256 - 2**224 - 2**96 + 2**64 - 1,
    b=hex_number("28e9fa9e 9d9f5e34 4d5a9e4b cf6509a7 f39789f5 15ab8f92 ddbcbd41 4d940e93"),
    x=hex_number("32c4ae2c 1f198119 5f990446 6a39c994 8fe30bbf f2660be1 715a4589 334c74c7"),
    y=hex_number("bc3736a2 f4f6779c 59bdcee3 6b692153 d0a9877c c62a4740 02df32e5 2139f0a0"),
    order=hex_number("fffffffe ffffffff ffffffff ffffffff 7203df6b 21c6052b 53bbf409 39d54123"),
)
#: The identity of a signer where none was agreed on (GM/T 0009, 10).
USUAL_IDENTITY = b"1234567812345678"


def sm2_digest(public: bytes, data: bytes, identity: bytes = USUAL_IDENTITY) -> bytes:
    """What is signed: SM3 of the signer's Z and the data (5.5 and 6.1); `public` is 04 ‖ x ‖ y."""
    curve = SM2_CURVE
    numbers = (n.to_bytes(32, "big") for n in (curve.prime - 3, curve.b, curve.x, curve.y))
    length = (8 * len(identity)).to_bytes(2, "big")
    return sm3(sm3(length + identity + b"".join(numbers) + public[1:]) + data)


def sm2_holds(public: bytes, digest: bytes, r: int, s: int) -> bool:
    """Whether (r, s) over what `sm2_digest` gives was made with the key `public`."""
    order, point = SM2_CURVE.order, point_on(SM2_CURVE, public)
    if point is None or not (0 < r < order and 0 < s < order) or (r + s) % order == 0:
        return False
    found = both_products(SM2_CURVE, s, (r + s) % order, point)
    x = affine_x(SM2_CURVE, found)
    return x is not None and (int.from_bytes(digest, "big") + x - r) % order == 0


# ==================================================================================================
# 9. rsa
#
# Checking RSA signatures: PKCS#1 v1.5 and PSS (RFC 8017, 8.1.2, 8.2.2 and 9.1.2).
#
# Verifies only. Keys of fewer than 2048 bits are no proof and count as failing.
# ==================================================================================================

#: DigestInfo before the digest (RFC 8017, 9.2 note 1).
DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
LEAST_BITS = 2048


def rsa_holds(modulus: int, exponent: int, digest: bytes, signature: bytes, kind: str) -> bool:
    """Whether a PKCS#1 v1.5 signature over a digest of `kind` (sha256 …) holds."""
    encoded = _opened(modulus, exponent, signature)
    if encoded is None or kind not in DIGEST_INFO:
        return False
    told = DIGEST_INFO[kind] + digest
    return encoded == b"\x00\x01" + b"\xff" * (len(encoded) - len(told) - 3) + b"\x00" + told


def rsa_pss_holds(
    modulus: int, exponent: int, digest: bytes, signature: bytes, kind: str, salt_size: int
) -> bool:
    """Whether a PSS signature with MGF1 over the same hash holds (RFC 8017, 9.1.2)."""
    encoded = _opened(modulus, exponent, signature)
    size = len(digest)
    if encoded is None or len(encoded) < size + salt_size + 2 or encoded[-1] != 0xBC:
        return False
    spare = 8 * len(encoded) - (modulus.bit_length() - 1)
    masked, seed = encoded[: -size - 1], encoded[-size - 1 : -1]
    mask = _mask(seed, len(masked), kind)
    block = bytearray(a ^ b for a, b in zip(masked, mask))
    if spare and masked[0] >> (8 - spare):
        return False
    block[0] &= 0xFF >> spare
    padding = len(block) - salt_size - 1
    if any(block[:padding]) or block[padding] != 1:
        return False
    salt = bytes(block[padding + 1 :])
    return hashlib.new(kind, bytes(8) + digest + salt).digest() == seed


def _opened(modulus: int, exponent: int, signature: bytes) -> bytes | None:
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if modulus.bit_length() < LEAST_BITS or len(signature) != size or number >= modulus:
        return None
    return pow(number, exponent, modulus).to_bytes(size, "big")


def _mask(seed: bytes, size: int, kind: str) -> bytes:
    """MGF1 (RFC 8017, B.2.1)."""
    found = b""
    counter = 0
    while len(found) < size:
        found += hashlib.new(kind, seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return found[:size]


# ==================================================================================================
# 10. certificates
#
# Certificates (RFC 5280): who holds one, whose signature stands on it, when it was valid.
#
# The only trust comes from `audit/root.pem`. Policies and name constraints are not judged: the
# bureau's authority uses none.
# ==================================================================================================

EC_KEY, RSA_KEY = "2a8648ce3d0201", "2a864886f70d010101"
RSA_PSS = "2a864886f70d01010a"
#: Signature algorithm (content bytes of its identifier) to kind of key and hash.
SIGNATURES = {
    "2a8648ce3d040302": ("ec", "sha256"),
    "2a8648ce3d040303": ("ec", "sha384"),
    "2a8648ce3d040304": ("ec", "sha512"),
    "2a864886f70d01010b": ("rsa", "sha256"),
    "2a864886f70d01010c": ("rsa", "sha384"),
    "2a864886f70d01010d": ("rsa", "sha512"),
}
HASHES = {
    "608648016503040201": "sha256",
    "608648016503040202": "sha384",
    "608648016503040203": "sha512",
}
NAMES = {
    "550403": "name",
    "550405": "id",
    "550461": "agency",
    "55040a": "organization",
    "55040b": "unit",
}
BASIC, USAGE, PURPOSES, REASON = "551d13", "551d0f", "551d25", "551d15"
TIME_STAMPING, DOCUMENT_SIGNING = "2b06010505070308", "2b06010505070324"
SIGNING, COMMITTING, ISSUING = 0x80, 0x40, 0x04
#: Extensions whose being critical is understood here.
UNDERSTOOD = {BASIC, USAGE, PURPOSES}
LONGEST_CHAIN = 4
SUPERSEDED = 4


class Certificate(NamedTuple):
    """What a certificate says, as far as it is used here."""

    raw: bytes
    signed: bytes
    algorithm: Part
    signature: bytes
    serial: int
    issuer: bytes
    subject: bytes
    holder: dict[str, list[str]]
    begins: datetime
    ends: datetime
    key: Part
    extensions: dict[str, tuple[bool, bytes]]

    @property
    def name(self) -> str:
        """The holder's common name."""
        return "".join(self.holder.get("name", [])[:1])

    @property
    def person(self) -> str:
        """The person's id in the bureau; empty for a seal."""
        return "".join(self.holder.get("id", [])[:1])

    @property
    def is_seal(self) -> bool:
        """Whether this is the bureau's seal and no person's certificate."""
        return "agency" in self.holder and "id" not in self.holder


class Revocations(NamedTuple):
    """A revocation list: by serial number the day from which, and the reason."""

    issuer: bytes
    signed: bytes
    algorithm: Part
    signature: bytes
    entries: dict[int, tuple[datetime, int]]


def read_certificate(raw: bytes) -> Certificate:
    """Read a certificate; raises UnreadableError."""
    try:
        body, algorithm, signature = only_part(raw, SEQUENCE).parts
        fields = body.parts
        if fields[0].tag == 0xA0:
            fields = fields[1:]
        serial, _, issuer, term, subject, key = fields[:6]
        begins, ends = term.parts
        extra = next((f for f in fields[6:] if f.tag == 0xA3), None)
        return Certificate(
            raw=raw,
            signed=body.raw,
            algorithm=algorithm,
            signature=signature.body[1:],
            serial=serial.number,
            issuer=issuer.raw,
            subject=subject.raw,
            holder=_holder(subject),
            begins=moment_of(begins),
            ends=moment_of(ends),
            key=key,
            extensions=_extensions(extra) if extra else {},
        )
    except (ValueError, IndexError) as wrong:
        raise UnreadableError("certificate") from wrong


def _holder(subject: Part) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for group in subject.parts:
        for pair in group.parts:
            kind, value = pair.parts
            name = NAMES.get(kind.body.hex())
            if name:
                found.setdefault(name, []).append(value.body.decode("utf-8", "replace"))
    return found


def _extensions(wrapped: Part) -> dict[str, tuple[bool, bytes]]:
    found = {}
    for extension in first_part(wrapped.body).parts:
        fields = extension.parts
        critical = len(fields) == 3 and fields[1].body == b"\xff"
        found[fields[0].body.hex()] = (critical, fields[-1].body)
    return found


def read_pem(text: bytes) -> list[bytes]:
    """The DER of every certificate in a PEM file, or the file itself when it is DER."""
    found = re.findall(rb"-----BEGIN CERTIFICATE-----(.+?)-----END", text, re.DOTALL)
    return [base64.b64decode(one) for one in found] if found else [text]


def read_revocations(raw: bytes) -> Revocations:
    """Read a revocation list in DER; raises UnreadableError."""
    try:
        body, algorithm, signature = only_part(raw, SEQUENCE).parts
        fields = [f for f in body.parts if f.tag != INTEGER]
        listed = [f for f in fields[2:] if f.tag == SEQUENCE]
        entries = dict(_entry(one) for one in listed[0].parts) if listed else {}
        return Revocations(
            issuer=fields[1].raw,
            signed=body.raw,
            algorithm=algorithm,
            signature=signature.body[1:],
            entries=entries,
        )
    except (ValueError, IndexError) as wrong:
        raise UnreadableError("crl") from wrong


def _entry(one: Part) -> tuple[int, tuple[datetime, int]]:
    serial, since, *more = one.parts
    reason = 0
    for extension in more[0].parts if more else []:
        if extension.parts[0].body.hex() == REASON:
            reason = first_part(extension.parts[-1].body).number
    return serial.number, (moment_of(since), reason)


def key_holds(key: Part, algorithm: Part, data: bytes, signature: bytes, kind: str = "") -> bool:
    """Whether the key of a certificate made `signature` over `data`.

    `kind` names the hash for algorithms that do not (plain rsaEncryption in CMS).
    """
    named = algorithm.parts[0].body.hex()
    family, bits = key.parts
    shape = family.parts[0].body.hex()
    if shape == EC_KEY and SIGNATURES.get(named, ("", ""))[0] == "ec":
        curve = CURVES.get(family.parts[1].body.hex())
        r, s = (part.number for part in only_part(signature, SEQUENCE).parts)
        digest = hashlib.new(SIGNATURES[named][1], data).digest()
        return curve is not None and ecdsa_holds(curve, bits.body[1:], digest, r, s)
    if shape != RSA_KEY:
        return False
    modulus, exponent = (part.number for part in only_part(bits.body[1:], SEQUENCE).parts)
    if named == RSA_PSS:
        hashed, salt = _pss(algorithm)
        digest = hashlib.new(hashed, data).digest()
        return rsa_pss_holds(modulus, exponent, digest, signature, hashed, salt)
    hashed = SIGNATURES[named][1] if named in SIGNATURES else kind if named == RSA_KEY else ""
    if not hashed or SIGNATURES.get(named, ("rsa", ""))[0] != "rsa":
        return False
    return rsa_holds(modulus, exponent, hashlib.new(hashed, data).digest(), signature, hashed)


def _pss(algorithm: Part) -> tuple[str, int]:
    """Hash and length of the salt of PSS parameters (RFC 4055, 3.1)."""
    hashed, salt = "sha256", 32
    for part in algorithm.parts[1].parts if len(algorithm.parts) > 1 else []:
        if part.tag == 0xA0:
            named = first_part(part.body).parts[0].body.hex()
            if named not in HASHES:
                raise UnreadableError("PSS")
            hashed = HASHES[named]
        elif part.tag == 0xA2:
            salt = first_part(part.body).number
    return hashed, salt


class Trust:
    """The roots and the revocation lists of a bag; remembers what it has checked."""

    def __init__(
        self,
        roots: list[Certificate],
        lists: list[Revocations],
        earlier: list[tuple[Certificate, datetime]],
    ) -> None:
        """Trust these roots, earlier ones to a moment; believe lists that one of them signed."""
        self.roots = [*roots, *(one for one, _ in earlier)]
        self.ends = {one.raw: end for one, end in earlier}
        self.lists = [one for one in lists if self._by_root(one)]
        self.refused = len(lists) - len(self.lists)
        self._known: dict[tuple[bytes, bytes], bool] = {}

    def _by_root(self, one: Revocations) -> bool:
        return any(
            one.issuer == root.subject
            and key_holds(root.key, one.algorithm, one.signed, one.signature)
            for root in self.roots
        )

    def faults(
        self, leaf: Certificate, others: list[Certificate], moment: datetime, *, stamps: bool
    ) -> list[str]:
        """What speaks against a certificate at a moment.

        Words: untrusted, not_yet_valid, expired, revoked, superseded, usage, root_ended.
        """
        path = self._path(leaf, others)
        if path is None:
            return ["untrusted"]
        found = [] if _serves(leaf, stamps=stamps) else ["usage"]
        for one in path:
            if moment < one.begins:
                found.append("not_yet_valid")
            if moment > one.ends:
                found.append("expired")
            if any(
                critical and kind not in UNDERSTOOD
                for kind, (critical, _) in one.extensions.items()
            ):
                found.append("usage")
            found += self._ended(one, moment)
        if moment > self.ends.get(path[-1].raw, moment):
            found.append("root_ended")
        return found

    def _ended(self, one: Certificate, moment: datetime) -> list[str]:
        for listed in self.lists:
            since, reason = listed.entries.get(one.serial, (None, 0))
            if since is not None and since <= moment and listed.issuer == one.issuer:
                return ["superseded" if reason == SUPERSEDED else "revoked"]
        return []

    def _path(self, leaf: Certificate, others: list[Certificate]) -> list[Certificate] | None:
        path = [leaf]
        while len(path) <= LONGEST_CHAIN:
            issuer = self._issuer(path[-1], self.roots)
            if issuer is not None:
                return [*path, issuer]
            issuer = self._issuer(path[-1], [one for one in others if one not in path])
            if issuer is None:
                return None
            path.append(issuer)
        return None

    def _issuer(self, one: Certificate, candidates: list[Certificate]) -> Certificate | None:
        for candidate in candidates:
            if candidate.subject == one.issuer and may_issue(candidate):
                pair = (one.raw, candidate.raw)
                if pair not in self._known:
                    self._known[pair] = key_holds(
                        candidate.key, one.algorithm, one.signed, one.signature
                    )
                if self._known[pair]:
                    return candidate
        return None


def usage_of(one: Certificate) -> int:
    """The bits of its key usage, 0 where none is stated (RFC 5280, 4.2.1.3)."""
    _, raw = one.extensions.get(USAGE, (False, b""))
    body = only_part(raw, BITS).body if raw else b""
    return body[1] if len(body) > 1 else 0


def is_authority(one: Certificate) -> bool:
    """Whether basic constraints make it one (RFC 5280, 4.2.1.9)."""
    _, raw = one.extensions.get(BASIC, (False, b""))
    parts = first_part(raw).parts if raw else []
    return bool(parts) and parts[0].body == b"\xff"


def may_issue(one: Certificate) -> bool:
    """Whether a certificate is of a key that issues others."""
    return is_authority(one) and bool(usage_of(one) & ISSUING)


def _serves(leaf: Certificate, *, stamps: bool) -> bool:
    """Whether the certificate is for documents, or for timestamps alone (RFC 9336; RFC 3161)."""
    critical, raw = leaf.extensions.get(PURPOSES, (False, b""))
    purposes = [part.body.hex() for part in first_part(raw).parts] if raw else []
    if stamps:
        return critical and purposes == [TIME_STAMPING] and bool(usage_of(leaf) & SIGNING)
    return DOCUMENT_SIGNING in purposes and bool(usage_of(leaf) & COMMITTING)


# ==================================================================================================
# 11. roots
#
# Roots the bureau had before: up to when each is believed, and which led to the present one.
#
# A root ends when the next takes its place, and the next one says so (RFC 4210, 4.4). Whether the
# present root is the bureau's cannot be told from the bag.
# ==================================================================================================

def end_of(root: Certificate, said: Certificate, roots: list[Certificate]) -> datetime | None:
    """The last moment of an earlier root, as one of `roots` says; None when none of them does."""
    if not same_key(root, said) or not any(vouches(one, said) for one in roots):
        return None
    return said.ends


def leads(trusted: Certificate, root: Certificate, links: list[Certificate]) -> bool:
    """Whether links lead from a trusted root to another, each signed by the one before."""
    known, waiting = [trusted], list(links)
    while not any(same_key(one, root) for one in known):
        fresh = [one for one in waiting if any(vouches(above, one) for above in known)]
        if not fresh:
            return False
        waiting = [one for one in waiting if one not in fresh]
        known += fresh
    return True


def same_key(one: Certificate, other: Certificate) -> bool:
    """Whether two certificates are of the same name and key."""
    return one.subject == other.subject and one.key.raw == other.key.raw


def vouches(above: Certificate, said: Certificate) -> bool:
    """Whether a root says of another of its own name that it issues."""
    named = said.issuer == above.subject == said.subject
    if not named or not may_issue(above) or not may_issue(said):
        return False
    return key_holds(above.key, said.algorithm, said.signed, said.signature)


# ==================================================================================================
# 12. cms
#
# CMS signatures (RFC 5652) as PDF files carry them, and the RFC 3161 timestamps inside them.
# ==================================================================================================

SIGNED_DATA, DATA = "2a864886f70d010702", "2a864886f70d010701"
TIMESTAMP_INFO = "2a864886f70d0109100104"
CONTENT_TYPE, MESSAGE_DIGEST = "2a864886f70d010903", "2a864886f70d010904"
SIGNING_CERTIFICATE = "2a864886f70d010910022f"
SIGNATURE_TIMESTAMP = "2a864886f70d010910020e"


class Signed(NamedTuple):
    """One signature: what it is over, who made it, what stands beside it."""

    content_type: str
    content: bytes | None
    certificates: list[Certificate]
    named: bytes
    digest: str
    attributes: dict[str, list[Part]]
    signed: bytes
    algorithm: Part
    value: bytes
    beside: dict[str, list[Part]]

    @property
    def claimed(self) -> Certificate | None:
        """The certificate named by issuer and serial number."""
        issuer, serial = only_part(self.named, SEQUENCE).parts[:2]
        for one in self.certificates:
            if issuer.raw == one.issuer and serial.number == one.serial:
                return one
        return None

    @property
    def signer(self) -> Certificate | None:
        """The certificate named so that its digest is signed along (RFC 5035)."""
        one = self.claimed
        return one if one is not None and self._vouched(one) else None

    def _vouched(self, one: Certificate) -> bool:
        values = self.attributes.get(SIGNING_CERTIFICATE, [])
        if len(values) != 1:
            return False
        fields = first_part(first_part(values[0].body).body).parts
        kind = "sha256"
        if fields[0].tag == SEQUENCE:
            kind = HASHES.get(fields[0].parts[0].body.hex(), "")
            fields = fields[1:]
        return bool(kind) and fields[0].body == hashlib.new(kind, one.raw).digest()

    def value_holds(self) -> bool:
        """Whether the signer's key made the signature over the signed attributes."""
        signer = self.signer
        return signer is not None and key_holds(
            signer.key, self.algorithm, self.signed, self.value, self.digest
        )

    def covers(self, data: bytes) -> bool:
        """Whether the signed message digest is that of `data`, and the kind of content is named."""
        kinds = self.attributes.get(CONTENT_TYPE, [])
        digests = self.attributes.get(MESSAGE_DIGEST, [])
        if len(kinds) != 1 or len(digests) != 1 or not self.digest:
            return False
        fits = digests[0].body == hashlib.new(self.digest, data).digest()
        return fits and kinds[0].body.hex() == self.content_type


class Stamp(NamedTuple):
    """A timestamp token: its moment, what it is over, its own signature."""

    moment: datetime
    kind: str
    imprint: bytes
    signed: Signed
    info: bytes

    def covers(self, data: bytes) -> bool:
        """Whether the token is over `data`."""
        return bool(self.kind) and self.imprint == hashlib.new(self.kind, data).digest()

    def holds(self) -> bool:
        """Whether the authority's signature over its own statement holds."""
        return self.signed.covers(self.info) and self.signed.value_holds()


def read_signed(data: bytes) -> Signed:
    """Read a SignedData with one signer; trailing zeros are padding. Raises UnreadableError."""
    try:
        outer = first_part(data)
        if data[len(outer.raw) :].strip(b"\x00"):
            raise UnreadableError("CMS")
        kind, wrapped = outer.parts
        if kind.body.hex() != SIGNED_DATA:
            raise UnreadableError("CMS")
        fields = only_part(wrapped.body, SEQUENCE).parts
        content = fields[2].parts
        certificates = next((f for f in fields[3:] if f.tag == 0xA0), None)
        signers = next(f for f in fields[3:] if f.tag == SET).parts
        if len(signers) != 1:
            raise UnreadableError("CMS")
        return _signed(content, certificates, signers[0].parts)
    except (ValueError, IndexError, StopIteration) as wrong:
        raise UnreadableError("CMS") from wrong


def _signed(content: list[Part], certificates: Part | None, signer: list[Part]) -> Signed:
    attributes = next(p for p in signer if p.tag == 0xA0)
    beside = next((p for p in signer if p.tag == 0xA1), None)
    after = signer[signer.index(attributes) + 1 :]
    inner = only_part(content[1].body, OCTETS).body if len(content) > 1 else None
    return Signed(
        content_type=content[0].body.hex(),
        content=inner,
        certificates=[
            read_certificate(p.raw) for p in (certificates.parts if certificates else [])
        ],
        named=signer[1].raw,
        digest=HASHES.get(signer[2].parts[0].body.hex(), ""),
        attributes=_attributes(attributes),
        signed=b"\x31" + attributes.raw[1:],
        algorithm=after[0],
        value=after[1].body,
        beside=_attributes(beside) if beside else {},
    )


def _attributes(listed: Part) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for one in listed.parts:
        kind, values = one.parts
        found.setdefault(kind.body.hex(), []).extend(values.parts)
    return found


def read_stamp(raw: bytes) -> Stamp:
    """Read a timestamp token (RFC 3161, 2.4.2); raises UnreadableError."""
    signed = read_signed(raw)
    if signed.content_type != TIMESTAMP_INFO or signed.content is None:
        raise UnreadableError("timestamp")
    try:
        fields = only_part(signed.content, SEQUENCE).parts
        algorithm, imprint = fields[2].parts
        return Stamp(
            moment=moment_of(fields[4]),
            kind=HASHES.get(algorithm.parts[0].body.hex(), ""),
            imprint=imprint.body,
            signed=signed,
            info=signed.content,
        )
    except (ValueError, IndexError) as wrong:
        raise UnreadableError("timestamp") from wrong


# ==================================================================================================
# 13. ledger
#
# The ledger: each event bound to the one before it, all of them under a signed tree head.
#
# Chain: SHA-256 of each event's bytes stands in the next event. Tree: RFC 6962 leaf and node hashes.
# Tree head: a C2SP checkpoint in a signed note, Ed25519. Private part: SHA-256(salt ‖ canonical
# inputs) stands in the event.
# ==================================================================================================

EVENTS, CHECKPOINT, LOG_KEY = "audit/events.jsonl", "audit/checkpoint", "audit/log.vkey"
GENESIS = "0" * 64
LOG_SIGNS, WITNESS_COSIGNS = 0x01, 0x04
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
RELIABLE, KEPT = "ESL 13", "APL 47"


class Event(NamedTuple):
    """One act on the case, as recorded."""

    seq: int
    leaf: int
    body: Told
    private: Told
    at: datetime
    hash: str

    @property
    def documents(self) -> list[Told]:
        """The documents as they were after this act."""
        return list(self.body["documents"])

    @property
    def inputs(self) -> Told:
        """What was handed in."""
        return dict(self.private.get("inputs", {}))


def leaf_hash(data: bytes) -> bytes:
    """RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether the path leads from a leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, seen = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            seen = node_hash(sibling, seen)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            seen = node_hash(seen, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and seen == root


class Head(NamedTuple):
    """Size and root of the ledger, as signed."""

    origin: str
    size: int
    root: bytes


def check_ledger(bag: Bag, out: Findings) -> list[Event]:
    """Every event that can be read, after checking chain, private parts, tree and signatures."""
    events: list[Event] = []
    raw: dict[int, bytes] = {}
    before = GENESIS
    lines = bag.bytes(EVENTS).split(b"\n")
    for number, line in enumerate(lines[:-1] if lines[-1] == b"" else lines, 1):
        event, body = _read(line, number, out)
        if event is None:
            before = ""
            continue
        _linked(event, body, number, before, out)
        before = hashlib.sha256(body).hexdigest()
        raw[event.seq] = body
        events.append(event)
    if not events:
        out.add("ledger_empty", Place(EVENTS), law=KEPT)
    _in_order(events, out)
    head = check_head(bag, out)
    _proved(bag, events, raw, head, out)
    out.count("events", len(events))
    return events


def _read(line: bytes, number: int, out: Findings) -> tuple[Event | None, bytes]:
    try:
        entry = _object(line)
        body_text, private_text = str(entry["body"]), str(entry.get("private") or "{}")
        body, private = _object(body_text.encode()), _object(private_text.encode())
        event = Event(
            seq=body["seq"],
            leaf=entry["leaf"],
            body=body,
            private=private,
            at=_moment(body["at"]),
            hash=str(entry.get("hash", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        out.add("event_unreadable", Place(EVENTS), event=number, law=KEPT, line=number)
        return None, b""
    if entry.get("seq") != body["seq"] or body["seq"] != number:
        out.add("event_order", Place(EVENTS), event=number, law=KEPT, found=body["seq"])
    if canonical(body) != body_text.encode():
        out.add("event_form", Place(EVENTS), event=number, law=RELIABLE)
    return event, body_text.encode()


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _object(data: bytes) -> Told:
    found = strict_json(data)
    if not isinstance(found, dict):
        raise TypeError(type(found))
    return found


def _linked(event: Event, body: bytes, number: int, before: str, out: Findings) -> None:
    if event.hash != hashlib.sha256(body).hexdigest():
        out.add("event_hash", Place(EVENTS), event=number, law=RELIABLE)
    if event.body.get("prev") != before:
        out.add("event_chain", Place(EVENTS), event=number, law=RELIABLE, before=number - 1)
    private = event.private
    try:
        salted = bytes.fromhex(private["salt"]) + canonical(private["inputs"])
        fits = hashlib.sha256(salted).hexdigest() == event.body.get("inputs")
    except (KeyError, ValueError, TypeError):
        fits = False
    if not fits:
        out.add("private_changed", Place(EVENTS), event=number, law=RELIABLE)
    for made in event.body.get("documents", []):
        if made.get("commitment") and not _committed(event, made):
            out.add("words_changed", Place(EVENTS), event=number, law=RELIABLE, id=made["id"])


def _committed(event: Event, made: Told) -> bool:
    """Whether the words kept for a document hash to the root the event names."""
    kept = event.private.get("printed", {}).get(made["id"])
    if kept is None:  # committed to by an earlier event of the same document
        return True
    head = canonical(
        {
            "case": event.body["case"],
            "document": made["id"],
            "form": made["form"],
            "number": made["number"],
            "composed_at": made["composed_at"],
        }
    ).decode()
    runs = [("document", head), ("shape", kept["shape"])]
    runs += [(key, run) for key, texts in kept["texts"] for run in texts]
    secret = bytes.fromhex(kept["secret"])
    hashes = [
        leaf_hash(_salt(secret, number) + f"{key}\n{run}".encode())
        for number, (key, run) in enumerate(runs)
    ]
    return root_of(hashes).hex() == str(made["commitment"])


def _salt(secret: bytes, number: int) -> bytes:
    purpose = b"anjuan/printed/1" + number.to_bytes(4, "big")
    return hmac.new(secret, purpose, hashlib.sha256).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """The Merkle tree hash over leaf hashes (RFC 9162, 2.1.1)."""
    if len(hashes) == 1:
        return hashes[0]
    middle = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(root_of(hashes[:middle]), root_of(hashes[middle:]))


def _in_order(events: list[Event], out: Findings) -> None:
    """Moments and places in the ledger only grow, and all events are of one case."""
    for earlier, later in zip(events, events[1:]):
        if later.at < earlier.at:
            out.add(
                "moment_order",
                Place(EVENTS),
                event=later.seq,
                law="APL 54(1)",
                at=later.body["at"],
                before=earlier.body["at"],
            )
        if later.leaf <= earlier.leaf:
            out.add("leaf_order", Place(EVENTS), event=later.seq, law=RELIABLE)
        if later.body.get("case") != earlier.body.get("case"):
            out.add("event_foreign", Place(EVENTS), event=later.seq, law=KEPT)


# -- notes, keys and proofs ------------------------------------------------------------------------


def _base64(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def read_key(text: str) -> tuple[str, int, bytes, bytes] | None:
    """Name, type, public key and key id of a C2SP vkey; None when it is malformed."""
    name, _, rest = text.strip().partition("+")
    identity, _, encoded = rest.partition("+")
    raw = _base64(encoded)
    if not name or raw is None or len(raw) != 33:
        return None
    wanted = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    return (name, raw[0], raw[1:], wanted) if wanted.hex() == identity else None


def check_head(bag: Bag, out: Findings) -> Head | None:
    """The checkpoint, when the log's key signed it; cosignatures that are there must hold."""
    place = Place(CHECKPOINT)
    note = bag.text(CHECKPOINT)
    text, gap, tail = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    root = _base64(lines[2]) if len(lines) > 3 else None
    if not gap or root is None or len(root) != 32 or not lines[1].isdigit():
        out.add("checkpoint_unreadable", place, law=RELIABLE)
        return None
    key = read_key(bag.text(LOG_KEY))
    if key is None or key[1] != LOG_SIGNS:
        out.add("log_key_unreadable", Place(LOG_KEY), law=RELIABLE)
        return None
    signatures = signatures_below(tail)
    mine = [s for name, s in signatures if (name, s[:4]) == (key[0], key[3])]
    if lines[0] != key[0]:
        out.add("checkpoint_origin", place, law=RELIABLE, origin=lines[0], key=key[0])
    if not mine or not all(ed25519_holds(key[2], text.encode(), s[4:]) for s in mine):
        out.add("checkpoint_signature", place, law=RELIABLE)
    _cosigned(bag, text, signatures, out)
    return Head(lines[0], int(lines[1]), root)


def signatures_below(tail: str) -> list[tuple[str, bytes]]:
    """Names and blobs of the signature lines below the text of a note."""
    found = []
    for line in tail.rstrip("\n").split("\n"):
        name, _, encoded = line[2:].partition(" ")
        signature = _base64(encoded)
        if line.startswith("— ") and signature:
            found.append((name, signature))
    return found


def _cosigned(bag: Bag, text: str, signatures: list[tuple[str, bytes]], out: Findings) -> None:
    """C2SP tlog-cosignature: eight bytes of time, then a signature over time and note."""
    keys = [n for n in bag.below("audit/") if n.startswith("audit/witness")]
    if not keys:
        out.could_not("no_witness")
    for file in keys:
        for line in bag.text(file).split():
            key = read_key(line)
            if key is None or key[1] != WITNESS_COSIGNS:
                out.add("witness_key_unreadable", Place(file), law=RELIABLE)
                continue
            mine = [s[4:] for name, s in signatures if (name, s[:4]) == (key[0], key[3])]
            if not mine:
                out.add("witness_silent", Place(file), law=RELIABLE, name=key[0])
            for signed in mine:
                moment = int.from_bytes(signed[:8], "big")
                message = f"cosignature/v1\ntime {moment}\n{text}".encode()
                if not ed25519_holds(key[2], message, signed[8:]):
                    out.add("witness_signature", Place(CHECKPOINT), law=RELIABLE, name=key[0])
                out.count("witnesses")


def _proved(
    bag: Bag, events: list[Event], raw: dict[int, bytes], head: Head | None, out: Findings
) -> None:
    """One proof per event, each leading to the root of the one checkpoint."""
    wanted = {f"audit/proofs/{event.seq:04}.tlog-proof": event for event in events}
    for name in sorted(set(bag.below("audit/proofs/")) - wanted.keys()):
        out.add("proof_foreign", Place(name), law=RELIABLE)
    for name, event in wanted.items():
        place = Place(name)
        if name not in bag.files:
            out.add("proof_missing", place, event=event.seq, law=RELIABLE)
            continue
        proof = _proof(bag.text(name))
        if proof is None:
            out.add("proof_unreadable", place, event=event.seq, law=RELIABLE)
            continue
        index, path, note = proof
        if note != bag.text(CHECKPOINT) or index != event.leaf:
            out.add("proof_other", place, event=event.seq, law=RELIABLE)
        leaf = leaf_hash(raw[event.seq])
        if head and not included(leaf, index, head.size, path, head.root):
            out.add("proof_wrong", place, event=event.seq, law=RELIABLE)
        out.count("proofs")


def _proof(text: str) -> tuple[int, list[bytes], str] | None:
    start, gap, note = text.partition("\n\n")
    lines = start.split("\n")
    if not gap or lines.pop(0) != PROOF_HEADER:
        return None
    if lines and lines[0].startswith("extra "):
        lines.pop(0)
    if not lines or not lines[0].startswith("index ") or not lines[0][6:].isdigit():
        return None
    path = [_base64(line) or b"" for line in lines[1:]]
    if any(len(one) != 32 for one in path):
        return None
    return int(lines[0][6:]), path, note


# ==================================================================================================
# 14. vouched
#
# The whole bag: the ledger's key has signed for every file as it was when the dossier left.
#
# `audit/bag.note` names the digest of the tag manifest without the note's own line; through both
# manifests that is every byte of the bag, registers, roster and this program included.
# ==================================================================================================

NOTE = "audit/bag.note"
VOUCHED = "anjuan-bag/v1"


def check_vouched(bag: Bag, case: str, out: Findings) -> None:
    """The note is about this bag and this case, and signed by the log's key."""
    place = Place(NOTE)
    if NOTE not in bag.files:
        out.add("bag_note_missing", place, law=RELIABLE)
        return
    text, _, tail = bag.text(NOTE).rpartition("\n\n")
    text += "\n"
    key = read_key(bag.text(LOG_KEY))
    if key is None or key[1] != LOG_SIGNS:
        return  # told of with the checkpoint
    mine = [s[4:] for name, s in signatures_below(tail) if (name, s[:4]) == (key[0], key[3])]
    if not mine or not all(ed25519_holds(key[2], text.encode(), one) for one in mine):
        out.add("bag_note_signature", place, law=RELIABLE)
    own = f"  {NOTE}\n".encode()
    lines = bag.bytes(TAGS).splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(line for line in lines if not line.endswith(own))).hexdigest()
    if text != f"{VOUCHED}\n{key[0]}\n{case}\n{digest}\n":
        out.add("bag_note_other", place, law=RELIABLE)


# ==================================================================================================
# 15. replay
#
# The case as its events make it: tracks and their states, documents, periods, what is known.
#
# Nothing here judges; later sections ask this value and the law.
# ==================================================================================================

MAIN = "main"
APPENDED = ("evidence", "payments", "recordings", "refunds")
FILED = ("issued", "superseded")


def opened(value: object) -> object:
    """A recorded input with its days and moments as values."""
    if isinstance(value, list):
        return [opened(one) for one in value]
    if isinstance(value, dict):
        if set(value) == {"$day"}:
            return date.fromisoformat(value["$day"])
        if set(value) == {"$moment"}:
            return datetime.fromisoformat(value["$moment"])
        return {name: opened(one) for name, one in value.items()}
    return value


def given_in(event: Event) -> Told:
    """What was handed in with an act, days and moments as values."""
    given = opened(event.inputs)
    return given if isinstance(given, dict) else {}


def day_of(value: object) -> date | None:
    """The day of a day or a moment."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def files_in(value: object) -> list[Told]:
    """Every file named anywhere in an input."""
    found: list[Told] = []
    for member in value.values() if isinstance(value, dict) else []:
        for item in member if isinstance(member, list) else [member]:
            if isinstance(item, dict):
                found += [item] if isinstance(item.get("digest"), str) else files_in(item)
    return found


class Track:
    """One running procedure of the case."""

    def __init__(self, machine: str, definition: str, state: str, subject: str = "") -> None:
        """A procedure in a state; `subject` is the document it is about."""
        self.machine, self.definition, self.state = machine, definition, state
        self.subject = subject
        self.data: Told = {}


class Period:
    """One statutory period, with what was done to it."""

    def __init__(self, change: Told, event: Event) -> None:
        """Begun by an event."""
        self.instance, self.rule, self.track = change["instance"], change["rule"], change["track"]
        self.computed: Told = change.get("computed") or {}
        self.event = event.seq
        self.status = "running"
        self.pauses: list[tuple[date, date | None]] = []
        self.extensions: list[tuple[int, str, date]] = []
        self.stopped: Event | None = None

    def changed(self, change: Told, event: Event) -> None:
        """Stopped, paused, resumed or extended by an event."""
        day = event.at.date()
        move = change["move"]
        if move == "stop":
            self.status, self.stopped = "stopped", event
            return
        self.computed = change.get("computed") or self.computed
        if move == "pause":
            self.status = "paused"
            self.pauses.append((day, None))
        elif move == "resume":
            self.status = "running"
            self._end_pause(day)
        elif move == "extend":
            self.extensions.append((change["length"], change["unit"], day))

    def _end_pause(self, day: date) -> None:
        if self.pauses and self.pauses[-1][1] is None:
            first = self.pauses.pop()[0]
            if first != day:
                self.pauses.append((first, day - timedelta(days=1)))


class Case:
    """The case after some of its events."""

    def __init__(self) -> None:
        """No event yet."""
        self.events: list[Event] = []
        self.by_number: dict[int, Event] = {}
        self.number = ""
        self.tracks: dict[str, Track] = {}
        self.documents: dict[str, Told] = {}
        #: Event that made each document, and the one it was last changed by.
        self.made_by: dict[str, int] = {}
        self.changed_by: dict[str, int] = {}
        self.periods: dict[str, Period] = {}
        self.evidence: list[tuple[Told, int]] = []
        self.marks: dict[str, bool] = {}
        self.served: dict[str, tuple[date, str, int]] = {}
        self.data: Told = {}

    def apply(self, event: Event) -> None:
        """Carry one more event into the case."""
        body = event.body
        self.events.append(event)
        self.by_number[event.seq] = event
        for made in event.documents:
            self.documents[made["id"]] = made
            self.made_by.setdefault(made["id"], event.seq)
            self.changed_by[made["id"]] = event.seq
        if body["kind"] == "transition":
            self._move(event)
        elif body["kind"] == "migration" and body["track"] in self.tracks:
            self.tracks[body["track"]].definition = body["definition"]

    def _move(self, event: Event) -> None:
        body, inputs = event.body, given_in(event)
        self.number = body["case_number"] or self.number
        self.marks.update(body["marks"])
        for name, value in inputs.items():
            more = name in APPENDED and isinstance(value, list)
            self.data[name] = self.data.get(name, []) + value if more else value
        for item in inputs.get("evidence") or []:
            self.evidence.append((item, event.seq))
        old = self.tracks.get(body["track"])
        track = Track(body["machine"], body["definition"], body["to"], old.subject if old else "")
        track.data = {**(old.data if old else {}), **inputs}
        self.tracks[body["track"]] = track
        for name, machine, definition, state, _, subject in body["tracks"]:
            self.tracks[name] = Track(machine, definition, state, subject)
            self.tracks[name].data = dict(inputs)
        if body["served"]:
            document, day, mode = body["served"]
            self.served[document] = (date.fromisoformat(day), mode, event.seq)
        for change in body["deadlines"]:
            if change["move"] == "start":
                self.periods[change["instance"]] = Period(change, event)
            elif change["instance"] in self.periods:
                self.periods[change["instance"]].changed(change, event)

    def by_form(self, *forms: str) -> list[Told]:
        """Documents of some forms that were issued, void ones left out, oldest first."""
        return [d for d in self.documents.values() if d["form"] in forms and d["status"] in FILED]

    def changed_by_first(self, document: str, status: str) -> int:
        """Number of the first act that left a document in a status; 0 when none did.

        A proposal's documents count from the act that its last signature completed.
        """
        for event in self.events:
            if event.body["kind"] == "transition":
                for made in event.documents:
                    if made["id"] == document and made["status"] == status:
                        return event.seq
        return 0

    def open_proposal(self, number: int) -> Event | None:
        """The proposal with this event number, when nothing has ended it."""
        ended = {
            e.body["proposal"]
            for e in self.events
            if e.body["kind"] != "signature" and e.body["proposal"]
        }
        for event in self.events:
            if event.seq == number and event.body["kind"] == "proposal" and number not in ended:
                return event
        return None

    def fired(self, person: str, transitions: set[str]) -> bool:
        """Whether a person carried out any of these transitions."""
        return any(
            e.body["actor"] == person
            and e.body["transition"] in transitions
            and e.body["kind"] == "transition"
            for e in self.events
        )


def replayed(events: list[Event], out: Findings) -> Case:
    """The case after all events that can be applied; the others are findings."""
    case = Case()
    for event in events:
        out.attempt(SAID["part_event"], partial(case.apply, event), event=event.seq)
    return case


# ==================================================================================================
# 16. pdf
#
# Reading the PDF files of a dossier (ISO 32000-1): revisions, pages, fields, the attached act.
#
# Reads classic cross-reference tables, which every document of a dossier has. What pages say in
# words is not read here; that a page is the one that was signed follows from its bytes.
# ==================================================================================================

BLANK = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*)*")
REFERENCE = re.compile(rb"(\d{1,8}) (\d{1,5}) R(?![^\s<>\[\]()/%{}])")
NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
NAME = re.compile(rb"/[^\x00-\x20<>\[\]()/%{}\x7f-\xff]*")
WORD = re.compile(rb"true|false|null")
OBJECT = re.compile(rb"(\d{1,8}) (\d{1,5}) obj")
ENDING = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF(?:\r\n|\r|\n)?")
SECTION = re.compile(rb"(\d{1,8}) (\d{1,8})\s+")
STREAM = re.compile(rb"\s*stream\r?\n")
DEEPEST, MOST_REVISIONS, MOST_PAGES = 40, 500, 20_000
#: Bytes a stream may unpack to.
LARGEST = 256 * 1024 * 1024


class Reference(NamedTuple):
    """A reference to an object by its number."""

    number: int


class Span(NamedTuple):
    """A hexadecimal or literal string: its bytes as written and where they stand."""

    text: bytes
    start: int
    end: int


Value = Union[Reference, Span, bytes, float, List[Any], Dict[bytes, Any], None]


class Revision(NamedTuple):
    """One generation of a file: its objects' places, its trailer, where its last byte ends."""

    offsets: dict[int, int]
    trailer: dict[bytes, Value]
    end: int


class Page(NamedTuple):
    """A page: its object's number, its dictionary and its place in the tagged structure."""

    number: int
    entries: dict[bytes, Value]


class Reader:
    """A PDF file."""

    def __init__(self, data: bytes) -> None:
        """Read the chain of revisions, oldest first; raises UnreadableError."""
        self.data = data
        self.revisions: list[Revision] = []
        last = data.rfind(b"startxref")
        found = ENDING.match(data, last) if last >= 0 else None
        while found is not None:
            revision = self._revision(int(found[1]), found.end())
            self.revisions.insert(0, revision)
            before = revision.trailer.get(b"/Prev")
            if not isinstance(before, float) or len(self.revisions) > MOST_REVISIONS:
                break
            found = self._ending(int(before))
        if not self.revisions:
            raise UnreadableError("PDF")

    def _ending(self, table: int) -> re.Match[bytes] | None:
        return ENDING.search(self.data, table) if 0 < table < len(self.data) else None

    def _revision(self, table: int, end: int) -> Revision:
        if self.data[table : table + 4] != b"xref":
            raise UnreadableError("xref")
        at = skip(self.data, table + 4)
        offsets: dict[int, int] = {}
        section = SECTION.match(self.data, at)
        while section:
            first, count, at = int(section[1]), int(section[2]), section.end()
            for number in range(first, first + count):
                line = self.data[at : at + 20]
                if line[17:18] == b"n":
                    offsets[number] = _number(line[:10])
                at += 20
            section = SECTION.match(self.data, at)
        if self.data[at : at + 7] != b"trailer":
            raise UnreadableError("trailer")
        trailer, _ = value_at(self.data, at + 7)
        if not isinstance(trailer, dict):
            raise UnreadableError("trailer")
        return Revision(offsets, trailer, end)

    def object(self, number: int, revisions: int = 0) -> Value:
        """The newest value of an object; with `revisions`, among the first so many."""
        at = self.place(number, revisions)
        return None if at is None else value_at(self.data, at)[0]

    def place(self, number: int, revisions: int = 0) -> int | None:
        """Where an object's value begins; None when there is no such object."""
        for revision in reversed(self.revisions[: revisions or None]):
            if number in revision.offsets:
                head = OBJECT.match(self.data, revision.offsets[number])
                return head.end() if head and int(head[1]) == number else None
        return None

    def seen(self, value: Value) -> Value:
        """A value, or what it refers to."""
        return self.object(value.number) if isinstance(value, Reference) else value

    def entries(self, value: Value) -> dict[bytes, Value]:
        """A dictionary, or what a reference to one means; empty for anything else."""
        found = self.seen(value)
        return found if isinstance(found, dict) else {}

    def members(self, value: Value) -> list[Value]:
        """A list, or what a reference to one means; empty for anything else."""
        found = self.seen(value)
        return found if isinstance(found, list) else []

    @property
    def root(self) -> dict[bytes, Value]:
        """The catalog."""
        return self.entries(self.revisions[-1].trailer.get(b"/Root"))

    def pages(self) -> list[Page]:
        """The pages in reading order; raises UnreadableError for a tree without end."""
        found: list[Page] = []
        waiting = [self.root.get(b"/Pages")]
        seen = 0
        while waiting:
            value, seen = waiting.pop(), seen + 1
            if seen > MOST_PAGES:
                raise UnreadableError("pages")
            entries = self.entries(value)
            if isinstance(value, Reference) and entries.get(b"/Type") == b"/Page":
                found.append(Page(value.number, entries))
            else:
                waiting += reversed(self.members(entries.get(b"/Kids")))
        return found

    def stream(self, number: int) -> bytes:
        """The bytes of a stream, inflated; raises UnreadableError when they are damaged."""
        at = self.place(number)
        if at is None:
            raise UnreadableError("stream")
        entries, end = value_at(self.data, at)
        begun = STREAM.match(self.data, end)
        if not isinstance(entries, dict) or begun is None:
            raise UnreadableError("stream")
        size = self.seen(entries.get(b"/Length"))
        raw = self.data[begun.end() : begun.end() + int(size if isinstance(size, float) else 0)]
        if entries.get(b"/Filter") != b"/FlateDecode":
            return raw
        inflating = zlib.decompressobj()
        try:
            data = inflating.decompress(raw, LARGEST)
        except zlib.error as wrong:
            raise UnreadableError("stream") from wrong
        if not inflating.eof:
            raise UnreadableError("stream")
        return data

    def attached(self, name: bytes) -> bytes | None:
        """The attached file of this name; None when there is none."""
        for number in self.revisions[0].offsets:
            entries = self.entries(Reference(number))
            if entries.get(b"/Type") == b"/Filespec" and _text(entries.get(b"/F")) == name:
                held = self.entries(entries.get(b"/EF")).get(b"/F")
                return self.stream(held.number) if isinstance(held, Reference) else None
        return None


def _number(text: bytes) -> int:
    try:
        return int(text)
    except ValueError:
        raise UnreadableError("number") from None


def _text(value: Value) -> bytes:
    return value.text[1:-1] if isinstance(value, Span) else b""


def skip(data: bytes, at: int) -> int:
    """The position behind white space and comments."""
    found = BLANK.match(data, at)
    return found.end() if found else at


def value_at(data: bytes, at: int, depth: int = 0) -> tuple[Value, int]:
    """The value at a position, and the position behind it; raises UnreadableError."""
    at = skip(data, at)
    if depth > DEEPEST:
        raise UnreadableError("depth")
    if data.startswith(b"<<", at):
        return _dictionary(data, at + 2, depth)
    if data.startswith(b"[", at):
        return _list(data, at + 1, depth)
    if data.startswith(b"<", at) or data.startswith(b"(", at):
        end = _string_end(data, at)
        return Span(data[at:end], at, end), end
    reference = REFERENCE.match(data, at)
    if reference:
        return Reference(int(reference[1])), reference.end()
    number = NUMBER.match(data, at)
    if number:
        return float(number[0]), number.end()
    word = NAME.match(data, at) or WORD.match(data, at)
    if not word:
        raise UnreadableError("value")
    return word[0], word.end()


def _dictionary(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    found: dict[bytes, Value] = {}
    while True:
        at = skip(data, at)
        if data.startswith(b">>", at):
            return found, at + 2
        key = NAME.match(data, at)
        if not key:
            raise UnreadableError("dictionary")
        found[key[0]], at = value_at(data, key.end(), depth + 1)


def _list(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    found: list[Value] = []
    while True:
        at = skip(data, at)
        if data.startswith(b"]", at):
            return found, at + 1
        member, at = value_at(data, at, depth + 1)
        found.append(member)


def _string_end(data: bytes, at: int) -> int:
    if data[at : at + 1] == b"<":
        end = data.find(b">", at)
        if end < 0:
            raise UnreadableError("string")
        return end + 1
    open_ones = 0
    while at < len(data):
        char = data[at : at + 1]
        if char == b"\\":
            at += 1
        elif char == b"(":
            open_ones += 1
        elif char == b")":
            open_ones -= 1
            if not open_ones:
                return at + 1
        at += 1
    raise UnreadableError("string")


# ==================================================================================================
# 17. papers
#
# The dossier's papers: the catalogue against files, events and the order the bureau files by.
#
# Every document and every piece of evidence is the one its event names; pages are counted in the
# files themselves; page numbers run through both volumes without a gap, cover, index and back note
# have none.
# ==================================================================================================

ORDER = "audit/law/dossier.json"
NUMBERED = "ARCH 37"
AT = Place(CATALOGUE)


class Paper:
    """A document of the dossier with its file."""

    def __init__(self, entry: Told, made: Told, data: bytes) -> None:
        """Reads the file; `reader` is None when it is no PDF."""
        self.entry, self.made, self.data = entry, made, data
        self.file = "data/" + str(entry["file"])
        self.reader: Reader | None = None
        try:
            self.reader = Reader(data)
            self.pages = self.reader.pages()
        except (UnreadableError, ValueError, RecursionError):
            self.pages = []

    def place(self, inside: int = 0) -> Place:
        """Where it stands in the dossier; `inside` is a page within the file."""
        first, last = self.entry.get("first_page", 0), self.entry.get("last_page", 0)
        whole = isinstance(first, int) and isinstance(last, int)
        return Place(self.file, first if whole else 0, last if whole else 0, inside)


class Papers:
    """The documents of the dossier, by id."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.by_id: dict[str, Paper] = {}
        #: By document id, the page of each signature field within the file.
        self.fields: dict[str, dict[str, int]] = {}

    def place(self, document: str) -> Place:
        """Where a document's date and seal stand: the page of its last signature field."""
        paper = self.by_id.get(document)
        if paper is None:
            return NOWHERE
        places = self.fields.get(document, {})
        return paper.place(max(places.values()) if places else 1)

    def of_event(self, case: Case, number: int) -> Place:
        """The first document an event made or changed; else its track's subject, or its newest."""
        event = case.by_number.get(number)
        if event is None:
            return NOWHERE
        body = event.body
        track = case.tracks.get(body["track"])
        found = [made["id"] for made in body["documents"]]
        found += [track.subject] if track and track.subject else []
        same = [d["id"] for d in case.documents.values() if d["track"] == body["track"]]
        found += reversed([one for one in same if case.made_by[one] <= number])
        return next((self.place(one) for one in found if one in self.by_id), NOWHERE)


def check_papers(bag: Bag, case: Case, out: Findings) -> Papers:
    """Compare the catalogue with files, events and order; returns the papers that were found."""
    papers = Papers()
    index = bag.json(CATALOGUE)
    entries = index.get("files") if isinstance(index, dict) else None
    if not isinstance(index, dict) or not isinstance(entries, list):
        out.add("catalogue_unreadable", AT, law=KEPT)
        return papers
    _head(index, case, out)
    listed = [e for e in entries if isinstance(e, dict) and isinstance(e.get("file"), str)]
    for entry in listed:
        if "document" in entry:
            _document(bag, case, entry, papers, out)
    _files(bag, case, listed, out)
    _listed(bag, case, listed, out)
    _order(bag, case, listed, out)
    _numbers(listed, papers, out)
    return papers


def _head(index: Told, case: Case, out: Findings) -> None:
    last = case.events[-1] if case.events else None
    told = (index.get("events"), index.get("head"), index.get("number"))
    found = (len(case.events), last.hash if last else "", case.number)
    for name, said, known in zip(("events", "head", "number"), told, found):
        if said != known:
            out.add("catalogue_head", AT, law=KEPT, name=name, said=said, known=known)


def _document(bag: Bag, case: Case, entry: Told, papers: Papers, out: Findings) -> None:
    made = case.documents.get(entry["document"])
    file = "data/" + entry["file"]
    if made is None:
        out.add("document_foreign", Place(file), law=KEPT, name=entry.get("name"))
        return
    event = case.changed_by[made["id"]]
    paper = Paper(entry, made, bag.bytes(file))
    papers.by_id[made["id"]] = paper
    if made["status"] not in FILED:
        out.add("document_foreign", paper.place(), event=event, law=KEPT, name=entry.get("name"))
    if file not in bag.files:
        out.add("document_missing", paper.place(), event=event, law=KEPT, name=entry.get("name"))
        return
    if bag.digest(file) != made["digest"]:
        inside = damaged_page(paper)
        out.add(
            "document_changed",
            paper.place(inside),
            event=event,
            law=RELIABLE,
            name=entry.get("name"),
        )
    for name, said, known in (
        ("sha256", entry.get("sha256"), made["digest"]),
        ("number", entry.get("number", ""), made["number"]),
        ("pages", entry.get("pages"), made["pages"]),
        ("form", entry.get("form"), made["form"]),
        ("status", entry.get("status"), made["status"]),
    ):
        if said != known:
            out.add("catalogue_differs", paper.place(), event=event, law=KEPT, name=name)
    _pages(paper, event, out)
    out.count("documents")


def _pages(paper: Paper, event: int, out: Findings) -> None:
    """Pages as recorded, in the order they were tagged."""
    made, name = paper.made, paper.entry.get("name")
    if paper.reader is None or not paper.pages:
        out.add("pdf_unreadable", paper.place(), event=event, law=RELIABLE, name=name)
        return
    out.count("pages", len(paper.pages))
    if len(paper.pages) != made["pages"]:
        out.add(
            "page_count",
            paper.place(),
            event=event,
            law=NUMBERED,
            name=name,
            found=len(paper.pages),
            recorded=made["pages"],
        )
    for number, page in enumerate(paper.pages, 1):
        told = page.entries.get(b"/StructParents")
        if isinstance(told, float) and int(told) != number - 1:
            out.add(
                "page_swapped",
                paper.place(number),
                event=event,
                law=NUMBERED,
                name=name,
                was=int(told) + 1,
                now=number,
            )


def damaged_page(paper: Paper) -> int:
    """The page (from 1) whose content does not inflate any more; 0 when none shows damage."""
    reader = paper.reader
    for number, page in enumerate(paper.pages, 1):
        content = page.entries.get(b"/Contents")
        for one in content if isinstance(content, list) else [content]:
            try:
                if reader is not None and one is not None:
                    reader.stream(one.number)  # type: ignore[union-attr]  # AttributeError is caught
            except (UnreadableError, AttributeError):
                return number
    return 0


def _files(bag: Bag, case: Case, listed: list[Told], out: Findings) -> None:
    """Evidence and attachments: each the file its event took in."""
    known = {f["digest"]: e.seq for e in reversed(case.events) for f in files_in(e.inputs)}
    for entry in listed:
        if "document" in entry:
            continue
        file = "data/" + entry["file"]
        digest, event = bag.digest(file), known.get(entry.get("sha256"), 0)
        if not digest:
            out.add("evidence_missing", Place(file), event=event, law="APL 46(2)")
        elif digest != entry.get("sha256") or digest not in known:
            out.add("evidence_changed", Place(file), event=event, law="APL 46(2)")
        out.count("evidence")
    held = {entry.get("sha256") for entry in listed}
    for digest, event in known.items():
        if digest not in held:
            out.add("evidence_left_out", AT, event=event, law="APL 46(2)", digest=digest[:12])
    numbers = [e["evidence"] for e in listed if "evidence" in e]
    wanted = [f"证{n}" for n, (item, _) in enumerate(case.evidence, 1) if item.get("file")]
    if numbers != wanted:
        out.add("evidence_numbers", AT, law="APL 46(2)", found="、".join(map(str, numbers)))


def _listed(bag: Bag, case: Case, listed: list[Told], out: Findings) -> None:
    """Nothing in the data that the catalogue does not list, nothing issued left out of it."""
    files = ["data/" + entry["file"] for entry in listed]
    for name in bag.below("data/"):
        if name != CATALOGUE and name not in files:
            out.add("catalogue_lacks", Place(name), law=KEPT)
    for name in sorted({name for name in files if files.count(name) > 1}):
        out.add("catalogue_twice", _listed_place(listed, name), law=KEPT)
    ids = {entry.get("document") for entry in listed}
    for made in case.documents.values():
        if made["status"] in FILED and made["id"] not in ids:
            event = case.changed_by[made["id"]]
            out.add("document_left_out", AT, event=event, law=KEPT, id=made["id"])


def _listed_place(listed: list[Told], file: str) -> Place:
    """Where the catalogue says a file stands."""
    entry = next((e for e in listed if "data/" + e["file"] == file), {})
    return Place(file, entry.get("first_page", 0) or 0, entry.get("last_page", 0) or 0)


def _order(bag: Bag, case: Case, listed: list[Told], out: Findings) -> None:
    """Each volume in the order of its forms, receipts behind what they are for."""
    order = bag.json(ORDER)
    if not isinstance(order, dict):
        out.could_not("no_order")
        return
    known = [e["document"] for e in listed if e.get("document") in case.documents]
    for volume, wanted in arranged(case, order).items():
        found = [d for d in known if _volume(listed, d) == volume]
        for at, (is_there, should) in enumerate(zip(found, wanted), 1):
            if is_there != should:
                entry = next(e for e in listed if e.get("document") == is_there)
                place = _listed_place(listed, "data/" + entry["file"])
                out.add("order_differs", place, law=NUMBERED, at=at, should=should)
                break
        folder = order.get("folders", {}).get(volume)
        for number, document in enumerate(found, 1):
            entry = next(e for e in listed if e.get("document") == document)
            if not entry["file"].startswith(f"{folder}/{number:03}-"):
                out.add("file_number", Place("data/" + entry["file"]), law=NUMBERED, at=number)


def _volume(listed: list[Told], document: str) -> object:
    return next((e.get("volume") for e in listed if e.get("document") == document), "")


def arranged(case: Case, order: Told) -> dict[str, list[str]]:
    """Ids of the documents by volume, as the bureau's order files them."""
    filed = [d for d in case.documents.values() if d["status"] in FILED]
    front = [d["id"] for form in order["unnumbered"] for d in filed if d["form"] == form]
    volumes = {"front": front}
    for volume in ("principal", "supplementary"):
        found: list[str] = []
        for form in order[volume]:
            for made in (d for d in filed if d["form"] == form and d["id"] not in found):
                found.append(made["id"])
                found += [r for r in _receipts(case, made, order) if r not in found]
        volumes[volume] = found
    known = {one for members in volumes.values() for one in members}
    volumes["supplementary"] += [d["id"] for d in filed if d["id"] not in known]
    return volumes


def _receipts(case: Case, made: Told, order: Told) -> list[str]:
    tracks = {name for name, track in case.tracks.items() if track.subject == made["id"]}
    receipt = order.get("receipt", "service_receipt")
    return [
        d["id"]
        for d in case.documents.values()
        if d["form"] == receipt and d["track"] in tracks and d["status"] in FILED
    ]


def _by_page(listed: list[Told]) -> Iterator[Told]:
    """Documents as they are listed, and numbered originals among them where their pages begin."""
    numbered = [entry for entry in listed if "document" not in entry and "first_page" in entry]
    waiting = sorted(numbered, key=_first)
    for entry in (entry for entry in listed if "document" in entry):
        while waiting and _first(waiting[0]) < _first(entry):
            yield waiting.pop(0)
        yield entry
    yield from waiting


def _first(entry: Told) -> int:
    page = entry.get("first_page")
    return page if isinstance(page, int) else 0


def _count(entry: Told, paper: Paper | None) -> int:
    """Pages of a document as its file has them; of an original, with its sheet, as listed."""
    if paper is None:
        pages = entry.get("pages")
        return pages if isinstance(pages, int) else 0
    return len(paper.pages) or int(paper.made["pages"])


def _numbers(listed: list[Told], papers: Papers, out: Findings) -> None:
    """Page numbers: from 1, without gap, as many as the files have pages."""
    expected = 1
    for entry in _by_page(listed):
        paper = papers.by_id.get(entry.get("document", ""))
        if paper is None and "document" in entry:
            continue
        place = (
            paper.place() if paper is not None else _listed_place(listed, "data/" + entry["file"])
        )
        first, last = entry.get("first_page"), entry.get("last_page")
        if entry.get("volume") == "front":
            if first is not None or last is not None:
                out.add("front_numbered", place, law=NUMBERED)
            continue
        if first is None:  # a form the order does not know stands unnumbered at the end
            continue
        count = _count(entry, paper)
        if (first, last) != (expected, expected + count - 1):
            out.add(
                "page_numbers",
                place,
                event=0,
                law=NUMBERED,
                first=first,
                last=last,
                expected=expected,
                until=expected + count - 1,
            )
        expected = (last if isinstance(last, int) else expected + count - 1) + 1


# ==================================================================================================
# 18. signatures
#
# The signatures of each PDF: what they cover, who made them, when, and what came afterwards.
#
# A signature holds when its bytes are those that were signed, its certificate leads to
# `audit/root.pem` and was valid at the moment an RFC 3161 timestamp proves, and the person, field
# and moment are those the ledger records. Colours of stamps and looks are not judged.
# ==================================================================================================

ROOT = "audit/root.pem"
EARLIER, OLD_WITH_NEW, NEW_WITH_OLD = "audit/roots/", "-old-with-new.pem", "-new-with-old.pem"
SIGNED, IN_FORCE = "ESL 14", "ESL 16"
SEAL = "seal"
#: How far a recorded moment may be from the timestamp.
TOLERANCE = timedelta(seconds=300)
DOCUMENT_STAMP = b"/ETSI.RFC3161"


class Mark(NamedTuple):
    """One signature of a file, as its field states it."""

    field: str
    page: int
    kind: object
    range: list[int]
    contents: Span | None
    reason: str


def read_trust(bag: Bag, out: Findings) -> tuple[Trust, Trust]:
    """Whom documents and timestamps are believed by."""
    roots = certificates_in(bag, [ROOT], out)
    if not roots:
        out.add("root_missing", Place(ROOT), law=RELIABLE)
    lists = lists_in(bag, "audit/crl/", out)
    if not lists:
        out.could_not("no_lists")
    earlier = earlier_in(bag, roots, out)
    trust = Trust(roots, lists, earlier)
    outside = certificates_in(bag, bag.below("audit/timestamp-roots/"), out)
    stamps = Trust([*roots, *outside], lists, earlier)
    if stamps.refused:
        out.add("list_unsigned", Place("audit/crl"), law=RELIABLE)
    return trust, stamps


def earlier_in(
    bag: Bag, roots: list[Certificate], out: Findings
) -> list[tuple[Certificate, datetime]]:
    """The roots the bureau had before, each with its last moment."""
    found = []
    for name in bag.below(EARLIER):
        stem = name[: -len(".pem")]
        if not stem[len(EARLIER) :].isdigit():
            continue
        pair = certificates_in(bag, [name, f"{stem}{OLD_WITH_NEW}"], out)
        end = end_of(pair[0], pair[1], roots) if len(pair) == 2 else None
        if end is None:
            out.add("root_unvouched", Place(name), law=RELIABLE)
        else:
            found.append((pair[0], end))
    return found


def lists_in(bag: Bag, folder: str, out: Findings) -> list[Revocations]:
    """The revocation lists below a folder of the bag."""
    found = []
    for name in bag.below(folder):
        try:
            found.append(read_revocations(_list_bytes(bag.bytes(name))))
        except UnreadableError:
            out.add("list_unreadable", Place(name), law=RELIABLE)
    return found


def _list_bytes(data: bytes) -> bytes:
    return read_pem(data.replace(b"X509 CRL-", b"CERTIFICATE-"))[0]


def certificates_in(bag: Bag, names: list[str], out: Findings) -> list[Certificate]:
    """The certificates in files of the bag."""
    found = []
    for name in names:
        try:
            found += [read_certificate(one) for one in read_pem(bag.bytes(name)) if one]
        except (UnreadableError, ValueError):
            out.add("certificate_unreadable", Place(name), law=RELIABLE)
    return found


class SignatureCheck:
    """Checks the papers of one dossier."""

    def __init__(self, case: Case, trust: tuple[Trust, Trust], agency: str, out: Findings) -> None:
        """`agency` is the code the seal's certificate must bear; empty where it is not known."""
        self.case, self.out, self.agency = case, out, agency
        self.trust, self.stamps = trust
        self.used: dict[bytes, Certificate] = {}

    def check(self, paper: Paper, papers: Papers) -> None:
        """Everything wrong with the signatures of one document."""
        reader, made = paper.reader, paper.made
        if reader is None:
            return
        event = self.case.changed_by[made["id"]]
        try:
            marks = marks_of(reader, paper)
        except (UnreadableError, ValueError, RecursionError):
            self.out.add(
                "pdf_unreadable",
                paper.place(),
                event=event,
                law=RELIABLE,
                name=paper.entry.get("name"),
            )
            return
        papers.fields[made["id"]] = {mark.field: mark.page for mark in marks if mark.page}
        signing = [mark for mark in marks if mark.kind != DOCUMENT_STAMP]
        recorded = [one[0] for one in made["signed"]]
        found = [mark.field for mark in signing]
        if found != recorded:
            self.out.add(
                "signatures_differ",
                paper.place(),
                event=event,
                law=SIGNED,
                recorded="、".join(recorded) or "无",
                found="、".join(found) or "无",
            )
        self._updates(reader, paper, marks, event)
        for mark in marks:
            moments = self._one(paper, mark, event)
            if mark.field in recorded and moments is not None:
                self._as_recorded(paper, mark, made["signed"][recorded.index(mark.field)], moments)

    def _updates(self, reader: Reader, paper: Paper, marks: list[Mark], event: int) -> None:
        """Each revision after the first ends where a signature's range ends, and signs only."""
        ends = {mark.range[2] + mark.range[3]: mark for mark in marks if len(mark.range) == 4}
        name = paper.entry.get("name")
        if reader.revisions[-1].end != len(reader.data):
            self.out.add("pdf_appended", paper.place(), event=event, law=RELIABLE, name=name)
        for number, revision in enumerate(reader.revisions[1:], 1):
            mark = ends.get(revision.end)
            touched = touched_pages(reader, paper, number, mark)
            if mark is None:
                page = min(touched) if touched else 0
                self.out.add("pdf_updated", paper.place(page), event=event, law=RELIABLE, name=name)
            elif touched:
                self.out.add(
                    "page_replaced", paper.place(min(touched)), event=event, law=RELIABLE, name=name
                )

    def _one(self, paper: Paper, mark: Mark, event: int) -> tuple[Certificate, datetime] | None:
        """The signer and the proved moment of a signature that holds; else None."""
        place, data = paper.place(mark.page), paper.data
        told = {"name": paper.entry.get("name"), "field": mark.field}
        self.out.count("signatures")
        if mark.contents is None or not _covers(mark, data):
            self.out.add("signature_range", place, event=event, law=RELIABLE, **told)
            return None
        first, second = mark.range[1], mark.range[2]
        signed_bytes = data[:first] + data[second : second + mark.range[3]]
        try:
            blob = bytes.fromhex(mark.contents.text[1:-1].decode("ascii"))
            if mark.kind == DOCUMENT_STAMP:
                self._document_stamp(blob, signed_bytes, place, event, told)
                return None
            return self._signature(blob, signed_bytes, place, event, told)
        except (UnreadableError, ValueError, IndexError, KeyError):
            self.out.add("signature_unreadable", place, event=event, law=RELIABLE, **told)
            return None

    def _document_stamp(
        self, blob: bytes, covered: bytes, place: Place, event: int, told: Told
    ) -> None:
        outer = first_part(blob)
        stamp = read_stamp(outer.raw)
        self._stamp(stamp, covered, place, event, told)

    def _signature(
        self, blob: bytes, covered: bytes, place: Place, event: int, told: Told
    ) -> tuple[Certificate, datetime] | None:
        signed = read_signed(blob)
        signer = signed.signer
        if not signed.covers(covered):
            self.out.add("signature_digest", place, event=event, law=RELIABLE, **told)
        if signer is None or not signed.value_holds():
            self.out.add("signature_value", place, event=event, law=RELIABLE, **told)
            return None
        self.used[signer.raw] = signer
        tokens = signed.beside.get(SIGNATURE_TIMESTAMP, [])
        if len(tokens) != 1:
            self.out.add("stamp_missing", place, event=event, law=RELIABLE, **told)
            return None
        stamp = read_stamp(tokens[0].raw)
        self._stamp(stamp, signed.value, place, event, told)
        for fault in self.trust.faults(signer, signed.certificates, stamp.moment, stamps=False):
            self.out.add(
                f"certificate_{fault}",
                place,
                event=event,
                law=IN_FORCE,
                signer=signer.name,
                at=local_time(stamp.moment),
                **told,
            )
        return signer, stamp.moment

    def _stamp(self, stamp: Stamp, covered: bytes, place: Place, event: int, told: Told) -> None:
        signer = stamp.signed.signer
        self.out.count("timestamps")
        if not stamp.covers(covered):
            self.out.add("stamp_imprint", place, event=event, law=RELIABLE, **told)
        if signer is None or not stamp.holds():
            self.out.add("stamp_signature", place, event=event, law=RELIABLE, **told)
            return
        self.used[signer.raw] = signer
        faults = self.stamps.faults(signer, stamp.signed.certificates, stamp.moment, stamps=True)
        for fault in faults:
            self.out.add(
                f"certificate_{fault}",
                place,
                event=event,
                law=IN_FORCE,
                signer=signer.name,
                at=local_time(stamp.moment),
                **told,
            )

    def _as_recorded(
        self, paper: Paper, mark: Mark, recorded: list[str], found: tuple[Certificate, datetime]
    ) -> None:
        """Who signed, in which role and when, as the ledger has it."""
        slot, person, role, at = recorded
        signer, moment = found
        place = paper.place(mark.page)
        event = self._event_of(paper.made["id"], slot)
        told = {"name": paper.entry.get("name"), "field": slot}
        code = "".join(signer.holder.get("agency", [])[:1])
        right = (
            signer.is_seal and code.endswith(self.agency)
            if slot == SEAL
            else signer.person == person
        )
        if not right:
            self.out.add(
                "signer_differs",
                place,
                event=event,
                law=SIGNED,
                recorded=person,
                found=signer.name,
                **told,
            )
        if mark.reason != f"{role}:{person}":
            self.out.add(
                "signer_role",
                place,
                event=event,
                law=SIGNED,
                recorded=f"{role}:{person}",
                found=mark.reason,
                **told,
            )
        if abs(datetime.fromisoformat(at) - moment) > TOLERANCE:
            self.out.add(
                "signature_moment",
                place,
                event=event,
                law=SIGNED,
                recorded=at,
                found=local_time(moment),
                **told,
            )

    def _event_of(self, document: str, slot: str) -> int:
        for event in self.case.events:
            for made in event.documents:
                if made["id"] == document and slot in [one[0] for one in made["signed"]]:
                    return event.seq
        return 0


def local_time(moment: datetime) -> str:
    """A moment as people in China read it."""
    return (moment + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")


def _covers(mark: Mark, data: bytes) -> bool:
    """Whether the range is everything but the signature itself, up to the end of a revision."""
    if len(mark.range) != 4 or mark.contents is None:
        return False
    start, first, second, rest = mark.range
    ends = data[second : second + rest].rstrip(b"\r\n").endswith(b"%%EOF")
    there = (start, first, second) == (0, mark.contents.start, mark.contents.end)
    return there and ends and second + rest <= len(data)


def marks_of(reader: Reader, paper: Paper) -> list[Mark]:
    """The signatures of a file in the order they were made."""
    form = reader.entries(reader.root.get(b"/AcroForm"))
    found = []
    for field in reader.members(form.get(b"/Fields")):
        entries = reader.entries(field)
        value = entries.get(b"/V")
        if entries.get(b"/FT") != b"/Sig" or value is None:
            continue
        signature = reader.entries(value)
        ranged = reader.members(signature.get(b"/ByteRange"))
        contents = signature.get(b"/Contents")
        found.append(
            Mark(
                field=words(entries.get(b"/T")),
                page=_page_of(reader, paper, field),
                kind=signature.get(b"/SubFilter"),
                range=[int(n) for n in ranged if isinstance(n, float)],
                contents=contents if isinstance(contents, Span) else None,
                reason=words(signature.get(b"/Reason")),
            )
        )
    return sorted(found, key=lambda mark: mark.range[2] if len(mark.range) == 4 else 0)


def words(value: object) -> str:
    """A text string: UTF-16 with a byte order mark, or Latin letters (ISO 32000-1, 7.9.2.2)."""
    if not isinstance(value, Span):
        return ""
    if value.text.startswith(b"<"):
        data = bytes.fromhex(value.text[1:-1].decode("ascii"))
    else:
        data = value.text[1:-1]
    return data[2:].decode("utf-16-be") if data.startswith(b"\xfe\xff") else data.decode("latin-1")


def _page_of(reader: Reader, paper: Paper, field: object) -> int:
    for number, page in enumerate(paper.pages, 1):
        if field in reader.members(page.entries.get(b"/Annots")):
            return number
    return 0


def touched_pages(reader: Reader, paper: Paper, number: int, mark: Mark | None) -> list[int]:
    """Pages (from 1) that a revision changes beside the field it signs; 0: not a page."""
    earlier = {n for revision in reader.revisions[:number] for n in revision.offsets}
    pages = {page.number: place for place, page in enumerate(paper.pages, 1)}
    contents = {
        one.number: place
        for place, page in enumerate(paper.pages, 1)
        for one in _references(page.entries.get(b"/Contents"))
    }
    found = []
    for changed in sorted(reader.revisions[number].offsets):
        if changed not in earlier or _may_change(reader, changed, number + 1, mark):
            continue
        found.append(pages.get(changed, contents.get(changed, 0)))
    return found


def _references(value: object) -> list[Reference]:
    members = value if isinstance(value, list) else [value]
    return [one for one in members if isinstance(one, Reference)]


def _may_change(reader: Reader, number: int, revisions: int, mark: Mark | None) -> bool:
    """The widget signed and its slices on the edges of pages; an archive timestamp enters more."""
    entries = reader.object(number, revisions)
    if mark is None or not isinstance(entries, dict):
        return False
    if mark.kind == DOCUMENT_STAMP:
        catalog = entries.get(b"/Type") == b"/Catalog"
        return catalog or b"/Fields" in entries or b"/Certs" in entries
    name, before = words(entries.get(b"/T")), reader.object(number, revisions - 1)
    own = name == mark.field or name.startswith(f"{mark.field}-seam-")
    same = isinstance(before, dict) and before.get(b"/Rect") == entries.get(b"/Rect")
    return own and same and entries.get(b"/Subtype") == b"/Widget"


# ==================================================================================================
# 19. beside
#
# SM2 signatures beside the papers (`audit/sm2`): each paper's own, over the whole file as it is.
#
# A bag has them or has none; where it has them, every finished paper has one, but for those the index
# names as without. A signature leads to `audit/sm2/roots` and is judged at the moment it states
# itself: no timestamp proves that. Its bytes must be in the one form DER gives what was read.
# ==================================================================================================

BESIDE = "audit/sm2/"
BESIDE_INDEX, BESIDE_ROOTS, BESIDE_LISTS = (
    f"{BESIDE}signatures.json",
    f"{BESIDE}roots/",
    f"{BESIDE}crl/",
)
#: Object identifiers of GM/T 0006, content bytes: the curve, SM3, SM2 with SM3.
SM2_KEY, SM3_DIGEST, SM2_WITH_SM3 = "2a811ccf5501822d", "2a811ccf55018311", "2a811ccf55018375"
SIGNING_TIME = "2a864886f70d010905"


def check_beside(bag: Bag, case: Case, papers: Papers, out: Findings) -> None:
    """Every SM2 signature of a bag, and that none is missing; nothing where there are none."""
    if not bag.below(BESIDE):
        return
    index = as_object(bag.json(BESIDE_INDEX))
    listed, without = index.get("signatures"), index.get("without", [])
    if not isinstance(listed, list) or not isinstance(without, list):
        out.add("sm2_index", Place(BESIDE_INDEX), law=KEPT)
        return
    check = BesideCheck(bag, case, papers, out)
    entries = [as_object(entry) for entry in listed]
    for entry in entries:
        out.attempt(SAID["part_sm2"], partial(check.one, entry), Place(str(entry.get("signature"))))
    check.whole(entries, [str(one) for one in without])


class BesideSigned(NamedTuple):
    """What an SM2 signature states."""

    signed: Signed
    signer: Certificate
    moment: datetime


class BesideCheck:
    """Checks the SM2 signatures of one bag."""

    def __init__(self, bag: Bag, case: Case, papers: Papers, out: Findings) -> None:
        """Reads roots and lists."""
        self.bag, self.case, self.papers, self.out = bag, case, papers, out
        self.roots = certificates_in(bag, bag.below(BESIDE_ROOTS), out)
        self.lists = lists_in(bag, BESIDE_LISTS, out)
        self.authorities = list(self.roots)
        self.signers: list[str] = []

    def one(self, entry: Told) -> None:
        """The signature an entry of the index names."""
        file = str(entry.get("signature"))
        paper = self.papers.by_id.get(str(entry.get("document")))
        if paper is None:
            self.out.add("sm2_foreign", Place(file), law=KEPT)
            return
        self.out.count("sm2")
        if file not in self.bag.files:
            self._add("sm2_missing", paper, file, KEPT)
            return
        try:
            read = read_beside(self.bag.bytes(file))
            self._held(read, paper, file, str(entry.get("user")).encode())
        except (UnreadableError, ValueError, IndexError):
            self._add("signature_unreadable", paper, file, RELIABLE)
            return
        entered = {
            "digest": (entry.get("digest"), paper.made["digest"]),
            "certificate": (entry.get("certificate"), sha256(read.signer.raw).hexdigest()),
            "signed": (datetime.fromisoformat(str(entry.get("signed"))), read.moment),
        }
        for key, (said, known) in entered.items():
            if said != known:
                self._add("sm2_differs", paper, file, KEPT, key=key)

    def _held(self, read: BesideSigned, paper: Paper, file: str, identity: bytes) -> None:
        signed, signer = read.signed, read.signer
        if _single(signed, MESSAGE_DIGEST).body != sm3(paper.data):
            self._add("signature_digest", paper, file, RELIABLE)
        if not made_by(signer.key.raw, signed.signed, signed.value, identity):
            self._add("signature_value", paper, file, RELIABLE)
        self.signers += [] if signer.name in self.signers else [signer.name]
        others = [one for one in signed.certificates if one != signer]
        self.authorities += [one for one in others if one not in self.authorities]
        for fault in self.faults(signer, others, read.moment):
            told = {"signer": signer.name, "at": local_time(read.moment)}
            self._add(f"certificate_{fault}", paper, file, IN_FORCE, **told)

    def _add(self, code: str, paper: Paper, file: str, law: str, **facts: object) -> None:
        told = {"name": paper.entry.get("name"), "field": SAID["sm2_field"], **facts}
        event = self.case.changed_by[paper.made["id"]]
        self.out.add(code, paper.place()._replace(file=file), event=event, law=law, **told)

    def whole(self, listed: list[Told], without: list[str]) -> None:
        """No paper without its signature, no signature without its paper, no list unbelieved."""
        known = {*without, *(str(entry.get("document")) for entry in listed)}
        for document, paper in self.papers.by_id.items():
            if document not in known and paper.made["signed"] and not paper.made["waiting"]:
                self._add("sm2_missing", paper, paper.file, KEPT)
        files = {BESIDE_INDEX, *(str(entry.get("signature")) for entry in listed)}
        for name in self.bag.below(BESIDE):
            if name not in files and not name.startswith((BESIDE_ROOTS, BESIDE_LISTS)):
                self.out.add("sm2_foreign", Place(name), law=KEPT)
        if without:
            self.out.could_not("sm2_without", names="、".join(without))
        self._believed()

    def _believed(self) -> None:
        """Roots and lists; a list of an authority that has no part in this bag counts as none."""
        if not self.roots:
            self.out.add("root_missing", Place(BESIDE_ROOTS), law=RELIABLE)
        used = [one for one in self.lists if one.issuer in {a.subject for a in self.authorities}]
        if not all(any(_listed_by(a, one) for a in self.authorities) for one in used):
            self.out.add("list_unsigned", Place(BESIDE_LISTS), law=RELIABLE)
        if not used:
            self.out.could_not("sm2_no_lists")
        self.out.could_not("sm2_root", signers="、".join(self.signers))

    def faults(self, leaf: Certificate, others: list[Certificate], moment: datetime) -> list[str]:
        """What speaks against a certificate at a moment, in the words `Trust.faults` uses.

        And `stray` for a certificate carried along that leads nowhere.
        """
        path = self._path(leaf, others)
        if path is None:
            return ["untrusted"]
        may = usage_of(leaf) & (SIGNING | COMMITTING) or USAGE not in leaf.extensions
        found = [] if may else ["usage"]
        found += ["not_yet_valid" for one in path if moment < one.begins]
        found += ["expired" for one in path if moment > one.ends]
        pairs = zip(path, path[1:])
        found += ["revoked" for one, issuer in pairs if self._ended(one, issuer, moment)]
        return found + ["stray" for one in others if one not in path]

    def _path(self, leaf: Certificate, others: list[Certificate]) -> list[Certificate] | None:
        path = [leaf]
        while path[-1] not in self.roots:
            known = [one for one in (*self.roots, *others) if one not in path]
            issuer = next((one for one in known if _issued_by(one, path[-1])), None)
            if issuer is None or len(path) > LONGEST_CHAIN:
                return None
            path.append(issuer)
        return path

    def _ended(self, one: Certificate, issuer: Certificate, moment: datetime) -> bool:
        known = (listed for listed in self.lists if one.serial in listed.entries)
        ended = (listed for listed in known if listed.entries[one.serial][0] <= moment)
        return any(_listed_by(issuer, listed) for listed in ended)


def _issued_by(issuer: Certificate, one: Certificate) -> bool:
    may = is_authority(issuer) and (usage_of(issuer) & ISSUING or USAGE not in issuer.extensions)
    return bool(may) and one.issuer == issuer.subject and _signed_by(issuer, one)


def _listed_by(issuer: Certificate, listed: Revocations) -> bool:
    return listed.issuer == issuer.subject and _signed_by(issuer, listed)


def _signed_by(issuer: Certificate, one: Certificate | Revocations) -> bool:
    kind = one.algorithm.parts[0].body.hex() == SM2_WITH_SM3
    return kind and made_by(issuer.key.raw, one.signed, one.signature, USUAL_IDENTITY)


@lru_cache(maxsize=256)
def made_by(key: bytes, data: bytes, signature: bytes, identity: bytes) -> bool:
    """Whether the key of a certificate made an SM2 signature; raises UnreadableError."""
    algorithm, bits = only_part(key, SEQUENCE).parts
    numbers = only_part(signature, SEQUENCE).parts
    kinds = [part.body.hex() for part in algorithm.parts]
    tags = [part.tag for part in (bits, *numbers)]
    if kinds != [EC_KEY, SM2_KEY] or tags != [BITS, INTEGER, INTEGER] or bits.body[0]:
        return False
    point = bits.body[1:]
    return sm2_holds(point, sm2_digest(point, data, identity), *(part.number for part in numbers))


def read_beside(data: bytes) -> BesideSigned:
    """Read a detached SM2 signature; raises UnreadableError, also for any other form of it."""
    signed = read_signed(data)
    signer, named = signed.claimed, _single(signed, SIGNING_CERTIFICATE)
    if signer is None or _single(signed, CONTENT_TYPE).body.hex() != DATA or _form(signed) != data:
        raise UnreadableError("SM2")
    digest = first_part(first_part(named.body).body).parts
    if digest[0].raw != _kind(SM3_DIGEST) or digest[1].body != sm3(signer.raw):
        raise UnreadableError("SM2")
    return BesideSigned(signed, signer, moment_of(_single(signed, SIGNING_TIME)))


def _single(signed: Signed, kind: str) -> Part:
    """The one value of a signed attribute."""
    values = signed.attributes.get(kind, [])
    if len(values) != 1:
        raise UnreadableError("SM2")
    return values[0]


def _kind(name: str) -> bytes:
    return written(SEQUENCE, written(OID, bytes.fromhex(name)))


def _form(signed: Signed) -> bytes:
    """The only encoding of a signature (RFC 5652, 5.1) with SM2, SM3 and no content."""
    one, digest = written(INTEGER, b"\x01"), _kind(SM3_DIGEST)
    attributes, value = b"\xa0" + signed.signed[1:], written(OCTETS, signed.value)
    algorithm = _kind(SM2_WITH_SM3)
    signer = written(SEQUENCE, one, signed.named, digest, attributes, algorithm, value)
    certificates = written(0xA0, *(certificate.raw for certificate in signed.certificates))
    digests, signers = written(SET, digest), written(SET, signer)
    body = written(SEQUENCE, one, digests, _kind(DATA), certificates, signers)
    return written(SEQUENCE, written(OID, bytes.fromhex(SIGNED_DATA)), written(0xA0, body))


# ==================================================================================================
# 20. attached
#
# The act that each document carries (`event.json`), held against the event that made it.
# ==================================================================================================

def check_attached(paper: Paper, case: Case, out: Findings) -> None:
    """The act each document carries (event.json) against the event that made it."""
    reader, made = paper.reader, paper.made
    if reader is None:
        return
    event = case.by_number[case.made_by[made["id"]]]
    told = {"name": paper.entry.get("name")}
    try:
        raw = reader.attached(b"event.json")
        act = json.loads(raw) if raw else None
        wanted = _act_of(event, made)
        found = {key: _at(act, key) for key in wanted} if act else wanted
    except (UnreadableError, ValueError, KeyError, TypeError):
        out.add("act_unreadable", paper.place(), event=event.seq, law=RELIABLE, **told)
        return
    if act is None:
        if made.get("layout"):
            out.add("act_missing", paper.place(), event=event.seq, law=RELIABLE, **told)
        return
    for key in sorted(k for k in wanted if wanted[k] != found[k]):
        out.add("act_differs", paper.place(), event=event.seq, law=RELIABLE, key=key, **told)


def _act_of(event: Event, made: Told) -> dict[str, object]:
    body = event.body
    return {
        "case.id": body["case"],
        "case.head": body["prev"],
        "act.seq": body["seq"],
        "act.at": body["at"],
        "act.machine": body["machine"],
        "act.definition": body["definition"],
        "act.transition": body["transition"],
        "document.id": made["id"],
        "document.form": made["form"],
        "document.form_digest": made["form_digest"],
        "document.number": made["number"] or None,
    }


def _at(value: object, key: str) -> object:
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


# ==================================================================================================
# 21. periods
#
# Statutory periods counted anew from the register and the working days in `audit/law/`.
#
# The day of the event is not counted; months end on the corresponding day; the last day of a
# party's period rolls to the next working day (CPL 85, CC 201 to 203).
# ==================================================================================================

DEADLINES, CALENDAR = "audit/law/deadlines.json", "audit/law/calendar.json"
DAY = timedelta(days=1)
#: First and last day left out; None while it still lasts.
Pause = Tuple[date, Optional[date]]
COUNTED_UNITS = ("working_days", "calendar_days", "months", "years", "hours")


class YearUnknownError(LookupError):
    """A day of a year whose working days the bag does not hold."""


class WorkingDays:
    """Which days are worked."""

    def __init__(self, told: object) -> None:
        """Reads calendar.json."""
        top = told if isinstance(told, dict) else {}
        self.off: set[str] = set(top.get("closures", {}))
        self.on: set[str] = set()
        self.years: set[int] = set()
        for year in top.get("years", []):
            self.years.add(year["year"])
            self.off |= set(year["days_off"])
            self.on |= set(year["worked_weekends"])

    def works(self, day: date) -> bool:
        """Whether a day is worked; raises YearUnknownError."""
        if day.year not in self.years:
            raise YearUnknownError(day.year)
        text = day.isoformat()
        return text not in self.off and (day.weekday() < 5 or text in self.on)

    def next(self, day: date, stride: timedelta = DAY) -> date:
        """The day itself when worked, else the nearest worked one."""
        while not self.works(day):
            day += stride
        return day


class Due(NamedTuple):
    """A period's end: the day reached, the day to keep, the last lawful day."""

    raw: date
    due: date
    breach: date


class Counting:
    """Counts periods by the register of a bag."""

    def __init__(self, bag: Bag) -> None:
        """Reads register and calendar."""
        rules = bag.json(DEADLINES)
        self.rules: Told = rules if isinstance(rules, dict) else {}
        self.calendar = WorkingDays(bag.json(CALENDAR))

        order = bag.json(ORDER)
        #: Period that begins when something is done after the dossier was bound.
        self.rebinding = order.get("rebinding") if isinstance(order, dict) else None

    def counted(self, rule: str) -> bool:
        """Whether a period has a length that leads to a date."""
        return self.rules.get(rule, {}).get("unit") in COUNTED_UNITS

    def named(self, rule: str) -> bool:
        """Whether a document names the day of a period."""
        return bool(self.rules.get(rule, {}).get("unit") == "named_date")

    def law(self, rule: str) -> str:
        """The article a period rests on, as a reader knows it."""
        cited = self.rules.get(rule, {}).get("law") or []
        return cited[0]["text"] if cited else ""

    def name(self, rule: str) -> str:
        """The period's name."""
        return str(self.rules.get(rule, {}).get("name_zh", rule))

    def due(self, period: Period, named: date | None = None) -> Due | None:
        """A period's end with its pauses and extensions; None while a pause is open.

        Raises YearUnknownError.
        """
        rule = self.rules[period.rule]
        start = date.fromisoformat(period.computed["start"])
        if rule["unit"] == "hours":
            begun = datetime.fromisoformat(period.computed["start_at"])
            end = (begun + timedelta(hours=rule["length"])).date()
            return Due(end, end, end)
        if rule["unit"] == "named_date":
            reached = named or start
        else:
            walked = self._walk(
                start, rule["length"], rule["unit"], period.pauses, rule["direction"]
            )
            if walked is None:
                return None
            reached = walked
        for length, unit, _ in period.extensions:
            further = self._walk(reached, length, unit, period.pauses, "forward")
            if further is None:
                return None
            reached = further
        return self._settled(rule, reached)

    def _settled(self, rule: Told, reached: date) -> Due:
        if rule["direction"] == "backward":
            clear = reached - DAY
            return Due(clear, self.calendar.next(clear, -DAY), clear)
        if rule["rollover"] in ("agency_cap", "none"):
            return Due(reached, reached, reached)
        rolled = self.calendar.next(reached)
        return Due(reached, reached if rule["rollover"] == "agency" else rolled, rolled)

    def ends(self, rule: str, start: date) -> date:
        """The last lawful day of a period that nothing moved; raises YearUnknownError."""
        told = self.rules[rule]
        reached = self._walk(start, told["length"], told["unit"], [], told["direction"])
        return self._settled(told, reached or start).breach

    def _walk(
        self, start: date, length: int, unit: str, pauses: list[Pause], direction: str
    ) -> date | None:
        if unit in ("months", "years"):
            target = months_later(start, length * (12 if unit == "years" else 1))
            span = (target - start).days
            held = (
                [_covering(pauses, start + DAY * n) for n in range(1, span + 1)] if pauses else []
            )
            if any(h and h[1] is None for h in held):
                return None
            return self._days(target, sum(map(bool, held)), pauses, worked=False, stride=DAY)
        stride = -DAY if direction == "backward" else DAY
        return self._days(start, length, pauses, worked=unit == "working_days", stride=stride)

    def _days(
        self, day: date, length: int, pauses: list[Pause], *, worked: bool, stride: timedelta
    ) -> date | None:
        counted = 0
        while counted < length:
            day += stride
            pause = _covering(pauses, day)
            if pause and pause[1] is None:
                return None
            if not pause and (not worked or self.calendar.works(day)):
                counted += 1
        return day


def _covering(pauses: list[Pause], day: date) -> Pause | None:
    for first, last in pauses:
        if first <= day and (last is None or day <= last):
            return first, last
    return None


def months_later(day: date, months: int) -> date:
    """The corresponding day, or that month's last day if there is none (CC 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def check_periods(bag: Bag, case: Case, papers: Papers, out: Findings) -> Counting:
    """Every period's end, counted again after each change; and whether it was kept."""
    counting = Counting(bag)
    again, what = Case(), SAID["part_period"]
    for event in case.events:
        out.attempt(what, partial(again.apply, event), event=event.seq)
        out.attempt(what, partial(_counted_again, counting, again, event, papers, out))
    for period in case.periods.values():
        out.attempt(what, partial(_kept, counting, case, period, papers, out))
    return counting


def _counted_again(
    counting: Counting, case: Case, event: Event, papers: Papers, out: Findings
) -> None:
    """Every period that an event began or moved; `case` is after the event."""
    for change in event.body["deadlines"] if event.body["kind"] == "transition" else ():
        period = case.periods.get(change["instance"])
        if period is not None and change["move"] != "stop" and change.get("computed"):
            place = papers.of_event(case, event.seq)
            _compare_due(counting, period, change["computed"], event.seq, place, out)
            out.count("periods")


def _compare_due(
    counting: Counting, period: Period, told: Told, event: int, place: Place, out: Findings
) -> None:
    facts = {"name": counting.name(period.rule), "instance": period.instance}
    law = counting.law(period.rule)
    if period.rule not in counting.rules:
        out.add("period_unknown", NOWHERE, event=event, law="APL 85", **facts)
        return
    if told.get("awaits_year") is not None:
        return
    named = told.get("raw_due")
    try:
        due = counting.due(period, date.fromisoformat(named) if named else None)
    except YearUnknownError as year:
        out.could_not("year_unknown", year=year.args[0], name=facts["name"])
        return
    counted = [None, None] if due is None else [due.due.isoformat(), due.breach.isoformat()]
    if [told.get("due"), told.get("breach_after")] != counted:
        out.add(
            "period_differs",
            place,
            event=event,
            law=law,
            recorded=told.get("due") or "无",
            counted=counted[0] or "无",
            **facts,
        )


def _kept(counting: Counting, case: Case, period: Period, papers: Papers, out: Findings) -> None:
    """A period of the agency that was ended, ended in time."""
    rule = counting.rules.get(period.rule, {})
    if period.stopped is None or rule.get("expiry") != "breach" or rule.get("who") == "party":
        return
    breach = period.computed.get("breach_after")
    ended = _day_of_end(case, period, period.stopped.seq)
    if breach and ended.isoformat() > breach:
        out.add(
            "period_missed",
            papers.of_event(case, period.stopped.seq),
            event=period.stopped.seq,
            law=counting.law(period.rule),
            name=counting.name(period.rule),
            due=breach,
            ended=ended.isoformat(),
        )


def _day_of_end(case: Case, period: Period, ended_by: int) -> date:
    """The day the act was done that the period waited for: service, or the event itself."""
    stopped = case.by_number[ended_by]
    if period.rule == "D12":
        decided = {d["id"] for d in case.by_number[period.event].documents}
        days = [case.served[one][0] for one in decided if one in case.served]
        return min(days) if days else stopped.at.date()
    return stopped.at.date()


def started_from(move: Told, event: Event, case: Case) -> date | None:
    """The day a period must start from by its definition; None where only more facts tell."""
    source = str(move["start_from"])
    if source == "now":
        return event.at.date()
    kind, _, names = source.partition(":")
    if kind == "served":
        forms = names.split("|")
        issued = [d for d in case.by_form(*forms) if d["status"] == "issued"]
        served = case.served.get(issued[-1]["id"]) if issued else None
        return served[0] if served else None
    if kind in ("deadline", "overdue", "remedies_over"):
        return None
    name = names if kind == "input" else source
    track = case.tracks.get(event.body["track"])
    known = (given_in(event), track.data if track else {}, case.data)
    return next((day for day in (day_of(one.get(name)) for one in known) if day), None)


# ==================================================================================================
# 22. duties
#
# People: who held which role, in which relation somebody stood to the case, which parts exclude.
#
# Reads `audit/people.json` (the roster as each profile had it) and `audit/law/duties.json` (what
# every act is asked, which duties exclude each other, how people stand to a case).
# ==================================================================================================

PEOPLE, DUTIES = "audit/people.json", "audit/law/duties.json"


class Roster:
    """The bureau's people and the rules about their duties."""

    def __init__(self, bag: Bag, out: Findings) -> None:
        """Read roster and duties; what cannot be read is a finding."""
        told, duties = bag.json(PEOPLE), bag.json(DUTIES)
        if not isinstance(told, dict):
            out.add("people_unreadable", Place(PEOPLE), law="APL 42(1)")
        if not isinstance(duties, list):
            out.add("duties_unreadable", Place(DUTIES), law="APL 42(1)")
        self.people: list[Told] = told.get("people", []) if isinstance(told, dict) else []
        profiles: list[Told] = told.get("profiles", []) if isinstance(told, dict) else []
        self.profiles: dict[str, Told] = {p["digest"]: p["agency"] or {} for p in profiles}
        self.editions: list[Told] = duties if isinstance(duties, list) else []

    @property
    def agency_code(self) -> str:
        """The code that the seal's certificate bears."""
        codes = [str(p.get("code", "")) for p in self.profiles.values()]
        return codes[-1] if codes else ""

    def setting(self, event: Event, name: str) -> object:
        """A setting of the bureau as an event's profile has it."""
        profile = self.profile(event)
        return profile.get("settings", {}).get(name, {}).get("value")

    def profile(self, event: Event) -> Told:
        """The profile an event was judged under."""
        return self.profiles.get(event.body["basis"].get("agency", ""), {})

    def edition(self, event: Event) -> Told:
        """The duties in force on an event's day."""
        day = event.at.date().isoformat()
        begun = [one for one in self.editions if one["valid_from"] <= day] or self.editions[:1]
        return max(begun, key=lambda one: str(one["valid_from"])) if begun else {}

    def person(self, event: Event, person: str) -> Told | None:
        """A person as the profile of an event has them."""
        digest = event.body["basis"].get("agency", "")
        return next(
            (
                p
                for p in self.people
                if p["id"] == person and (not digest or digest in p["profiles"])
            ),
            None,
        )

    def name(self, person: str) -> str:
        """A person's name with the id."""
        found = next((p for p in self.people if p["id"] == person), None)
        return f"{found['name']}（{person}）" if found else person

    def holds(self, event: Event, person: str, role: str) -> bool:
        """Whether somebody held a role on that day."""
        found = self.person(event, person)
        return found is not None and role in found["roles"]

    def qualified(self, event: Event, person: str, day: date) -> bool:
        """Whether somebody's enforcement certificate was valid on a day (APL 42(1))."""
        found = self.person(event, person)
        card = (found or {}).get("certificate") or {}
        return str(card.get("valid_from", "9")) <= day.isoformat() <= str(card.get("valid_to", ""))

    def stands(self, event: Event, case: Case, person: str, relation: str) -> bool:
        """Whether somebody stands in a relation to the case as it is before an event."""
        reads = self.edition(event).get("relations", {}).get(relation, {}).get("reads", [])
        found = self.person(event, person)
        for read in reads:
            if read["source"] == "squad":
                squad = found.get("squad") if found else ""
                if squad and squad == case.data.get(read["name"]):
                    return True
            elif person in _named(event, case, read):
                return True
        return False

    def bars(
        self,
        event: Event,
        case: Case,
        person: str,
        roles: set[str],
        players: Callable[[str], set[str]],
    ) -> Iterator[tuple[Told, str]]:
        """Parts somebody has in the case that bar acting in these roles, with the rule."""
        edition = self.edition(event)
        rules = [r for r in edition.get("always", []) if r["fact"] == "duties_separate"]
        rules += [edition["barred"][r] for r in sorted(roles) if r in edition.get("barred", {})]
        for rule in rules:
            for part in rule["args"]["not"]:
                if self._plays(event, case, person, part, players(part)):
                    yield rule, str(part)

    def _plays(
        self, event: Event, case: Case, person: str, part: str, transitions: set[str]
    ) -> bool:
        found = self.person(event, person) or {"roles": [], "certificate": None}
        if part == "auditor":
            return "auditor" in found["roles"]
        if part == "assistant_staff":
            return "collector" in found["roles"] and not found["certificate"]
        known = self.edition(event).get("relations", {})
        # What this very act hands in does not yet bar the one who does it.
        earlier = event._replace(private={})
        if part in known and self.stands(earlier, case, person, part):
            return True
        return case.fired(person, transitions)


def _named(event: Event, case: Case, read: Told) -> list[str]:
    name, source = read["name"], read["source"]
    records: list[Told] = []
    if source == "data":
        records = [case.data]
    elif source == "input":
        records = [given_in(event)]
    elif source == "here":
        track = case.tracks.get(event.body["track"])
        records = [track.data] if track else []
    elif source == "owner":
        first = case.events[0].body["actor"] if case.events else ""
        return [case.data.get("lead_officer") or case.data.get("owner") or first]
    elif source == "track":
        records = [
            t.data
            for t in case.tracks.values()
            if t.machine == read["machine"] and t.state in read["states"]
        ]
    else:
        records = [e.inputs for e in case.events if e.body["kind"] == "transition"]
    return [one for record in records for one in _people_under(record.get(name))]


def _people_under(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


# ==================================================================================================
# 23. plain_yaml
#
# Reading the little of YAML that definitions are written in: blocks, flows, anchors, plain words.
#
# Python has no reader of YAML. This one refuses whatever it does not know, so that a definition is
# either read as it is meant or not at all.
# ==================================================================================================

KEY = re.compile(r"([A-Za-z0-9_.]+):(?: +(.*))?$")
ANCHOR = re.compile(r"&([A-Za-z0-9_]+)(?: +(.*))?$")
WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)$")
WORDS = {"true": True, "false": False, "null": None, "": None}


class NotPlainError(Exception):
    """Something this reader does not know; `args[0]` is the text."""


class PlainYaml:
    """Reads one text."""

    def __init__(self, text: str) -> None:
        """Take the lines apart; comments and empty lines are left out."""
        self.lines = [
            (len(line) - len(line.lstrip(" ")), line.strip())
            for line in (_without_comment(one) for one in text.split("\n"))
            if line.strip()
        ]
        self.at = 0
        self.anchors: dict[str, object] = {}

    def value(self) -> object:
        """The whole text as one value; raises NotPlainError."""
        found = self._block(0)
        if self.at != len(self.lines):
            raise NotPlainError(self.lines[self.at][1])
        return found

    def _block(self, indent: int) -> object:
        if self.at >= len(self.lines) or self.lines[self.at][0] < indent:
            return None
        depth, text = self.lines[self.at]
        return self._sequence(depth) if text.startswith("- ") else self._mapping(depth)

    def _sequence(self, indent: int) -> list[object]:
        found: list[object] = []
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            text = self.lines[self.at][1]
            if not text.startswith("- "):
                break
            inner = text[2:].strip()
            deeper = indent + len(text) - len(inner)
            if KEY.match(inner):
                self.lines[self.at] = (deeper, inner)
                found.append(self._mapping(deeper))
            else:
                self.at += 1
                found.append(self._inline(inner, deeper))
        return found

    def _mapping(self, indent: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            key = KEY.match(self.lines[self.at][1])
            if not key or key[1] in found:
                raise NotPlainError(self.lines[self.at][1])
            self.at += 1
            found[key[1]] = self._inline((key[2] or "").strip(), indent)
        return found

    def _inline(self, text: str, indent: int) -> object:
        """A value after its key or dash; an empty one is the block below."""
        anchor = ANCHOR.match(text)
        if anchor:
            value = self._inline((anchor[2] or "").strip(), indent)
            self.anchors[anchor[1]] = value
            return value
        if not text:
            same = self.at < len(self.lines) and self.lines[self.at][1].startswith("- ")
            return self._block(indent if same else indent + 1)
        value, end = self._flow(text, 0, top=True)
        if text[end:].strip():
            raise NotPlainError(text)
        return value

    def _flow(self, text: str, at: int, *, top: bool = False) -> tuple[object, int]:
        """A value within a line, and the position behind it."""
        while text[at : at + 1] == " ":
            at += 1
        first = text[at : at + 1]
        if first == "{":
            return self._members(text, at + 1)
        if first == "[":
            return self._items(text, at + 1)
        if first == '"':
            end = text.index('"', at + 1)
            if "\\" in text[at:end]:
                raise NotPlainError(text)
            return text[at + 1 : end], end + 1
        if first == "*":
            name = re.match(r"[A-Za-z0-9_]+", text[at + 1 :])
            if not name or name[0] not in self.anchors:
                raise NotPlainError(text)
            return self.anchors[name[0]], at + 1 + name.end()
        if first == "&":
            name = re.match(r"[A-Za-z0-9_]+", text[at + 1 :])
            if not name:
                raise NotPlainError(text)
            value, end = self._flow(text, at + 1 + name.end())
            self.anchors[name[0]] = value
            return value, end
        if first in ("|", ">", "'", "!", "%", "@"):
            raise NotPlainError(text)
        return _scalar(text, at, top=top)

    def _items(self, text: str, at: int) -> tuple[object, int]:
        found: list[object] = []
        while True:
            at = _past(text, at)
            if text[at : at + 1] == "]":
                return found, at + 1
            value, at = self._flow(text, at)
            found.append(value)
            at = _comma(text, at, "]")

    def _members(self, text: str, at: int) -> tuple[object, int]:
        found: dict[str, object] = {}
        while True:
            at = _past(text, at)
            if text[at : at + 1] == "}":
                return found, at + 1
            key = re.compile(r"([^\s:,\[\]{}]+): *").match(text, at)
            if not key or key[1] in found:
                raise NotPlainError(text)
            found[key[1]], at = self._flow(text, key.end())
            at = _comma(text, at, "}")


def _past(text: str, at: int) -> int:
    while text[at : at + 1] == " ":
        at += 1
    return at


def _comma(text: str, at: int, end: str) -> int:
    at = _past(text, at)
    if text[at : at + 1] == ",":
        return at + 1
    if text[at : at + 1] != end:
        raise NotPlainError(text)
    return at


def _scalar(text: str, at: int, *, top: bool) -> tuple[object, int]:
    """A plain word: to the end of the line, or inside a flow to the next mark."""
    end = len(text)
    if not top:
        marks = [text.find(mark, at) for mark in (",", "]", "}")]
        end = min([place for place in marks if place >= 0], default=len(text))
    word = text[at:end].strip()
    if word in WORDS:
        return WORDS[word], end
    return (int(word) if WHOLE_NUMBER.match(word) else word), end


def _without_comment(line: str) -> str:
    """A line without its comment; a mark inside quotes is none."""
    quoted = False
    for place, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == "#" and not quoted and (place == 0 or line[place - 1] == " "):
            return line[:place]
    return line


# ==================================================================================================
# 24. definitions
#
# The definitions a case was pinned to: read, and bound to the digests the events name.
#
# Each comes twice: the source whose SHA-256 the events name, by which acts are judged, and the same
# as plain JSON for other people's scripts, which must not say otherwise.
# ==================================================================================================

DEFINITIONS = "audit/law/definitions/"
LAW_ACT = "APL 38"
MOVES = ("start", "stop", "pause", "resume", "extend")
#: What of a question of a checklist matters here.
CHECKED = ("id", "ask", "kind", "blocking", "rule", "law")


class Definitions:
    """The procedures a case was pinned to, by digest."""

    def __init__(self, bag: Bag, out: Findings) -> None:
        """Read every definition; its YAML source must have the digest it is named by."""
        self.by_digest: dict[str, Told] = {}
        for name in bag.below(DEFINITIONS):
            digest = name[len(DEFINITIONS) :].rpartition(".")[0]
            if name.endswith(".yaml"):
                if hashlib.sha256(bag.bytes(name)).hexdigest() != digest:
                    out.add("definition_changed", Place(name), law=LAW_ACT)
                continue
            told = bag.json(name)
            if not isinstance(told, dict) or told.get("digest") != digest:
                out.add("definition_unreadable", Place(name), law=LAW_ACT)
                continue
            source = f"{DEFINITIONS}{digest}.yaml"
            written = from_source(bag.text(source)) if source in bag.files else None
            if written is None:
                out.could_not("definition_unbound", digest=digest[:12])
            elif not _says(told, written):
                out.add("definition_differs", Place(name), law=LAW_ACT)
            self.by_digest[digest] = {**told, **(written or {})}

    def transition(self, digest: str, identity: str) -> Told | None:
        """A transition of a definition."""
        found = self.by_digest.get(digest, {}).get("transitions", [])
        return next((t for t in found if t["id"] == identity), None)

    def figures(self, fact: str) -> Told:
        """The figures a definition hands to a question, where one asks it."""
        for told in self.by_digest.values():
            for transition in told["transitions"]:
                for requirement in transition["requires"]:
                    if requirement["fact"] == fact:
                        return dict(requirement["args"])
        return {}

    def terminal(self, track: Track) -> bool:
        """Whether a track has ended."""
        states = self.by_digest.get(track.definition, {}).get("states", {})
        return bool(states.get(track.state, {}).get("kind") == "terminal")

    def players(self, part: str) -> set[str]:
        """Transitions whose actor plays a part in the case."""
        return {
            t["id"]
            for told in self.by_digest.values()
            for t in told["transitions"]
            if part in t.get("parts", [])
        }


def from_source(text: str) -> Told | None:
    """A definition as its source says it, in the shape of the plain JSON; None when unreadable.

    Holds what acts are judged by; names in English and hints for screens are left out.
    """
    try:
        top = PlainYaml(text).value()
        if not isinstance(top, dict):
            return None
        return {
            "id": top["id"],
            "role": top["role"],
            "valid_from": top["valid_from"],
            "valid_to": top["valid_to"],
            "states": {n: {"kind": s.get("kind", "normal")} for n, s in top["states"].items()},
            "transitions": [_transition(one) for one in top["transitions"]],
        }
    except (NotPlainError, KeyError, TypeError, AttributeError, ValueError):
        return None


def _transition(one: Told) -> Told:
    source = one["from"]
    serves = one.get("serves")
    return {
        "id": one["id"],
        "name": one["name"],
        "from": [] if source is None else source if isinstance(source, list) else [source],
        "to": one["to"],
        "trigger": one["trigger"],
        "law": one["law"],
        "actors": [_with(a, role="", relation="") for a in one["actors"]],
        "inputs": [_field(f) for f in one.get("inputs") or []],
        "requires": [_requirement(r) for r in one.get("requires") or []],
        "documents": [_use(d) for d in one.get("documents") or []],
        "deadlines": [_move(d) for d in one.get("deadlines") or []],
        "checklist": [{k: c[k] for k in CHECKED} for c in one.get("checklist") or []],
        "opens": [{"machine": o["machine"], "when": _when(o)} for o in one.get("opens") or []],
        "marks": one.get("marks") or {},
        "serves": _with(serves, on="", mode="", form="") if serves else None,
        "parts": one.get("parts") or [],
        "parent_states": (one.get("parent") or {}).get("states", []),
        "binds_dossier": one.get("binds_dossier", False),
    }


def _with(given: Told, **defaults: object) -> Told:
    return {name: given.get(name, default) for name, default in defaults.items()}


def _field(one: Told) -> Told:
    plain = _with(one, name="", label="", required=False, not_after_now=False)
    return {**plain, "required_when": one.get("required_when", {})}


def _requirement(one: Told) -> Told:
    plain = {name: one[name] for name in ("fact", "rule", "law")}
    return {**plain, "args": one.get("with", {}), "expect": _expect(one), "when": _when(one)}


def _expect(one: Told) -> list[object]:
    value = one.get("is", True)
    return value if isinstance(value, list) else [value]


def _when(one: Told) -> Told | None:
    inner = one.get("when")
    if not inner:
        return None
    plain = _with(inner, fact="", input="")
    return {**plain, "args": inner.get("with", {}), "expect": _expect(inner)}


def _use(one: Told) -> Told:
    plain = _with(one, form="", stage="whole", serve=False)
    lists = {name: one.get(name, []) for name in ("sign", "supersedes")}
    return {**plain, **lists, "when": _when(one)}


def _move(one: Told) -> Told:
    move = next(name for name in MOVES if name in one)
    plain = {"move": move, "deadline": one[move], "start_from": one.get("from", "now")}
    return {**plain, "track": one.get("track", ""), "by": one.get("by", ""), "when": _when(one)}


def _says(told: object, wanted: object) -> bool:
    """Whether a value holds everything the wanted one does; it may hold more names."""
    if isinstance(wanted, dict):
        return isinstance(told, dict) and all(_says(told.get(k), v) for k, v in wanted.items())
    if isinstance(wanted, list):
        if not isinstance(told, list) or len(told) != len(wanted):
            return False
        return all(_says(one, other) for one, other in zip(told, wanted))
    return told == wanted


def condition(when: Told | None, inputs: Told) -> bool | None:
    """Whether a condition on an input holds; None where it asks for a fact."""
    if not when:
        return True
    if when["input"]:
        return inputs.get(when["input"]) in when["expect"]
    return None


# ==================================================================================================
# 25. lawful
#
# Whether each recorded act was lawful under the definition it names (`audit/law/definitions/`).
#
# State, trigger, actor, separation of duties, verdicts, checklists, documents and signatures of
# every event are compared with the definition. Facts of fine judgement (whether evidence proves an
# element, whether reasons convince) are taken as recorded here; a later section works out the
# decisive ones again.
# ==================================================================================================

class Legality:
    """Judges the events of one case in their order."""

    def __init__(
        self,
        law: Definitions,
        roster: Roster,
        counting: Counting,
        papers: Papers,
        whole: Case,
        out: Findings,
    ) -> None:
        """`whole` is the case after all events, to find documents by."""
        self.law, self.roster, self.papers = law, roster, papers
        self.effects = Effects(counting, self._add)
        self.whole, self.out = whole, out
        self.case = Case()

    def judge(self, events: list[Event]) -> None:
        """Judge every event, each on the case as it stood before."""
        for event in events:
            self.out.attempt(SAID["part_event"], partial(self._judge, event), event=event.seq)
            self.out.attempt(SAID["part_event"], partial(self.case.apply, event), event=event.seq)
            self.out.count("acts")

    def _judge(self, event: Event) -> None:
        kind = event.body["kind"]
        if kind in ("transition", "proposal"):
            self._transition(event)
        elif kind == "signature":
            self._signature(event)
        elif kind == "withdrawal":
            self._withdrawal(event)
        elif kind == "migration":
            self._migration(event)
        else:
            self._add(event, "kind_unknown", LAW_ACT, kind=kind)

    def _add(self, event: Event, code: str, law: str, document: str = "", **facts: object) -> None:
        place = (
            self.papers.place(document) if document else self.papers.of_event(self.whole, event.seq)
        )
        self.out.add(code, place, event=event.seq, law=law, **facts)

    def _transition(self, event: Event) -> None:
        body = event.body
        if body["definition"] not in self.law.by_digest:
            self._add(event, "definition_missing", LAW_ACT, digest=body["definition"][:12])
            return
        definition = self.law.by_digest[body["definition"]]
        transition = self.law.transition(body["definition"], body["transition"])
        if transition is None:
            self._add(event, "transition_unknown", LAW_ACT, transition=body["transition"])
            return
        law = transition["law"][0]
        self._states(event, definition, transition, law)
        self._actor(event, transition, law)
        self._verdicts(event, transition)
        self._checklist(event, transition)
        self._inputs(event, transition, law)
        self._documents(event, transition, law)
        if body["kind"] == "transition":
            self.effects.check(event, transition, self.case)

    def _states(self, event: Event, definition: Told, transition: Told, law: str) -> None:
        """From and to, the machine's pinned version, and where a track may open."""
        body = event.body
        told = {"trigger": transition["name"]}
        track = self.case.tracks.get(body["track"])
        now = track.state if track else ""
        if body["from"] != now:
            self._add(
                event, "state_from", law, recorded=body["from"] or "无", now=now or "无", **told
            )
        if (now not in transition["from"]) if track else bool(transition["from"]):
            self._add(event, "state_not_allowed", law, now=now or "无", **told)
        target = body["from"] if transition["to"] == "same" else transition["to"]
        wanted = target if body["kind"] == "transition" else body["from"]
        if body["to"] != wanted:
            self._add(event, "state_to", law, recorded=body["to"], wanted=wanted, **told)
        if body["trigger"] != transition["trigger"] or body["machine"] != definition["id"]:
            self._add(event, "trigger_differs", law, recorded=body["trigger"], **told)
        if track and track.definition != body["definition"]:
            self._add(event, "definition_switched", law, **told)
        day = event.at.date().isoformat()
        if not track and not definition["valid_from"] <= day <= (definition["valid_to"] or "9"):
            self._add(event, "definition_not_in_force", law, **told)
        main = self.case.tracks.get(MAIN)
        if (
            not track
            and body["track"] != MAIN
            and (main is None or main.state not in transition["parent_states"])
        ):
            self._add(event, "track_too_early", law, **told)

    def _actor(self, event: Event, transition: Told, law: str) -> None:
        body = event.body
        roles = [a["role"] for a in transition["actors"]]
        told = {"actor": self.roster.name(body["actor"]), "trigger": transition["name"]}
        if body["role"] not in roles:
            self._add(event, "role_not_allowed", law, role=body["role"], **told)
            return
        if body["actor"] == "system" or "system" in roles:
            if body["actor"] == "system" and "system" not in roles:
                self._add(event, "role_not_allowed", law, role="system", **told)
            return
        if not self.roster.holds(event, body["actor"], body["role"]):
            self._add(event, "role_not_held", law, role=body["role"], **told)
            return
        standing = [
            a
            for a in transition["actors"]
            if self.roster.holds(event, body["actor"], a["role"])
            and (
                not a["relation"]
                or self.roster.stands(event, self.case, body["actor"], a["relation"])
            )
        ]
        if not standing:
            self._add(event, "relation_lacking", "M34 18", **told)
        held = {role for role in roles if self.roster.holds(event, body["actor"], role)}
        self._barred(event, body["actor"], held)

    def _barred(self, event: Event, person: str, roles: set[str]) -> None:
        for requirement, part in self.roster.bars(
            event, self.case, person, roles, self.law.players
        ):
            law = requirement["law"]
            self._add(event, "duties_mixed", law, actor=self.roster.name(person), part=part)

    def _verdicts(self, event: Event, transition: Told) -> None:
        """Every guard that applies has a verdict on record, and each verdict is as demanded."""
        recorded = [tuple(row) for row in event.body["judged"]]
        inputs = event.inputs
        always = self.roster.edition(event).get("always", [])
        for requirement in [*always, *transition["requires"]]:
            applies = condition(requirement["when"], inputs)
            key = (requirement["rule"], requirement["fact"])
            rows = [row for row in recorded if row[:2] == key and row[3] == requirement["law"]]
            if not rows and applies:
                self._add(
                    event,
                    "guard_missing",
                    requirement["law"],
                    fact=requirement["fact"],
                    rule=requirement["rule"],
                )
            elif (
                rows
                and applies is not False
                and not any(r[2] in requirement["expect"] for r in rows)
            ):
                self._add(
                    event,
                    "guard_failed",
                    requirement["law"],
                    fact=requirement["fact"],
                    rule=requirement["rule"],
                    value=rows[0][2],
                )

    def _checklist(self, event: Event, transition: Told) -> None:
        answers = {row[0]: row[1] for row in event.body["checklist"]}
        for item in transition["checklist"]:
            result = answers.get(item["id"])
            fine = result == "yes" or (result == "not_applicable" and item["kind"] != "auto")
            if item["blocking"] and not fine:
                self._add(
                    event, "checklist_open", item["law"], ask=item["ask"], result=result or "未答"
                )

    def _inputs(self, event: Event, transition: Told, law: str) -> None:
        given = given_in(event)
        for field in transition["inputs"]:
            name, value = field["name"], given.get(field["name"])
            when = field["required_when"]
            needed = field["required"] or any(given.get(k) in v for k, v in when.items())
            if needed and value is None:
                self._add(event, "input_missing", law, label=field["label"])
            moment = value if hasattr(value, "tzinfo") else None
            if field["not_after_now"] and value is not None:
                late = moment > event.at if moment else value > event.at.date()
                if late:
                    self._add(
                        event, "input_later", law, label=field["label"], value=value, name=name
                    )

    def _documents(self, event: Event, transition: Told, law: str) -> None:
        """The documents this act must make or finish, and no others."""
        body = event.body
        made = {d["form"]: d for d in event.documents if d["status"] not in ("void", "superseded")}
        uses = transition["documents"]
        for use in uses:
            applies = condition(use["when"], event.inputs)
            if use["stage"] == "return" or applies is False:
                continue
            document = made.get(use["form"])
            if document is None:
                if (applies and body["kind"] == "transition") or (
                    applies is None and not self._other_made(use, uses, made)
                ):
                    self._add(event, "document_not_made", law, form=self._form(use["form"]))
                continue
            wanted = "draft" if use["stage"] in ("draft", "redraft") else "issued"
            if body["kind"] == "transition" and document["status"] != wanted:
                self._add(
                    event, "document_unfinished", law, document["id"], form=self._form(use["form"])
                )
            self._numbered(event, document, law)
            self._signed(event, document)
        forms = {use["form"] for use in uses}
        for document in event.documents:
            if document["form"] not in forms and document["status"] not in ("void", "superseded"):
                self._add(
                    event,
                    "document_not_due",
                    law,
                    document["id"],
                    form=self._form(document["form"]),
                )

    def _signed(self, event: Event, document: Told) -> None:
        """Fields signed by this act: by people who held the role, and whom no part bars."""
        earlier = self.case.documents.get(document["id"], {"signed": []})["signed"]
        if document["signed"][: len(earlier)] != earlier:
            self._add(event, "signed_undone", "ESL 14", document["id"])
        for slot, person, role, at in document["signed"][len(earlier) :]:
            told = {"actor": self.roster.name(person), "slot": slot}
            if not self.roster.holds(event, person, role):
                self._add(event, "signer_unlawful", "ESL 14", document["id"], **told)
            elif person != event.body["actor"]:
                self._barred(event, person, {role})
            if at != event.body["at"]:
                self._add(event, "signed_other_time", "ESL 14", document["id"], at=at, **told)

    def _other_made(self, use: Told, uses: list[Told], made: Told) -> bool:
        """Whether the counterpart of a conditional document was made, or there is none."""
        same = [
            one
            for one in uses
            if one is not use
            and one["when"]
            and one["when"]["fact"] == use["when"]["fact"]
            and one["when"]["args"] == use["when"]["args"]
            and not set(map(str, one["when"]["expect"])) & set(map(str, use["when"]["expect"]))
        ]
        return not same or any(one["form"] in made for one in same)

    def _numbered(self, event: Event, document: Told, law: str) -> None:
        """A number once given stays, and none is given twice in the case."""
        for other in self.case.documents.values():
            if other["id"] == document["id"]:
                if other["number"] != document["number"]:
                    self._add(
                        event, "number_changed", law, document["id"], number=document["number"]
                    )
            elif document["number"] and other["number"] == document["number"]:
                self._add(event, "number_twice", law, document["id"], number=document["number"])
        if (
            document["number"]
            and document["year"] != event.at.year
            and (document["id"] not in self.case.documents)
        ):
            self._add(event, "number_year", law, document["id"], number=document["number"])

    def _form(self, form: str) -> str:
        for paper in self.papers.by_id.values():
            if paper.made["form"] == form:
                return str(paper.entry.get("name", form))
        return form

    def _signature(self, event: Event) -> None:
        """One signature: the next open field, by a person who may, and nothing else."""
        body = event.body
        if len(event.documents) != 1 or event.documents[0]["id"] not in self.case.documents:
            self._add(event, "signature_unexpected", "ESL 14")
            return
        made = event.documents[0]
        before = self.case.documents[made["id"]]
        if not before["waiting"]:
            self._add(event, "signature_unexpected", "ESL 14", made["id"])
            return
        slot, role, named = before["waiting"][0]
        fresh = made["signed"][len(before["signed"]) :]
        if [one[:3] for one in fresh] != [[slot, body["actor"], role]] or body["role"] != role:
            self._add(event, "signature_order", "ESL 14", made["id"], slot=slot)
        right = body["actor"] == named if named else self.roster.holds(event, body["actor"], role)
        if not right:
            self._add(
                event,
                "signer_unlawful",
                "ESL 14",
                made["id"],
                actor=self.roster.name(body["actor"]),
                slot=slot,
            )
        self._barred(event, body["actor"], {role})

    def _withdrawal(self, event: Event) -> None:
        if self.case.open_proposal(event.body["proposal"]) is None:
            self._add(event, "proposal_unknown", LAW_ACT)

    def _migration(self, event: Event) -> None:
        """Another version of the procedure, by who may choose it; nothing else changes."""
        body, told = event.body, {"trigger": event.body["trigger"]}
        allowed = self.roster.edition(event).get("migrators", [])
        if body["role"] not in allowed or not self.roster.holds(event, body["actor"], body["role"]):
            actor = self.roster.name(body["actor"])
            self._add(event, "role_not_allowed", LAW_ACT, role=body["role"], actor=actor, **told)
        if body["definition"] not in self.law.by_digest:
            self._add(event, "definition_missing", LAW_ACT, digest=body["definition"][:12])
        if body["from"] != body["to"] or body["documents"] or body["deadlines"]:
            self._add(event, "state_to", LAW_ACT, recorded=body["to"], wanted=body["from"], **told)


# ==================================================================================================
# 26. effects
#
# What an act changes besides states: marks, service, periods and tracks, by its definition.
# ==================================================================================================

class Adding(Protocol):
    """Notes a finding about an event, at a document where one is named."""

    def __call__(
        self, event: Event, code: str, law: str, document: str = "", **facts: object
    ) -> None:
        """Note it."""


class Effects:
    """Compares what acts changed with what their definitions say."""

    def __init__(self, counting: Counting, add: Adding) -> None:
        """`add` notes a finding."""
        self.counting, self._add = counting, add
        self.case = Case()

    def check(self, event: Event, transition: Told, case: Case) -> None:
        """Marks, service, periods and tracks that the definition attaches to the act."""
        body, law = event.body, transition["law"][0]
        self.case = case
        for mark, value in transition["marks"].items():
            if body["marks"].get(mark) is not value:
                self._add(event, "mark_missing", law, mark=mark)
        serves = transition["serves"]
        if bool(serves) != bool(body["served"]):
            self._add(event, "service_differs", law, trigger=transition["name"])
        elif serves and not serves["form"]:
            self._service(event, serves, law)
        self._periods(event, transition, law)
        opened_machines = [row[1] for row in body["tracks"]]
        for opening in transition["opens"]:
            if (
                condition(opening["when"], event.inputs)
                and opening["machine"] not in opened_machines
            ):
                self._add(event, "track_missing", law, machine=opening["machine"])

    def _service(self, event: Event, serves: Told, law: str) -> None:
        """What was served is the track's document, on the day that was handed in."""
        document, day, mode = event.body["served"]
        track = self.case.tracks.get(event.body["track"])
        given = given_in(event)
        wanted = given.get(serves["on"]) or (track.data.get(serves["on"]) if track else None)
        if track and document != track.subject:
            self._add(event, "service_other", law, document)
        if mode != serves["mode"] or (wanted is not None and str(wanted)[:10] != day):
            self._add(event, "service_day", law, document, recorded=day, given=str(wanted)[:10])
        subject = self.case.documents.get(document)
        if subject and day < subject["composed_at"][:10]:
            self._add(event, "service_before", "APL 61", document, day=day)

    def _periods(self, event: Event, transition: Told, law: str) -> None:
        body = event.body
        for move in transition["deadlines"]:
            if condition(move["when"], event.inputs) is not True:
                continue
            found = [
                c
                for c in body["deadlines"]
                if (c["move"], c["rule"]) == (move["move"], move["deadline"])
            ]
            if move["move"] == "start":
                self._started(event, move, found, law)
            elif move["move"] == "stop" and not found and not move["track"]:
                live = [
                    p
                    for p in self.case.periods.values()
                    if p.rule == move["deadline"] and p.status != "stopped"
                ]
                own = [p for p in live if p.track == body["track"]]
                if own:
                    self._add(event, "period_not_stopped", law, rule=move["deadline"])
        allowed = {(m["move"], m["deadline"]) for m in transition["deadlines"]}
        wide = {m["move"] for m in transition["deadlines"] if m["deadline"] in ("agency", "all")}
        for change in body["deadlines"]:
            by_service = change["move"] == "start" and body["served"]
            known = (change["move"], change["rule"]) in allowed or change["move"] in wide
            rebinding = change["move"] == "start" and change["rule"] == self.counting.rebinding
            if not (known or by_service or rebinding):
                self._add(
                    event, "period_foreign", law, move=change["move"], instance=change["instance"]
                )

    def _started(self, event: Event, move: Told, found: list[Told], law: str) -> None:
        day = started_from(move, event, self.case)
        counted = self.counting.counted(move["deadline"])
        if not found:
            if counted and day is not None:
                self._add(event, "period_not_started", law, rule=move["deadline"])
            return
        told = (found[0].get("computed") or {}).get("start")
        if (
            day is not None
            and counted
            and told != day.isoformat()
            and not self.counting.named(move["deadline"])
        ):
            self._add(event, "period_start", law, rule=move["deadline"], recorded=told, wanted=day)


# ==================================================================================================
# 27. asking
#
# What the questions of law share: the case, its people and papers, and where findings stand.
# ==================================================================================================

class Asking:
    """Asks questions about one case."""

    def __init__(
        self, case: Case, roster: Roster, counting: Counting, papers: Papers, out: Findings
    ) -> None:
        """`case` is the case after all its events."""
        self.case, self.roster, self.counting = case, roster, counting
        self.papers, self.out = papers, out

    def _try(self, question: Callable[[], None]) -> None:
        try:
            self.out.attempt(SAID["part_law"], question, passing=YearUnknownError)
        except YearUnknownError as year:
            self.out.could_not("year_unknown", year=year.args[0], name=SAID["part_law"])
        self.out.count("conditions")

    def _event(self, number: int) -> Event | None:
        return self.case.by_number.get(number)

    def _add(
        self, code: str, event: Event | None, law: str, document: str = "", **facts: object
    ) -> None:
        number = event.seq if event else 0
        place = self.papers.place(document) if document else NOWHERE
        if place == NOWHERE:
            place = self.papers.of_event(self.case, number)
        self.out.add(code, place, event=number, law=law, **facts)

    def _before(self, event: Event, *forms: str) -> list[Told]:
        made = self.case.by_form(*forms)
        return [d for d in made if self.case.changed_by_first(d["id"], "issued") < event.seq]

    def _officers(self, until: int) -> set[str]:
        names = ("lead_officer", "assistant_officer")
        given = [e.inputs.get(n) for e in self.case.events if e.seq <= until for n in names]
        return {one for one in given if one}


def yuan(fen: int) -> str:
    """An amount as people write it."""
    return f"{fen // 100}.{fen % 100:02}元" if fen % 100 else f"{fen // 100}元"


# ==================================================================================================
# 28. statute
#
# The decisive conditions of the law, worked out anew from dates, amounts and people.
#
# This section believes no verdict on record. It asks what a court would ask first: filed before
# investigated, told before decided, heard or waived, reviewed by another, two qualified officers,
# within the range, in time, served. Figures come from `audit/law/`, each with its article.
# ==================================================================================================

NOTICES = ("penalty_prior_notice", "hearing_right_notice")
DECISION = "penalty_decision"
#: Period in which a right may be used, its article, and what shows that it was used or waived.
RIGHTS = (
    ("D07", "APL 62", ("statement_record", "waiver_record", "hearing_record")),
    ("D08", "APL 64(1)", ("waiver_record", "hearing_application", "hearing_record")),
)


class Statute(Asking):
    """Asks what each penalty decision rests on."""

    #: matter.json: the matter and its ranges, as the case named them.
    matter: Told

    def ask(self, matter: Told) -> None:
        """Ask everything that applies to this case."""
        self.matter = matter
        for decision in self.case.by_form(DECISION):
            event = self._event(self.case.changed_by_first(decision["id"], "issued"))
            for question in self._questions if event else ():
                self._try(partial(question, decision, event))

    @property
    def _questions(self) -> tuple[Callable[..., None], ...]:
        return (
            self._filed_first,
            self._told_first,
            self._reviewed_first,
            self._amount,
            self._in_time,
            self._within_limitation,
            self._corrected,
        )

    def _filed(self) -> tuple[str, datetime] | None:
        """The filing: its document and the moment it was approved (APL 54(2))."""
        for made in self.case.by_form("filing_approval"):
            event = self._event(self.case.changed_by_first(made["id"], "issued"))
            if event is not None:
                return made["id"], event.at
        return None

    def _filed_first(self, decision: Told, event: Event) -> None:
        filed = self._filed()
        if filed is None:
            if not self.case.by_form("filing_approval"):
                self._add("no_filing", event, "APL 54(2)", decision["id"])
            return
        for record in self.case.by_form("interview_record", "site_inspection_record"):
            number = self.case.made_by[record["id"]]
            begun = given_in(self.case.by_number[number]).get("started_at")
            made = (
                begun
                if isinstance(begun, datetime)
                else datetime.fromisoformat(record["composed_at"])
            )
            if made < filed[1]:
                self._add(
                    "investigated_unfiled",
                    self._event(number),
                    "APL 54(2)",
                    record["id"],
                    made=made.isoformat(),
                    filed=filed[1].isoformat(),
                )

    def _told_first(self, decision: Told, event: Event) -> None:
        """Notice served, time to answer over or used or waived (APL 44, 45, 62 to 64)."""
        decided = event.at.date()
        notices = [n for n in self.case.by_form(*NOTICES) if self.case.made_by[n["id"]] < event.seq]
        served = [(self.case.served[n["id"]][0], n) for n in notices if n["id"] in self.case.served]
        if not served:
            self._add("not_told", event, "APL 44", decision["id"])
            return
        day, notice = served[-1]
        if day > decided or self.case.served[notice["id"]][2] > event.seq:
            self._add("told_late", event, "APL 44", decision["id"], served=day, decided=decided)
        for rule, law, used in RIGHTS:
            heard = self._before(event, *used)
            due = self._ends(rule, notice, day)
            if due and not heard and decided <= due:
                self._add(
                    "decided_early",
                    event,
                    law,
                    decision["id"],
                    name=self.counting.name(rule),
                    due=due,
                    decided=decided,
                )
        self._hearing(decision, event, notice)

    def _hearing(self, decision: Told, event: Event, notice: Told) -> None:
        """A large fine calls for telling of a hearing; one asked for is held (APL 63, 64)."""
        fine = self.case.data.get("decision_fine")
        entity = (self.case.data.get("party") or {}).get("kind") == "entity"
        limit = self.roster.setting(event, f"hearing.fine.{'entity' if entity else 'citizen'}")
        untold = notice["form"] != "hearing_right_notice"
        if untold and isinstance(fine, int) and isinstance(limit, int) and fine >= limit:
            self._add(
                "hearing_untold",
                event,
                "APL 63(1)",
                decision["id"],
                fine=yuan(fine),
                limit=yuan(limit),
            )
        asked = self._before(event, "hearing_application")
        ended = {"h_reported", "h_rejected", "h_defaulted", "h_withdrawn"}
        tracks = [t for t in self.case.tracks.values() if t.machine == "hearing"]
        if asked and not any(t.state in ended for t in tracks):
            self._add("hearing_not_held", event, "APL 64", decision["id"])

    def _ends(self, rule: str, notice: Told, served: date) -> date | None:
        """The last day of a right that the service of this notice began."""
        begins = self.counting.rules[rule]["starts_when_served"]
        return self.counting.ends(rule, served) if notice["form"] in begins else None

    def _reviewed_first(self, decision: Told, event: Event) -> None:
        """Reviewed by a qualified person who did not investigate, and agreed (APL 58)."""
        opinions = self._before(event, "legal_review_opinion")
        agreed = [
            e
            for e in self.case.events
            if e.seq < event.seq
            and e.inputs.get("review_result") == "agree"
            and e.body["kind"] == "transition"
        ]
        if not opinions or not agreed:
            self._add("not_reviewed", event, "APL 58(1)", decision["id"])
            return
        review = agreed[-1]
        reviewer = review.inputs.get("reviewed_by") or review.body["actor"]
        person = self.roster.person(review, reviewer) or {}
        told = {"actor": self.roster.name(reviewer)}
        if not person.get("legal_qualification"):
            self._add("reviewer_unqualified", review, "APL 58(2)", opinions[-1]["id"], **told)
        if reviewer in self._officers(review.seq):
            self._add("reviewer_officer", review, "APL 58(2)", opinions[-1]["id"], **told)

    def _amount(self, decision: Told, event: Event) -> None:
        """Within the range of the matter, and not above what the party was told (APL 34, 45(2))."""
        fine = event.inputs.get("decision_fine")
        if not isinstance(fine, int):
            return
        told = [
            e.inputs["notice_fine"]
            for e in self.case.events
            if e.seq < event.seq and isinstance(e.inputs.get("notice_fine"), int)
        ]
        if told and fine > told[-1]:
            self._add(
                "fine_above_notice",
                event,
                "APL 45(2)",
                decision["id"],
                fine=yuan(fine),
                told=yuan(told[-1]),
            )
        bounds = self._range()
        if bounds is None:
            self.out.could_not("range_open")
            return
        low, high, law = bounds
        lighter = self.case.data.get("tier") == "Tx"
        if fine > high or (fine < low and not lighter):
            self._add(
                "fine_outside",
                event,
                law,
                decision["id"],
                fine=yuan(fine),
                low=yuan(low),
                high=yuan(high),
            )

    def _range(self) -> tuple[int, int, str] | None:
        """The range of the fine for this party, when the matter has one in yuan."""
        act = self.case.data.get("act_on")
        kind = (self.case.data.get("party") or {}).get("kind")
        versions = (self.matter.get("matter") or {}).get("versions", [])
        if self.case.data.get("law_choice") or not isinstance(act, date):
            return None
        day = act.isoformat()
        for version in versions:
            if not version["valid_from"] <= day <= (version["valid_to"] or "9"):
                continue
            party = "entity" if kind == "entity" else "citizen"
            ranges = [r for r in version["ranges"] if r["party"] == party]
            chosen = self.case.data.get("fine_situation")
            ranges = (
                [r for r in ranges if r["id"] == chosen] if chosen and len(ranges) > 1 else ranges
            )
            if len(ranges) == 1 and ranges[0]["range"]["measure"] == "yuan":
                bounds = ranges[0]["range"]
                return bounds["low"], bounds["high"], version["penalty"][0]["text"]
        return None

    def _in_time(self, decision: Told, event: Event) -> None:
        """Within the period of APL 60 from filing, extensions and pauses counted."""
        periods = [p for p in self.case.periods.values() if p.rule == "D11" and p.event < event.seq]
        if not periods:
            self._add("decision_period_missing", event, "APL 60", decision["id"])
            return
        period = periods[-1]
        filed = self._filed()
        started = period.computed["start"]
        if (
            filed
            and len(periods) == 1
            and "split_filed_on" not in self.case.data
            and started != filed[1].date().isoformat()
        ):
            self._add(
                "decision_period_start",
                event,
                "APL 60",
                decision["id"],
                start=started,
                filed=filed[1].date(),
            )
        breach = period.computed.get("breach_after")
        if breach and event.at.date().isoformat() > breach:
            self._add(
                "decided_late", event, "APL 60", decision["id"], due=breach, decided=event.at.date()
            )

    def _within_limitation(self, decision: Told, event: Event) -> None:
        """Found within the limitation period of the act (APL 36)."""
        periods = [p for p in self.case.periods.values() if p.rule == "D30"]
        act = self.case.data.get("act_on")
        found = self.case.data.get("received_at")
        if isinstance(act, date) and isinstance(found, datetime) and act > found.date():
            self._add(
                "act_after_lead", event, "APL 36", decision["id"], act=act, found=found.date()
            )
        breach = periods[0].computed.get("breach_after") if periods else None
        if breach and isinstance(found, datetime) and found.date().isoformat() > breach:
            self._add("limitation_over", event, "APL 36", decision["id"], due=breach)

    def _corrected(self, decision: Told, event: Event) -> None:
        """Correction ordered with the penalty, or why there is nothing left to correct."""
        ordered = self._before(event, "rectification_order")
        if not ordered and not self.case.data.get("correction_moot"):
            self._add("no_correction", event, "APL 28(1)", decision["id"])


# ==================================================================================================
# 29. conduct
#
# How the case was conducted: officers, hearing, service, money; worked out anew.
# ==================================================================================================

FIELD_RECORDS = (
    "site_inspection_record",
    "interview_record",
    "evidence_photo_sheet",
    "sampling_notice",
)
DECISIONS = ("penalty_decision", "no_penalty_decision")


class Conduct(Asking):
    """Asks what does not hang on one decision."""

    #: What the definitions allow on the spot, by kind of party, in fen (APL 51).
    limits: Told

    def ask(self, limits: Told) -> None:
        """Ask everything that applies to this case."""
        self.limits = limits
        for decision in self.case.by_form(*DECISIONS):
            self._try(partial(self._served_after, decision))
        for track in self.case.tracks.values():
            if track.machine == "hearing":
                self._try(partial(self._hearing_held, track))
        for question in (self._two_officers, self._spot, self._money_apart, self._answered):
            self._try(question)

    def _hearing_held(self, track: Track) -> None:
        """Told of in time, led by somebody who did not investigate (APL 64(2), 64(4))."""
        chair, held = track.data.get("chair"), day_of(track.data.get("hearing_at"))
        notices = self.case.by_form("hearing_notice")
        event = self._event(self.case.made_by[notices[-1]["id"]]) if notices else None
        if chair in self._officers(len(self.case.events)):
            told = self.roster.name(str(chair))
            self._add("chair_officer", event, "APL 64(4)", actor=told)
        served = self.case.served.get(notices[-1]["id"]) if notices else None
        if served and held and track.state != "h_rejected":
            first = self._first_day(served[0])
            if held < first:
                document = notices[-1]["id"]
                self._add("hearing_short", event, "APL 64(2)", document, held=held, first=first)

    def _first_day(self, served: date) -> date:
        """The first day a hearing may be held on after notice was served (D09)."""
        left = int(self.counting.rules["D09"]["length"])
        day = served
        while left:
            day += timedelta(days=1)
            left -= self.counting.calendar.works(day)
        return day + timedelta(days=1)

    def _answered(self) -> None:
        """A statement is checked and answered before anything is decided (APL 45(1))."""
        for decision in self.case.by_form("penalty_decision"):
            event = self._event(self.case.changed_by_first(decision["id"], "issued"))
            stated = self._before(event, "statement_record") if event else []
            if event and stated and not self._before(event, "recheck_opinion"):
                self._add("not_answered", event, "APL 45(1)", decision["id"])

    def _served_after(self, decision: Told) -> None:
        """Served, not before it was made, within the period (APL 61)."""
        made = datetime.fromisoformat(decision["composed_at"]).date()
        served = self.case.served.get(decision["id"])
        closed = any(
            e.body["to"] in ("closing_pending", "closed", "archived") for e in self.case.events
        )
        event = self._event(self.case.made_by[decision["id"]])
        if served is None:
            if closed and decision["status"] == "issued":
                self._add("not_served", event, "APL 61", decision["id"])
            return
        if served[0] < made:
            self._add(
                "served_before",
                self._event(served[2]),
                "APL 61",
                served=served[0],
                made=made,
            )

    def _two_officers(self) -> None:
        """Two different qualified officers signed each record of the field (APL 42(1))."""
        for record in self.case.by_form(*FIELD_RECORDS):
            event = self._event(self.case.changed_by_first(record["id"], "issued"))
            if event is None:
                continue
            day = datetime.fromisoformat(record["composed_at"]).date()
            signers = {p for _, p, role, _ in record["signed"] if role == "case_officer"}
            good = {p for p in signers if self.roster.qualified(event, p, day)}
            if len(good) < 2:
                self._add("one_officer", event, "APL 42(1)", record["id"], day=day, count=len(good))

    def _spot(self) -> None:
        """On the spot only up to what APL 51 allows, in the figures of the definition."""
        for decision in self.case.by_form("spot_penalty_decision"):
            event = self._event(self.case.made_by[decision["id"]])
            limits = self.limits
            given = event.inputs if event else {}
            fine = given.get("decision_fine", given.get("spot_fine"))
            if not event or not isinstance(fine, int) or not limits:
                continue
            kind = (self.case.data.get("party") or {}).get("kind")
            limit = limits["entity_fen" if kind == "entity" else "citizen_fen"]
            if kind != "sole_trader" and fine > limit:
                self._add(
                    "spot_fine", event, "APL 51", decision["id"], fine=yuan(fine), limit=yuan(limit)
                )

    def _money_apart(self) -> None:
        """Whoever decided does not collect (APL 67(1))."""
        deciders = {
            e.body["actor"]
            for e in self.case.events
            for d in e.documents
            if d["form"] == DECISIONS[0] and e.body["kind"] == "transition"
        }
        for event in self.case.events:
            if event.inputs.get("payments") and event.body["actor"] in deciders:
                self._add(
                    "decider_collects",
                    event,
                    "APL 67(1)",
                    actor=self.roster.name(event.body["actor"]),
                )


# ==================================================================================================
# 30. report
#
# Telling what was found: a page for people, JSON for programs.
# ==================================================================================================

ARTICLES = "audit/law/articles.json"
CITED = re.compile(r"([A-Z0-9]+)(?: (\d+)(?:\((\d+)\))?(?:\((\d+)\))?)?")
DIGITS = "零一二三四五六七八九"


class Citations:
    """Short citations written out, by the names of laws in the bag."""

    def __init__(self, bag: Bag) -> None:
        """Read articles.json."""
        told = bag.json(ARTICLES)
        self.names: Told = told if isinstance(told, dict) else {}

    def spelled(self, short: str) -> str:
        """`APL 57(1)(4)` as 《中华人民共和国行政处罚法》第五十七条第一款第四项."""
        found = CITED.fullmatch(short)
        named = self.names.get(found[1]) if found else None
        if not found or not isinstance(named, dict):
            return short
        parts = [f"《{named['name']}》"]
        for number, unit in zip(found.groups()[1:], "条款项"):
            if number:
                parts.append(f"第{chinese(int(number))}{unit}")
        return "".join(parts)


def chinese(number: int) -> str:
    """A number below a thousand as statutes write it."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def as_json(bag: Bag, out: Findings, case: str, number: str) -> str:
    """Everything, for a program."""
    citations = Citations(bag)
    told = {
        "case": case,
        "number": number,
        "sound": not out.all,
        "findings": [_plain(one, citations) for one in out.all],
        "looked_at": out.looked_at,
        "not_checked": out.unchecked,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _plain(one: Finding, citations: Citations) -> dict[str, object]:
    return {
        "code": one.code,
        "text": one.text,
        "file": one.place.file,
        "page": one.place.page,
        "event": one.event or None,
        "law": one.law,
        "article": citations.spelled(one.law),
        "facts": {name: _fact(value) for name, value in one.facts.items()},
    }


def _fact(value: object) -> object:
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)


def as_text(bag: Bag, out: Findings, case: str, number: str) -> str:
    """The page people read: what was found, where, by which article; and what was not checked."""
    citations = Citations(bag)
    counted = "、".join(f"{COUNTED[name]}{count}" for name, count in out.looked_at.items())
    lines = [
        SAID["title"],
        SAID["case"].format(case=case, number=number),
        SAID["looked_at"].format(list=counted),
        "",
        SAID["unsound"].format(count=len(out.all)) if out.all else SAID["sound"],
    ]
    for place, one in enumerate(out.all, 1):
        lines.append(f"{place:>3}. {one.text}")
        lines.append(f"     {_where(one, citations)}")
    lines += ["", SAID["unchecked"], *(f"  - {one}" for one in out.unchecked)]
    return "\n".join(lines)


def _where(one: Finding, citations: Citations) -> str:
    told = [
        ("document", one.place.file),
        ("page", one.place.page),
        ("event", SAID["event_number"].format(number=one.event) if one.event else ""),
        ("law", citations.spelled(one.law)),
    ]
    return "　".join(f"{SAID[name]}：{value}" for name, value in told if value)


# ==================================================================================================
# 31. main
#
# The run: every section in its order, then the report and the exit code.
#
# Exit codes: 0 nothing found, 1 something found, 2 the check could not be made.
# ==================================================================================================

SOUND, UNSOUND, IMPOSSIBLE = 0, 1, 2
MATTER, INFO = "audit/law/matter.json", "bag-info.txt"


class Progress:
    """One line on a terminal that tells how far the check is."""

    def __init__(self, shown: bool) -> None:
        """`shown` is False where nobody watches."""
        self.shown, self.stage = shown, -1

    def next(self) -> None:
        """The next stage begins."""
        self.stage += 1
        self.tell("")

    def tell(self, what: str) -> None:
        """What is being looked at."""
        if self.shown:
            stage = f"{self.stage + 1}/{len(STAGES)} {STAGES[self.stage]}"
            print(f"\r\x1b[K{stage} {what}", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        """Clear the line."""
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def check(bag: Bag, out: Findings, progress: Progress) -> Case:
    """Check a bag; returns the case its events make."""
    progress.next()
    check_bag(bag, out)
    progress.next()
    events = out.attempt(SAID["part_event"], lambda: check_ledger(bag, out)) or []
    case = replayed(events, out)
    _identity(bag, case, out)
    progress.next()
    papers = out.attempt(SAID["part_index"], lambda: check_papers(bag, case, out)) or Papers()
    progress.next()
    roster = out.attempt(SAID["part_people"], lambda: Roster(bag, out))
    _signatures(bag, case, papers, roster, out, progress)
    out.attempt(SAID["part_sm2"], lambda: check_beside(bag, case, papers, out))
    progress.next()
    counting = out.attempt(SAID["part_period"], lambda: check_periods(bag, case, papers, out))
    progress.next()
    law = out.attempt(SAID["part_people"], lambda: Definitions(bag, out))
    if roster and counting and law:
        Legality(law, roster, counting, papers, case, out).judge(events)
        progress.next()
        matter, limits = as_object(bag.json(MATTER)), law.figures("spot_amount_allowed")
        Statute(case, roster, counting, papers, out).ask(matter)
        Conduct(case, roster, counting, papers, out).ask(limits)
    for code in ("figures", "meaning", "own_tool"):
        out.could_not(code)
    progress.done()
    return case


def _signatures(
    bag: Bag, case: Case, papers: Papers, roster: Roster | None, out: Findings, progress: Progress
) -> None:
    trust = out.attempt(SAID["part_people"], lambda: read_trust(bag, out))
    if trust is None:
        return
    signatures = SignatureCheck(case, trust, roster.agency_code if roster else "", out)
    for paper in papers.by_id.values():
        progress.tell(paper.file)
        name = SAID["part_paper"]
        out.attempt(name, partial(signatures.check, paper, papers), paper.place())
        out.attempt(name, partial(check_attached, paper, case, out), paper.place())


def _identity(bag: Bag, case: Case, out: Findings) -> None:
    """The case that the container names is the one of the events."""
    known = str(case.events[0].body["case"]) if case.events else ""
    check_vouched(bag, known, out)
    said = [
        line.partition(": ")[2]
        for line in bag.text(INFO).split("\n")
        if line.startswith("External-Identifier: ")
    ]
    if said != [known]:
        out.add("case_other", Place(INFO), law="RFC 8493", said="、".join(said), known=known)


def _pinned(bag: Bag, root: Path | None, key: Path | None, out: Findings) -> None:
    """Root and log key are the ones that were had elsewhere."""
    if root and not _follows(bag, root.read_bytes(), out):
        out.add("root_other", Place(ROOT), law=RELIABLE)
    if key and bag.text(LOG_KEY).strip() != key.read_text("utf-8").strip():
        out.add("log_key_other", Place(LOG_KEY), law=RELIABLE)


def _follows(bag: Bag, pinned: bytes, out: Findings) -> bool:
    """Whether the bag's root is the pinned one, or one it or its successors vouched for."""
    own, had = read_pem(bag.bytes(ROOT)), read_pem(pinned)
    if own == had or len(own) != 1:
        return own == had
    links = certificates_in(
        bag, [one for one in bag.below(EARLIER) if one.endswith(NEW_WITH_OLD)], out
    )
    try:
        return leads(read_certificate(had[0]), read_certificate(own[0]), links)
    except (UnreadableError, ValueError, IndexError):
        return False


def main(arguments: list[str]) -> int:
    """Read the command line, check, report; returns the exit code."""
    reader = argparse.ArgumentParser(prog="verify.py", description=SAID["usage"])
    reader.add_argument("bag", nargs="?", metavar="BAG", type=Path)
    reader.add_argument("--root", metavar="PEM", type=Path, help=SAID["root_help"])
    reader.add_argument("--log-key", metavar="VKEY", type=Path, help=SAID["key_help"])
    reader.add_argument("--json", action="store_true", help=SAID["json_help"])
    reader.add_argument("--quiet", action="store_true", help=SAID["quiet_help"])
    asked = reader.parse_args(arguments)
    root = asked.bag or Path(__file__).resolve().parent
    if not (root / "bagit.txt").is_file() and not (root / "audit").is_dir():
        print(SAID["no_bag"].format(path=root), file=sys.stderr)
        return IMPOSSIBLE
    out = Findings()
    try:
        bag = Bag(root)
        case = check(bag, out, Progress(sys.stderr.isatty() and not asked.quiet))
        _pinned(bag, asked.root, asked.log_key, out)
    except OSError as problem:
        print(SAID["cannot_read"].format(path=root, problem=problem), file=sys.stderr)
        return IMPOSSIBLE
    named = str(case.events[0].body["case"]) if case.events else ""
    tell = as_json if asked.json else as_text
    _print(tell(bag, out, named, case.number))
    return UNSOUND if out.all else SOUND


def _print(text: str) -> None:
    """Print in UTF-8 whatever the terminal claims to speak."""
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
