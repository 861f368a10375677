"""Invented employers of the fictional county, and what is found at each of them."""

from datetime import date

from relief.demo.inquiries import (
    CONTRACT_IN_A_MONTH,
    REST_DAY,
    SOCIAL_INSURANCE,
    WAGES_MONTHLY,
    WAGES_OF_MIGRANTS,
    Matter,
)

SPRING = (date(2026, 2, 1), date(2026, 3, 31))

FREIGHT = Matter(
    employer="示例县顺达货运有限责任公司", uscc="91000000MA0000EX1A", address="示例县北环路6号", industry="道路运输",
    codes=("HOURS",), request="班次排得太满，每周休息不到一天。", workers=9, months=SPRING,
    fact="部分司机每周没有休息一日。", breaches=(REST_DAY,),
)  # fmt: skip
GARMENTS = Matter(
    employer="示例县锦绣制衣有限公司", uscc="91000000MA0000EX3C", address="示例县工业园2路11号", industry="服装制造",
    codes=("CONTRACT", "SOCIAL"), request="进厂两个月没有签合同，也没有参保。", workers=14, months=SPRING,
    fact="用工超过一个月未订立书面劳动合同，未在三十日内办理社会保险登记。",
    breaches=(CONTRACT_IN_A_MONTH, SOCIAL_INSURANCE),
)  # fmt: skip
BRICKS = Matter(
    employer="示例县安平新型建材有限公司", uscc="91000000MA0000EX4D", address="示例县安平镇窑岭村", industry="建材制造",
    codes=("WAGE",), request="两个月没有足额发工资。", project="无", workers=22, amount_fen=19_800_000, months=SPRING,
    fact="生产车间未按月足额支付工资。", breaches=(WAGES_MONTHLY,),
)  # fmt: skip
HOTEL = Matter(
    employer="示例县迎宾饭店有限公司", uscc="91000000MA0000EX5E", address="示例县迎宾路1号", industry="住宿餐饮",
    codes=("SOCIAL",), request="入职三个月没有参保。", workers=7, months=SPRING,
    fact="未在用工三十日内为部分职工办理社会保险登记。", breaches=(SOCIAL_INSURANCE,),
)  # fmt: skip
BUILDERS = Matter(
    employer="示例县宏基建筑劳务有限公司", uscc="91000000MA0000EX6F", address="示例县南关街40号", industry="建筑劳务",
    codes=("WAGE", "WAGEPROJ"), request="项目完工后工资一直没有结清。", project="示例县实验小学教学楼", workers=31,
    amount_fen=46_500_000, months=SPRING, fact="木工班组工资未按月足额支付。", breaches=(WAGES_OF_MIGRANTS,),
)  # fmt: skip
COLLIERY = Matter(
    employer="示例县东山矿业有限公司", uscc="91000000MA0000EX7G", address="示例县东山乡", industry="采矿",
    codes=("HOURS", "SOCIAL"), request="连续上班十几天不让休息。", workers=26, months=SPRING,
    fact="掘进队连续工作超过六日未安排休息。", breaches=(REST_DAY, SOCIAL_INSURANCE),
)  # fmt: skip
COURIERS = Matter(
    employer="示例县速邮快递服务有限公司", uscc="91000000MA0000EX8H", address="示例县物流园3号", industry="快递",
    codes=("CONTRACT",), request="只签了空白协议。", workers=12, months=SPRING,
    fact="与部分快递员用工超过一个月未订立书面劳动合同。", breaches=(CONTRACT_IN_A_MONTH,),
)  # fmt: skip
FOODS = Matter(
    employer="示例县田园食品有限公司", uscc="91000000MA0000EX9J", address="示例县工业园5路3号", industry="食品制造",
    codes=("HOURS",), request="旺季每天上班十二个小时，没有休息日。", workers=18, months=SPRING,
    fact="包装车间每周未安排休息一日。", breaches=(REST_DAY,),
)  # fmt: skip
CLEANERS = Matter(
    employer="示例县洁美保洁服务有限公司", uscc="91000000MA0000EXAK", address="示例县文化路9号", industry="居民服务",
    codes=("WAGE",), request="每月工资拖到下下月才发。", project="无", workers=16, amount_fen=6_400_000, months=SPRING,
    fact="未按月支付保洁员工资。", breaches=(WAGES_MONTHLY,),
)  # fmt: skip
HERITAGE = Matter(
    employer="示例县古城旅游开发有限公司", uscc="91000000MA0000EXBL", address="示例县古城街1号", industry="旅游",
    codes=("CONTRACT",), request="讲解员没有签合同。", workers=6, months=SPRING,
    fact="与六名讲解员用工超过一个月未订立书面劳动合同。", breaches=(CONTRACT_IN_A_MONTH,),
)  # fmt: skip
ORCHARDS = Matter(
    employer="示例县果业合作社联合社", uscc="93000000MA0000EXCM", address="示例县安平镇", industry="农业",
    codes=("WAGE",), request="春季疏花的工资没有发。", project="无", workers=11, amount_fen=3_300_000, months=SPRING,
    fact="未按约定支付季节工工资。", breaches=(WAGES_OF_MIGRANTS,),
)  # fmt: skip
MARKET = Matter(
    employer="示例县惠民超市有限公司", uscc="91000000MA0000EXDN", address="示例县建设街22号", industry="零售",
    codes=("HOURS",), request="节假日连班，没有休息。", workers=13, months=SPRING, fact="收银班组每周未安排休息一日。",
    breaches=(REST_DAY,),
)  # fmt: skip
BUSES = Matter(
    employer="示例县通达客运有限公司", uscc="91000000MA0000EXEP", address="示例县客运站", industry="道路运输",
    codes=("SOCIAL",), request="新来的驾驶员没有参保。", workers=8, months=SPRING,
    fact="未在用工三十日内为新招驾驶员办理社会保险登记。", breaches=(SOCIAL_INSURANCE,),
)  # fmt: skip
PHARMACY = Matter(
    employer="示例县康宁药店", uscc="92000000MA0000EXFQ", address="示例县建设街5号", industry="零售", codes=("CONTRACT",),
    request="入职一个多月还没有签合同。", workers=2, months=SPRING, fact="与两名店员尚未订立书面劳动合同。",
    breaches=(CONTRACT_IN_A_MONTH,),
)  # fmt: skip
SAWMILL = Matter(
    employer="示例县林海木业加工厂", uscc="92000000MA0000EXGR", address="示例县安平镇", industry="木材加工", codes=("WAGE",),
    request="一季度工资只发了一半。", project="无", workers=10, amount_fen=4_200_000, months=SPRING,
    fact="未足额支付工资。", breaches=(WAGES_MONTHLY,),
)  # fmt: skip
