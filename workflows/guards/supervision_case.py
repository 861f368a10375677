"""Guards of supervision_case (supervision.md §4). ``m.facts`` is relief.supervision.facts.CaseFacts."""

from workflows.fsm import Moment, guard


@guard("请指派两名监督员", given=True)
def two_supervisors_named(m: Moment) -> bool:
    """§7 investigation.min_supervisors: two supervisors, the second from the higher union where there is but one."""
    return m.facts.enough_supervisors


@guard("有监督员的证件当日无效", given=True)
def certificates_valid(m: Moment) -> bool:
    """§2: each assigned supervisor holds a certificate valid that day, where the profile asks for one."""
    return not m.facts.without_certificate(m.occurred_on)


@guard("被指派人应当回避", given=True)
def nobody_recused(m: Moment) -> bool:
    """§2: nobody assigned has an interest in the employer."""
    return m.facts.nobody_recused


@guard("调查笔录没有签字，也没有注明拒签", mend="record sign_record")
def record_signed_or_refusal_noted(m: Moment) -> bool:
    """§11 调查笔录: signatures or a refusal note, and two investigators."""
    return m.facts.records_signed


@guard("没有登记证据材料", mend="add_paper")
def evidence_listed(m: Moment) -> bool:
    """§4 report: the finding rests on filed evidence."""
    return m.facts.evidence_listed


@guard("审查结论不完整", given=True)
def finding_complete(m: Moment) -> bool:
    """§11 审查结论: every field marked !, two names."""
    return m.facts.finding_complete


@guard("双方尚未同意协商", given=True)
def both_sides_willing(m: Moment) -> bool:
    """§4: workers and employer agreed to talk."""
    return m.facts.both_sides_willing


@guard("请登记协商结果", given=True)
def settlement_recorded(m: Moment) -> bool:
    """§4 settle: the terms, their day, and who agreed."""
    return m.facts.settlement_recorded


@guard("审查结论没有认定违法事实", mend="")
def facts_proved(m: Moment) -> bool:
    """§1: a letter that demands needs facts; the latest finding proposes a letter and names violations or a risk."""
    return m.facts.facts_proved


@guard("请决定文种、主送单位和跳级理由", given=True)
def route_decided(m: Moment) -> bool:
    """§6.1, §6.5: a plan with kind and addressee; a skipped rung has its reason and its decider."""
    return m.facts.route_decided(m.persons, m.role)


@guard("还没有可以升级的依据：须有送达证明且期限已过")
def escalation_ground_holds(m: Moment) -> bool:
    """§6.4: proof of service and an expired day, or refused at service."""
    return bool(m.facts.escalation_grounds)


@guard("还有文书没有办结")
def every_letter_ended(m: Moment) -> bool:
    """§6.2: every plan became a letter that has its outcome."""
    return m.facts.every_letter_ended


@guard("没有一份文书得到落实")
def some_letter_satisfied(m: Moment) -> bool:
    """§4 conclude_letters: an outcome satisfied."""
    return m.facts.some_letter_satisfied


@guard("还有整改要求没有核实", mend="check_items")
def every_demand_proved(m: Moment) -> bool:
    """§4 verify: each demand, or each term of the settlement, was found done, with its evidence."""
    return m.facts.every_demand_proved


@guard("须由两名监督员核实，您不能独自核实", mend="check_items")
def two_verifiers(m: Moment) -> bool:
    """§4 verify: who checked and who concludes are two people."""
    return any(not doers & m.persons for doers in m.facts.verifiers)


@guard("没有两名监督员的回访记录", mend="record_visit")
def visit_recorded(m: Moment) -> bool:
    """§10: a visit by two supervisors: one recorded it, another confirms."""
    return any(not doers & m.persons for doers in m.facts.visit_recorders)


@guard("回访发现问题没有解决", mend="record_visit")
def breach_ended(m: Moment) -> bool:
    """§11 回访记录: every item of the latest visit is done."""
    return m.facts.breach_ended


@guard("请选择终结情形并附上依据", given=True)
def drop_ground_holds(m: Moment) -> bool:
    """§4: a ground of the list, with what it needs (the worker's confirmation, the patrol's record)."""
    return m.facts.drop_ground_holds


@guard("本环节的期限没有在计时")
def limit_running(m: Moment) -> bool:
    """§4 prolong: the stage has a clock, not passed yet."""
    return m.facts.limit_running(m.today)


@guard("规则不允许延长，或次数已用完")
def extension_left(m: Moment) -> bool:
    """§7 Limit.extension: times and max_n of the stage's limit."""
    return m.facts.extension_left(m.role, m.given)


@guard("结案审批表不完整", given=True)
def closing_form_complete(m: Moment) -> bool:
    """§11 结案审批表: outcome, workers, feedback; what was recovered by kind."""
    return m.facts.closing_form_complete


@guard("实名反映人尚未得到反馈", mend="feed_back")
def named_feedback_given(m: Moment) -> bool:
    """§10: named complainants are told."""
    return m.facts.named_feedback_given


@guard("案卷材料不齐")
def dossier_complete(m: Moment) -> bool:
    """§10 案卷: every paper of the list that this case must have is there."""
    return not m.facts.dossier_gaps
