"""Realistic contents of the hand-signed papers, for the fixtures."""

from datetime import date

from relief.notices import forms
from relief.notices.paperdata import Basis, Mode, Opinion, Paper

BASIS = Basis(name="职工（会员）临时救助办法（演示）", version=1)
CASE = "GH990101-2026-000018"
EMPLOYER = "示例县示例煤焦集团有限责任公司梧桐分公司"
UNION = "示例县示例煤焦集团有限责任公司工会委员会"
SENTENCE = "依据演示办法第1版ILL-SELF:自付18,000.00元×20%=3,600.00元,未触及上限,建议3,600元。"
NARRATIVE = "申请人因急性心肌梗死住院治疗，自付18,000.00元。\n其妻无固定工作，现生活困难，特申请临时救助。"


def signed(signer: str, text: str = "") -> Opinion:
    return Opinion(text=text, signer=signer, signed_on=date(2026, 4, 9))


def filled_forms() -> dict[str, Paper]:
    """The hand-signed papers, filled and decided."""
    head = {"issuer": UNION, "basis": BASIS, "mode": Mode.DECIDED}
    return {
        "application_form": application(**head),
        "visit_form": forms.VisitForm(
            **head,
            case_no=CASE,
            name="王喆祎",
            employer=EMPLOYER,
            visited_at="2026年3月22日15时",
            place="申请人家中",
            housing="自有住房一套，82平方米。",
            conclusion="情况属实。",
            proposed_fen=360_000,
            photos=6,
            visitors=("陈志刚", "欧阳慧"),
            signed_on=date(2026, 3, 22),
            visited_signer="王喆祎",
        ),
        "agenda": forms.Agenda(
            **head,
            body="主席办公会",
            held_on=date(2026, 4, 16),
            minutes_no="示工主席办公会〔2026〕6号",
            entitled=7,
            present=6,
            votes="同意6票",
            chair=signed("吴志强"),
            recorder=signed("冯雪"),
            rows=tuple(
                forms.AgendaRow(
                    case_no=f"GH990101-2026-{n:06d}",
                    name="王小明",
                    proposed_fen=360_000,
                    result="同意",
                    amount_fen=350_000,
                )
                for n in range(1, 27)
            ),
        ),
        "publicity_result": forms.PublicityResult(
            **head,
            sheet_no="示工救公〔2026〕3号",
            place="厂务公开栏",
            from_on=date(2026, 3, 27),
            until_on=date(2026, 4, 3),
            rows=(
                forms.ResultRow(
                    case_no=CASE, name_masked="王*", cause_label="因病", amount_fen=360_000, outcome="无异议"
                ),
            ),
            objections=0,
            clerk=signed("赵建"),
            witness=signed("陈志刚"),
            union=signed("赵建国"),
        ),
        "payment_approval": forms.PaymentApproval(
            **head,
            number="示工财付〔2026〕31号",
            batch_no="P2026-0007",
            payee="王小明等18人",
            persons=18,
            purpose="发放临时救助金",
            amount_fen=7_654_321,
            drafter=signed("郑洁"),
            checker=signed("王芳"),
            approver=signed("吴志强", "同意支付。"),
        ),
        "payment_list": forms.PaymentList(
            **head,
            batch_no="P2026-0007",
            payer="示例县总工会",
            source_label="本级工会经费",
            drafter=signed("郑洁"),
            checker=signed("王芳"),
            rows=tuple(
                forms.PaymentRow(
                    line_no=n,
                    case_no=CASE,
                    account_name="王小明",
                    bank="示例银行",
                    amount_fen=360_000,
                    account_no="6222020508000000127",
                    receipt_no=f"R{n:04d}",
                )
                for n in range(1, 19)
            ),
        ),
    }


def application(**head: object) -> forms.ApplicationForm:
    """A household of two, with bills and every opinion."""
    return forms.ApplicationForm(
        **head,
        case_no=CASE,
        applied_on=date(2026, 3, 10),
        name="王喆祎",
        sex="男",
        id_no="141182198802291232",
        hukou_type="城镇",
        identity="职工",
        relative_of_staff="否",
        employer=EMPLOYER,
        household_size=2,
        members=(forms.Member(name="李龑", relation="妻子", income_fen=0),),
        cause_label="本人重大疾病",
        total_cost_fen=8_764_235,
        narrative=NARRATIVE,
        sentence=SENTENCE,
        suggested_fen=360_000,
        invoices=(forms.Invoice(number="1400000001", amount_fen=8_764_235, dated=date(2026, 2, 26)),),
        publicity_text="公示5个工作日，无异议。",
        base=signed("赵建国", "同意申报。"),
        reviewer=signed("孙丽", "材料齐全。"),
        decision=signed("吴志强", "同意。"),
        award_fen=360_000,
        source_label="本级工会经费",
    )
