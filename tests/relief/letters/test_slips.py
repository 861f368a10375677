"""送达回证 and 回执: their fields, empty and filled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from relief.letters.slips import receipt_of, receipt_pdf, slip_of, slip_pdf
from relief.notices.render import GlyphsMissing
from tests.relief.letters.conftest import Ask

TextOf = Callable[[bytes], str]


def test_an_empty_receipt_names_the_letter_and_leaves_room(ask: Ask, text_of: TextOf) -> None:
    text = text_of(receipt_pdf(receipt_of(ask("opinion"), case_no="示县监案〔2026〕3号")))
    for word in ("送达回证", "示县监案〔2026〕3号", "《工会劳动法律监督意见书》示县工劳监意字〔2026〕4号", "示例县恒通养护工程有限公司",
                 "送达地点", "送达方式", "送达人", "收到时间", "签收人", "身份", "代收关系", "拒收事由", "见证人", "答复截止"):  # fmt: skip
        assert word in text
    assert "□直接" in text and "年月日时分" in text


def test_a_filled_receipt(ask: Ask, text_of: TextOf) -> None:
    paper = replace(receipt_of(ask()), place="示例县人民路9号", method="留置送达", servers="安澜、白桦", witness="林木",
                    refusal="拒绝签收\n门卫称负责人外出", due_on=date(2026, 6, 22))  # fmt: skip
    text = text_of(receipt_pdf(paper))
    assert all(word in text for word in ("留置送达", "安澜、白桦", "门卫称负责人外出", "2026年6月22日", "林木"))
    with pytest.raises(GlyphsMissing, match="受送达人第1个字符"):
        receipt_pdf(replace(paper, addressee="\ue000"))


def test_the_slip_repeats_the_demands_one_by_one(ask: Ask, text_of: TextOf) -> None:
    text = text_of(slip_pdf(slip_of(ask("opinion"))))
    assert "1足额支付拖欠工资□已整改□整改中□有异议" in text and "2建立按月支付台账" in text
    rule = "请自收到本意见书之日起15个工作日内书面答复"
    assert all(word in text for word in ("回执", rule, "示县工劳监意字〔2026〕4号", "单位盖章", "0000-0000001"))


def test_a_department_says_whether_it_opened_a_case(ask: Ask, text_of: TextOf) -> None:
    text = text_of(slip_pdf(slip_of(ask("recommendation"))))
    assert all(word in text for word in ("□立案", "□不立案", "案号", "不立案理由", "处理结果", "决定书文号")) and "已整改" not in text
