"""Guards of supervision_letter until it is sealed (supervision.md §5). ``m.facts`` is relief.letters.facts.LetterFacts."""

from workflows.fsm import Moment, guard


@guard("文书内容没有填全", mend="edit")
def kind_facts_complete(m: Moment) -> bool:
    """§9: every field that the kind requires."""
    return not m.facts.faults("submit", "kind_facts_complete")


@guard("引用的法律依据当日不能引用", mend="edit")
def provisions_citable(m: Moment) -> bool:
    """§7: each citation equals a row of the catalogue that is citable that day."""
    return not m.facts.faults("submit", "provisions_citable")


@guard("主送单位不完整", mend="edit")
def addressee_complete(m: Moment) -> bool:
    """§9: who is addressed."""
    return not m.facts.faults("submit", "addressee_complete")


@guard("文书中有职工姓名、证件号码或电话", mend="edit")
def no_personal_data(m: Moment) -> bool:
    """§9: no worker's name, identity or phone number."""
    return not m.facts.faults("submit", "no_personal_data")


@guard("案件没有调查笔录和审查结论")
def investigation_on_file(m: Moment) -> bool:
    """§5 submit: with a case, its record and finding are there."""
    return m.facts.investigation_on_file


@guard("没有前一文书，也没有跳级理由")
def predecessor_or_skip_reason(m: Moment) -> bool:
    """§6.5: the rung before was taken, or its skipping has a reason and a decider."""
    return m.facts.predecessor_or_skip_reason


@guard("现在轮不到您审签")
def step_is_due(m: Moment) -> bool:
    """§5: the next step of the pinned chain that is neither the legality review nor the signature."""
    return m.facts.step_is_due(m.role)


@guard("按规则不由您的岗位通过审核", fits=True)
def reviewer_by_profile(m: Moment) -> bool:
    """§5: counsel; where the chain has no counsel, the last REVIEW role passes the review."""
    return m.facts.reviewer_by_profile(m.role)


@guard("请写明法律审核意见", given=True)
def legality_written(m: Moment) -> bool:
    """§5: counsel's review in writing."""
    return m.facts.legality_written(m)


@guard("审核环节还有人没有审签")
def review_steps_done(m: Moment) -> bool:
    """§5: every REVIEW step before this one was endorsed."""
    return m.facts.review_steps_done(m.role)


@guard("按规则不由您的岗位签发", fits=True)
def signatory_by_profile(m: Moment) -> bool:
    """§7 signing_chain: the last SIGN step."""
    return m.facts.signatory_by_profile(m.role)


@guard("还有审签步骤没有完成")
def earlier_steps_done(m: Moment) -> bool:
    """§5: every step of the chain before the signature."""
    return m.facts.earlier_steps_done


@guard("按规则该级工会不能签发这种文书")
def issuer_may_issue(m: Moment) -> bool:
    """§7 issuers: organ and level for the kind; the citations must still be citable on issued_on (§13.13)."""
    return not m.facts.faults("sign", "issuer_may_issue", "provisions_citable")


@guard("有印不出的字")
def glyphs_present(m: Moment) -> bool:
    """§9 glyph preflight: each code point has a glyph in the fonts of its role."""
    return not m.facts.faults("sign", "glyphs_present")


@guard("案件已中止，暂不能签发")
def case_not_suspended(m: Moment) -> bool:
    """§4: suspension stops sign, seal and dispatch."""
    return not m.facts.case_suspended


@guard("文书版面检查没有通过，或用印前内容有变动", given=True)
def pdf_clean(m: Moment) -> bool:
    """§9: the bytes were rendered from the frozen content, and nothing is missing on the page."""
    return m.facts.pdf_clean


@guard("请核对份数", given=True)
def copies_stated(m: Moment) -> bool:
    """§7 copies: how many originals are sealed."""
    return m.facts.copies_stated


@guard("适用规则未经确认，须先由主任确认仍用印", mend="acknowledge_unconfirmed")
def profile_confirmed_or_acknowledged(m: Moment) -> bool:
    """§7: sealing under an unconfirmed profile needs the director's written acknowledgement."""
    return m.facts.profile_confirmed_or_acknowledged
