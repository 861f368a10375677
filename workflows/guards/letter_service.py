"""Guards of supervision_letter once it is sealed: service, what comes back, what follows (supervision.md §5, §10).
``m.facts`` is relief.letters.facts.LetterFacts.
"""

from workflows.fsm import Moment, guard


@guard("规则不允许这种送达方式", given=True)
def method_allowed(m: Moment) -> bool:
    """§7 service.methods; announcement only after two failed methods and the director's leave."""
    return m.facts.method_allowed


@guard("这份文书不要求答复，应当公开发布", fits=True)
def reply_expected(m: Moment) -> bool:
    """§5: what expects no reply is published, not served."""
    return m.facts.reply_expected


@guard("请写明为何未能送达", given=True)
def failure_recorded(m: Moment) -> bool:
    """§5: the attempt's day and reason."""
    return m.facts.failure_recorded


@guard("须换送达方式或地址", given=True)
def other_method_or_address(m: Moment) -> bool:
    """§5 retry: not the same method to the same address again."""
    return m.facts.other_method_or_address and m.facts.method_allowed


@guard("尚未有两种送达方式失败")
def two_methods_failed(m: Moment) -> bool:
    """§5, §10: announcement is the last resort."""
    return m.facts.two_methods_failed


@guard("送达证明不足", given=True)
def service_proved(m: Moment) -> bool:
    """§10: the method's evidence is filed and its rule gives a day of service."""
    return m.facts.service_proved


@guard("请登记答复内容", given=True)
def reply_recorded(m: Moment) -> bool:
    """§10: a reply in a form that the profile accepts, item by item."""
    return m.facts.reply_recorded


@guard("请写明异议理由", given=True)
def grounds_stated(m: Moment) -> bool:
    """§10: an objection has reasons; without them it is an open item of the reply."""
    return m.facts.objection_grounds


@guard("申请延期已过期限", given=True)
def requested_in_time(m: Moment) -> bool:
    """§7: asked on or before the due day in force."""
    return m.facts.extension_in_time


@guard("请附整改计划", given=True)
def plan_attached(m: Moment) -> bool:
    """§5 extend: with a plan."""
    return m.facts.plan_attached


@guard("规则不允许延期，或超过可延天数、次数")
def extension_allowed(m: Moment) -> bool:
    """§7 Limit.extension of the pinned limit: max_n, times."""
    return m.facts.extension_allowed


@guard("期限尚未届满，或没有确定的截止日")
def limit_passed(m: Moment) -> bool:
    """§10: today is after the due day; stopped or beyond the calendar there is none."""
    return m.facts.deadline.passed(m.today, m.at)


@guard("还有事项没有整改到位", mend="examine")
def every_item_done(m: Moment) -> bool:
    """§10: every item of the latest reply was found done, with evidence."""
    return m.facts.every_item_done


@guard("须由两名监督员审查，您不能独自认定", mend="examine")
def two_examiners(m: Moment) -> bool:
    """§5 accept: who examined and who concludes are two people."""
    return bool(m.facts.examiners - m.persons)


@guard("未整改事项须有计划日期", mend="examine")
def open_items_have_dates(m: Moment) -> bool:
    """§10: a plan day for every open item."""
    return m.facts.open_items_have_dates


@guard("须由另外的监督员复核", mend="recheck")
def rechecked_by_others(m: Moment) -> bool:
    """§10: as many other supervisors as the profile's recheck asks for."""
    return m.facts.rechecked_by_others


@guard("请登记复核结果的送达日期", given=True)
def result_served(m: Moment) -> bool:
    """§10: the clock resumes from the day the result was served."""
    return m.facts.recheck_result_served


@guard("没有已用印的后续文书")
def successor_stands(m: Moment) -> bool:
    """§6.3: a sealed letter with ``follows``, or a case in closing."""
    return m.facts.successor_stands


@guard("只用于建议书", fits=True)
def is_recommendation(m: Moment) -> bool:
    """§5 †: rows of recommendations only."""
    return m.facts.is_recommendation


@guard("建议书不适用", fits=True)
def not_recommendation(m: Moment) -> bool:
    """§5 †: never for a recommendation."""
    return not m.facts.is_recommendation


@guard("请登记立案情况", given=True)
def filing_recorded(m: Moment) -> bool:
    """§11 回执: filed, its day and case number."""
    return m.facts.filing_recorded


@guard("请登记不予立案的理由，或注明口头告知", given=True)
def refusal_recorded(m: Moment) -> bool:
    """§11 回执: not filed, its reasons or oral."""
    return m.facts.refusal_recorded


@guard("对方已说明充分理由", given=True)
def reasons_missing_or_weak(m: Moment) -> bool:
    """§5 ask_reasons: none were given, or we say why they do not bear."""
    return m.facts.reasons_missing_or_weak(m)


@guard("请登记处理结果", given=True)
def result_recorded(m: Moment) -> bool:
    """§11 回执: measures, number of the decision."""
    return m.facts.result_recorded


@guard("请写明结果为何足够", given=True)
def result_sufficient(m: Moment) -> bool:
    """§5 accept_result: judged sufficient, in words."""
    return m.facts.result_judged_sufficient
