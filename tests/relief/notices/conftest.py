"""One realistic content for every registered paper."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from relief.documents import store
from relief.notices import forms, papers, services
from relief.notices.models import Notice
from relief.notices.paperdata import Mode, Paper
from tests.factories import Office
from tests.relief.notices.sample_forms import BASIS, CASE, EMPLOYER, SENTENCE, UNION, application, filled_forms
from tests.relief.notices.sample_supervision import supervision_papers

LETTER = {
    "issuer": "示例县总工会",
    "basis": BASIS,
    "number": "示工救〔2026〕18号",
    "issued_on": date(2026, 3, 20),
    "addressee": "王喆祎",
    "phone": "0358-7620114",
    "contact": "赵龑赟",
}
REASONS = (
    papers.Reason(code="INCOME_OVER", text="家庭月人均收入2,860.00元，达到低保标准4倍"),
    papers.Reason(code="WINDOW", text="申请日期距费用结算日期已超过12个月。"),
)


def letters() -> dict[str, Paper]:
    """The notices."""
    return {
        "acceptance": papers.Acceptance(
            **LETTER,
            case_no=CASE,
            cause_label="本人重大疾病",
            applied_on=date(2026, 3, 10),
            accepted_on=date(2026, 3, 20),
        ),
        "supplement": papers.Supplement(
            **LETTER,
            applied_on=date(2026, 3, 10),
            due_on=date(2026, 4, 3),
            missing=("诊断证明书", "医保结算单或者医疗收费票据"),
        ),
        "non_acceptance": papers.NonAcceptance(
            **LETTER,
            applied_on=date(2026, 3, 10),
            reasons=REASONS,
            review_until=date(2026, 4, 7),
            review_with="示例市总工会",
        ),
        "refusal": papers.Refusal(
            **LETTER, case_no=CASE, accepted_on=date(2026, 3, 20), reasons=REASONS[:1], review_until=date(2026, 4, 7)
        ),
        "publicity": publicity(3),
        "decision": papers.Decision(
            **LETTER,
            case_no=CASE,
            amount_fen=360_000,
            source_label="本级工会经费",
            decided_on=date(2026, 4, 16),
            minutes_no="示工主席办公会〔2026〕6号",
            sentence=SENTENCE,
        ),
        "payment": papers.Payment(
            **LETTER,
            case_no=CASE,
            amount_fen=360_000,
            paid_on=date(2026, 4, 20),
            bank="示例银行示例县支行",
            card_tail="0127",
        ),
        "recovery": papers.Recovery(
            **LETTER,
            case_no=CASE,
            amount_fen=360_000,
            grounds=REASONS,
            due_on=date(2026, 7, 20),
            account_name="示例县总工会",
            account_bank="示例银行",
            account_no="0509032109024500012",
            heard_until=date(2026, 5, 6),
        ),
    }


def publicity(count: int) -> papers.Publicity:
    """A publicity sheet of many cases."""
    rows = tuple(
        papers.PublicityRow(
            name_masked=("王*", "欧阳**", "喆*")[n % 3],
            employer=EMPLOYER,
            cause_label="因病",
            amount_fen=100_000 + n * 100,
        )
        for n in range(count)
    )
    return papers.Publicity(
        issuer=UNION,
        basis=BASIS,
        number="示工救公〔2026〕3号",
        issued_on=date(2026, 3, 27),
        place="厂务公开栏",
        from_on=date(2026, 3, 27),
        until_on=date(2026, 4, 3),
        days_text="5个工作日",
        rows=rows,
        phone="0358-7620114",
    )


@pytest.fixture(scope="session")
def samples() -> dict[str, Paper]:
    return {**letters(), **filled_forms(), **supervision_papers()}


@pytest.fixture
def many_rows() -> papers.Publicity:
    return publicity(60)


@pytest.fixture
def long_application() -> forms.ApplicationForm:
    """More members and narrative than the front page holds."""
    short = application(issuer=UNION, basis=BASIS, mode=Mode.DECIDED)
    members = tuple(forms.Member(name=f"成员{n}", relation="子女") for n in range(1, 9))
    return replace(short, members=members, narrative="本人因病致贫，生活困难。" * 150)


@pytest.fixture(scope="session")
def pages_of() -> Callable[[bytes], list[str]]:
    """The text of each page, without line breaks (body lines are broken by us)."""

    def read(pdf: bytes) -> list[str]:
        return [re.sub(r"\n", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]

    return read


@pytest.fixture
def house(db: None) -> Office:
    """A small office on 2026-03-20."""
    return Office()


@pytest.fixture
def text_of(pages_of: Callable[[bytes], list[str]]) -> Callable[[Notice], str]:
    """Make a notice as the job does, and read its stored PDF back."""

    def read(notice: Notice) -> str:
        made = services.make(notice.pk)
        assert made.ready, made.error
        return "".join(pages_of(store.read(made.pdf_digest)))

    return read


@pytest.fixture
def as_(house: Office) -> Callable[[str], Client]:
    """as_("clerk") is a browser in which the clerk is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
