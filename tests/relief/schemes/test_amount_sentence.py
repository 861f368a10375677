"""The sentence says every step, in the form of relief.md §5, word by word."""

from datetime import date

import pytest
from django.utils import translation

from relief.schemes.amounts import PriorPayment

SENTENCES = [
    ("ILLNESS_SELF", {"total_cost_fen": 1800000}, "ILL-SELF:自付18,000.00元×20%=3,600.00元,未触及上限,建议3,600元。"),
    (
        "ILLNESS_SELF",
        {"total_cost_fen": 7000000},
        "ILL-SELF:自付70,000.00元×30%=21,000.00元,受单项上限20,000元限制,建议20,000元。",
    ),
    (
        "ILLNESS_SELF",
        {"total_cost_fen": 2999999},
        "ILL-SELF:自付29,999.99元×20%=5,999.998元,未触及上限,舍去不足1元的零数,建议5,999元。",
    ),
    (
        "ILLNESS_SELF",
        {"total_cost_fen": 999999},
        "ILL-SELF:自付9,999.99元,低于起付线10,000元,补助=0.00元,未触及上限,建议0元。",
    ),
    (
        "ILLNESS_SELF",
        {"total_cost_fen": 9000000},
        "ILL-SELF:自付90,000.00元,80,000元以上定额=20,000.00元,未触及上限,建议20,000元。",
    ),
    (
        "ILLNESS_SELF",
        {"total_cost_fen": 4000000, "requested_amount_fen": 8888},
        "ILL-SELF:自付40,000.00元×25%=10,000.00元,受申请金额88.88元限制,不足最低发放额100元,建议0元。",
    ),
    (
        "ILLNESS_FAMILY",
        {"total_cost_fen": 3200000},
        "ILL-FAMILY:自付32,000.00元,分段5,000.00元×0%+15,000.00元×30%+12,000.00元×40%=9,300.00元,未触及上限,"
        "建议9,300元。",
    ),
    (
        "TRAFFIC",
        {"total_cost_fen": 4000000, "liability": "secondary"},
        "TRAFFIC:自付40,000.00元×25%×次责80%=8,000.00元,未触及上限,建议8,000元。",
    ),
    (
        "TRAFFIC",
        {"total_cost_fen": 4000000, "liability": "main"},
        "TRAFFIC:自付40,000.00元×25%×主责0%=0.00元,按责任认定不予救助,建议0元。",
    ),
    (
        "FIRE",
        {"loss_fen": 300000},
        "FIRE:净损失3,000.00元×20%=600.00元,不足最低额1,000元按1,000元计,未触及上限,建议1,000元。",
    ),
    (
        "FIRE",
        {"loss_fen": 80000},
        "FIRE:净损失800.00元×20%=160.00元,不足最低额1,000元按1,000元计,受净损失金额800元限制,建议800元。",
    ),
    (
        "DISASTER",
        {"household_size": 9, "hukou": "rural"},
        "DISASTER:低保标准600.00元×2倍×5人(家庭9人,最多计5人)=6,000.00元,未触及上限,建议6,000元。",
    ),
    ("UNEMPLOYED", {}, "UNEMPLOYED:低保标准690.00元×3.5倍=2,415.00元,未触及上限,建议2,415元。"),
    ("DEATH_SELF", {}, "DEATH-SELF:定额=5,000.00元,未触及上限,建议5,000元。"),
    (
        "DISABILITY",
        {"per_capita_monthly_fen": 69000},
        "DISABILITY:月人均收入690.00元,低保标准690.00元,相对困难定额=2,000.00元,未触及上限,建议2,000元。",
    ),
    (
        "SCHOOLING",
        {"requested_amount_fen": 250000},
        "SCHOOLING:核定范围1,000元至3,000元,默认=2,000.00元,未触及上限,建议2,000元,可在1,000元至2,500元之间核定。",
    ),
    (
        "DEATH_SELF",
        {"source": "WARMTH"},
        "DEATH-SELF:定额=5,000.00元,受送温暖资金单次上限3,000元限制,建议3,000元。",
    ),
    (
        "DEATH_SELF",
        {"budget": 123456},
        "DEATH-SELF:定额=5,000.00元,受预算可用余额1,234.56元限制,舍去不足1元的零数,建议1,234元。",
    ),
    (
        "DEATH_SELF",
        {"prior": (PriorPayment(on=date(2026, 1, 1), amount_fen=1, cause="DEATH_SELF", same_household=True),)},
        "DEATH-SELF:定额=5,000.00元,限额L1(家庭同一原因当年1次)已用完,建议0元。",
    ),
    (
        "DEATH_SELF",
        {"prior": (PriorPayment(on=date(2026, 1, 1), amount_fen=1900000, same_person=True),)},
        "DEATH-SELF:定额=5,000.00元,受限额L3(本人各类原因近12个月合计20,000元)余额1,000元限制,建议1,000元。",
    ),
    (
        "DEATH_SELF",
        {"prior": (PriorPayment(on=date(2026, 1, 1), amount_fen=2900000, same_household=True),)},
        "DEATH-SELF:定额=5,000.00元,受限额L2(家庭各类原因当年2次、合计30,000元)余额1,000元限制,建议1,000元。",
    ),
    (
        "DEATH_SELF",
        {
            "source": "WARMTH",
            "prior": (PriorPayment(on=date(2026, 1, 1), amount_fen=590000, same_person=True, source="WARMTH"),),
        },
        "DEATH-SELF:定额=5,000.00元,受限额L5(本人送温暖资金当年合计6,000元)余额100元限制,建议100元。",
    ),
]


@pytest.mark.parametrize(("cause", "facts", "sentence"), SENTENCES)
def test_sentence(ask, cause, facts, sentence):
    assert ask(cause, **facts).sentence == f"依据演示办法第1版{sentence}"


def test_the_sentence_does_not_depend_on_the_readers_language(ask):
    chinese = ask("DEATH_SELF").sentence
    with translation.override("en"):
        assert ask("DEATH_SELF").sentence == chinese
