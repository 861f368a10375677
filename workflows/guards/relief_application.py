"""Guards of relief_application (relief.md §3). ``m.facts`` is relief.applications.facts.ApplicationFacts."""

from workflows.fsm import Moment, guard


@guard("申请表必填项或材料不齐", mend="edit add_paper")
def papers_complete(m: Moment) -> bool:
    """§7: every R field filled, every R item of the cause there, one of each A group."""
    return not m.facts.missing_fields and not m.facts.missing_papers


@guard("证件号码无效", mend="edit")
def identity_valid(m: Moment) -> bool:
    """§8: the stored number is well formed for its type."""
    return m.facts.identity_valid


@guard("缺承诺与核对授权", mend="edit")
def consent_given(m: Moment) -> bool:
    """§7 consent: version, time and channel are on the form."""
    return m.facts.consent_given


@guard("不是会员，也没有经部门负责人同意的例外", mend="allow_exception")
def member_or_exception(m: Moment) -> bool:
    """eligibility: member_required, or a named exception that the head agreed to."""
    return m.facts.is_member or m.facts.exception_allowed


@guard("发生日期超出申请期限")
def within_claim_window(m: Moment) -> bool:
    """eligibility.claim_window, from the application date."""
    return m.facts.within_claim_window


@guard("有未答复或不符合的排除情形", mend="answer_exclusions")
def not_excluded(m: Moment) -> bool:
    """exclusions: each active switch was asked, and none is true."""
    return m.facts.exclusions_cleared


@guard("同一家庭同一事由已有在办案件")
def household_free(m: Moment) -> bool:
    """I5: no other case holds the household's lock for the cause-event."""
    return m.facts.household_free


@guard("已达到救助次数或金额上限")
def limits_open(m: Moment) -> bool:
    """limits: no window's count or sum is used up."""
    return m.facts.limits_open(m.today)


@guard("请列明需要补正的内容", given=True)
def missing_list_written(m: Moment) -> bool:
    """§7 supplement: the full list at once."""
    return bool(m.given.get("items"))


@guard("已要求过一次补正，再次要求须说明理由", given=True)
def first_or_reasoned(m: Moment) -> bool:
    """A second request gives its reason."""
    return m.facts.times("ask") == 0 or bool(str(m.given.get("reason") or "").strip())


@guard("本案尚未受理", fits=True)
def already_accepted(m: Moment) -> bool:
    """Answers return to where the question arose."""
    return m.facts.accepted


@guard("本案已经受理", fits=True)
def never_accepted(m: Moment) -> bool:
    """Answers return to where the question arose."""
    return not m.facts.accepted


@guard("补正内容尚未齐全", mend="add_paper", given=True)
def items_present(m: Moment) -> bool:
    """Every item asked for has been answered."""
    return not m.facts.open_items


@guard("入户调查须由两名以上调查员签字", mend="record_visit sign_visit")
def visit_signed_by_two(m: Moment) -> bool:
    """investigation.visitors_min."""
    return len(m.facts.visit_signers) >= m.facts.visitors_min


@guard("信息核对尚未完成", mend="settle_check")
def checks_settled(m: Moment) -> bool:
    """checks: every required base check is settled."""
    return not m.facts.open_checks("base")


@guard("尚未测算救助金额", mend="edit", given=True)
def amount_computed(m: Moment) -> bool:
    """§5: a stored calculation of the facts as they stand."""
    return m.facts.calculation_current


@guard("请写明初审意见", given=True)
def opinion_written(m: Moment) -> bool:
    """The base's opinion of this round."""
    return m.facts.has_opinion("base")


@guard("测算或拟救助金额为0")
def amount_positive(m: Moment) -> bool:
    """Nothing is published for nothing."""
    return m.facts.proposed_fen > 0


@guard("缺乡镇(街道)工会意见", mend="township_opine")
def township_opinion(m: Moment) -> bool:
    """township_opinion: required when the parent is a township."""
    return not m.facts.township_opinion_needed or m.facts.has_opinion("township")


@guard("不是第一轮公示", fits=True)
def first_round(m: Moment) -> bool:
    """Publicity before approval."""
    return m.facts.round == 1


@guard("公示期未满，或缺照片、公示结果未签字", mend="record_publicity")
def term_served(m: Moment) -> bool:
    """Last counted day over, both photos, no open objection, result signed."""
    return m.facts.term_served(m.today)


@guard("公示内容没有变化", fits=True)
def content_changed(m: Moment) -> bool:
    """A published field differs from what was published."""
    return m.facts.content_changed


@guard("公示前由经办人更正，公示后由审核员更正", fits=True)
def amender_in_turn(m: Moment) -> bool:
    """§3 amend: the clerk until publish, then the reviewer."""
    return (m.role == "clerk") == m.facts.before_publish


@guard("缺审核员意见", mend="settle_check opine")
def reviewer_opinion_signed(m: Moment) -> bool:
    """The reviewer's signed opinion of this round; the county's checks are settled."""
    return m.facts.has_opinion("county") and not m.facts.open_checks("county")


@guard("本案被抽中复核，须先记录县级入户", mend="record_visit")
def sample_visited_if_drawn(m: Moment) -> bool:
    """investigation.county_sample_bp, relatives_sample_bp."""
    return not m.facts.drawn_for_sample or m.facts.county_visited


@guard("尚未查重", mend="search_duplicates")
def duplicates_searched(m: Moment) -> bool:
    """The search for earlier help was made after the last change of the facts."""
    return m.facts.duplicates_searched


@guard("拟救助金额须大于0且不超过测算上限")
def amount_within_ceiling(m: Moment) -> bool:
    """0 < amount ≤ stored ceiling, or the recorded override."""
    return 0 < m.facts.proposed_fen <= m.facts.ceiling_fen


@guard("未指明资金来源", given=True)
def source_named(m: Moment) -> bool:
    """The head names the fund source."""
    return bool(m.facts.named_source)


@guard("不符合审批权限：级别、岗位或会议要件不合")
def matrix_obeyed(m: Moment) -> bool:
    """approval_matrix: the row for the amount names this role at the actor's level; a meeting has its record."""
    return m.facts.matrix_obeyed(m)


@guard("本办法要求审批后再次公示", fits=True)
def second_publicity_off(m: Moment) -> bool:
    """publicity.second."""
    return not m.facts.second_publicity


@guard("预算额度不足", given=True)
def funds_free(m: Moment) -> bool:
    """§9: available on the named line covers the award."""
    return m.facts.funds_free


@guard("款项已交银行或已支付")
def no_money_out(m: Moment) -> bool:
    """No line exported or paid."""
    return not m.facts.money_out


@guard("发放明细尚未全部到账")
def all_lines_paid(m: Moment) -> bool:
    """Every line that was not cancelled or reissued is paid."""
    return m.facts.all_lines_paid


@guard("尚未登记回访", mend="follow_up")
def follow_up_recorded(m: Moment) -> bool:
    """follow_up: somebody called back."""
    return m.facts.followed_up


@guard("归档目录不全")
def index_complete(m: Moment) -> bool:
    """Every paper of the case is rendered, every required item is on file."""
    return not m.facts.index_gaps


@guard("本环节不能再延期，或您的岗位无权延期", fits=True)
def extension_left(m: Moment) -> bool:
    """clocks.*.extend: this role, and not more often than ``times``; a row that is only offered brings no values yet."""
    return m.facts.extension_left(m.role, writing=bool(m.given))
