"""Application sheets as a union sends them, of any length and free of errors, the same again for the same seed."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import xlsxwriter
from django.utils import timezone

HEADERS = ("序号", "姓名*", "身份证号码", "证件类型", "联系电话", "所属工会", "工作单位", "致困原因", "发生日期", "申请日期",
           "家庭人口", "户口类型", "家庭月人均收入", "费用总额(元)", "医保报销", "商业保险赔付", "互助保障给付", "其他救助",
           "损失金额(元)", "责任认定", "申请金额\n(元)", "票据号码", "户主证件号码", "户名", "开户银行", "银行卡号", "情况说明")  # fmt: skip
DATES = (8, 9)
BY_COST = ("本人重大疾病", "家属重大疾病", "意外伤害", "工伤职业病")
BY_LOSS = ("火灾", "欠薪")
OTHERS = ("自然灾害", "家属死亡", "公共突发事件")
EMPLOYERS = ("汾河水泥制品厂", "北塬商贸有限公司", "吕塬煤业有限公司", "晋塬物流有限公司", "河东食品加工厂", "西塬小学")
BANKS = ("农村商业银行", "邮储银行", "建设银行", "工商银行")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗", "建国志强秀英桂兰晓燕丽娟海军永红文涛春梅玉珍"
AREAS = ("141182", "141102", "140105", "140702", "140321")
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
OLDEST = date(1964, 1, 1)


def workbook(rows: int, *, unions: Sequence[str], seed: int) -> bytes:
    """An xlsx file with a title, the header and so many applications of these unions."""
    random, memory = Random(seed), io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("申请汇总")
    sheet.write_string(0, 0, "职工(会员)临时救助申请汇总表")
    sheet.write_row(1, 0, HEADERS)
    for n in range(rows):
        for column, value in enumerate(application(n, unions[n % len(unions)], seed, random)):
            if column in DATES:
                sheet.write_datetime(n + 2, column, value, day)
            elif value is not None:
                sheet.write(n + 2, column, value)
    book.close()
    return memory.getvalue()


def application(n: int, union: str, seed: int, random: Random) -> tuple[object, ...]:
    """One row: identity, cause, money, account, each valid; nobody twice in a sheet."""
    name = random.choice(SURNAMES) + "".join(random.sample(GIVEN, 2))
    applied = timezone.localdate() - timedelta(days=random.randrange(1, 30))
    happened = applied - timedelta(days=random.randrange(10, 200))
    cause, cost, insured, loss = _money(random)
    bill = f"{seed:03}{n:07}" if cost else None
    return (n + 1, name, identity(n, random), "居民身份证", f"13{random.randrange(10**8, 10**9)}", union,
            random.choice(EMPLOYERS), cause, happened, applied, random.randrange(1, 7), random.choice(("城镇", "农村")),
            random.randrange(500, 1300), cost, insured, None, None, None, loss, None, random.choice((None, 5000)), bill,
            None, name, random.choice(BANKS), card(random), f"因{cause}家庭生活暂时困难,申请临时救助。")  # fmt: skip


def _money(random: Random) -> tuple[str, float | None, float | None, int | None]:
    """Cause, cost, what the insurance paid, loss."""
    cause = random.choice(BY_COST + BY_LOSS + OTHERS)
    if cause in BY_COST:
        fen = random.randrange(2_000_000, 12_000_000)
        return cause, fen / 100, fen * 4 // 10 / 100, None
    return cause, None, None, random.randrange(8_000, 60_000) if cause in BY_LOSS else None


def identity(n: int, random: Random) -> str:
    """A resident's number with its check character: the day of birth and the serial make it unique in a sheet."""
    born = OLDEST + timedelta(days=n % 14_000)
    digits = f"{random.choice(AREAS)}{born:%Y%m%d}{n // 14_000:02}{random.randrange(10)}"
    return digits + CHECKS[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


def card(random: Random) -> str:
    """Nineteen digits that pass Luhn."""
    digits = f"621799{random.randrange(10**12):012}"
    doubled = sum(sum(divmod(int(d) * 2, 10)) if n % 2 == 0 else int(d) for n, d in enumerate(reversed(digits)))
    return digits + str(-doubled % 10)
