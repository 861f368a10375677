"""What is recorded beside the moves, through its forms: papers, corrections, holds, extensions, notes, checks,
signatures on paper."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from relief.applications.models import Amendment, Check
from relief.documents.models import Document
from tests.factories import PNG, START, Office, load_version
from workflows.models import Event

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def picture(name: str = "扫描.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_several_files_prove_several_things(house: Office, act) -> None:
    case = house.draft()
    answer = act("clerk", case, "add_paper", items=["ID_COPY", "CARD_COPY"], files=[picture("1.png"), picture("2.png")])
    assert answer.status_code == 302
    filed = Document.objects.filter(dossier=f"relief_application:{case.pk}")
    assert {d.item for d in filed} == {"ID_COPY,CARD_COPY"} and filed.count() == 2
    for files, said in (([picture("病毒.exe", b"MZ")], "不是照片"), ([], "请选择要上传的文件")):
        refused = act("clerk", case, "add_paper", items=["ID_COPY"], files=files)
        assert refused.status_code == 422 and said in text(refused)
    assert filed.count() == 2


def test_a_correction_stands_with_old_new_and_reason(house: Office, act, signed_in) -> None:
    case = house.at("submitted")
    url = reverse("application_act", args=[case.pk, "amend"])
    chosen = signed_in("clerk").get(f"{url}?field=total_cost_fen")
    assert "现在是：10000.00元" in text(chosen) and chosen.context["form"].fields["value"].initial == 1_000_000
    answer = act("clerk", case, "amend", field="total_cost_fen", value="8,000", reason="票据算错", paper="")
    assert answer.status_code == 302 and case.total_cost_fen == 800_000
    kept = Amendment.objects.get()
    assert (kept.old, kept.new, kept.reason) == ("1000000", "800000", "票据算错")
    same = act("clerk", case, "amend", field="total_cost_fen", value="8000", reason="再来")
    assert same.status_code == 422 and "新内容与原内容相同" in text(same)
    wrong = act("clerk", case, "amend", field="id_no", value="123", reason="录错")
    assert wrong.status_code == 422 and "证件号码格式不对" in text(wrong)
    told = text(signed_in("clerk").get(reverse("application", args=[case.pk]) + "?tab=timeline"))
    assert "clerk(经办人)更正：费用总额由“10,000元”改为“8,000元”" in told


def test_a_secret_is_corrected_without_being_shown(house: Office, act, signed_in) -> None:
    case = house.at("submitted")
    url = reverse("application_act", args=[case.pk, "amend"])
    assert case.mobile not in text(signed_in("clerk").get(f"{url}?field=mobile"))
    act("clerk", case, "amend", field="mobile", value="139 0000 0002", reason="换号")
    assert case.mobile == "13900000002"
    assert "13900000002" not in str(Event.objects.get(verb="amend").facts)


def test_hold_and_release(house: Office, act, signed_in) -> None:
    case = house.at("investigating")
    early = act("clerk", case, "hold", reason="住院", review_on=START.isoformat())
    assert early.status_code == 422 and "日期不能早于" in text(early)
    act("clerk", case, "hold", reason="住院", review_on="2026-04-10")
    page = signed_in("visitor").get(reverse("application", args=[case.pk]))
    assert "2026-04-10复查" in page.context["actions"]["held"]
    assert "hold" not in str(signed_in("clerk").get(reverse("application", args=[case.pk])).context["actions"]["acts"])
    assert act("clerk", case, "hold", reason="再停", review_on="2026-04-10").status_code == 409
    act("clerk", case, "release", reason="已出院")
    assert not signed_in("visitor").get(reverse("application", args=[case.pk])).context["actions"]["held"]


def test_an_extension_says_by_how_much(house: Office, act, signed_in) -> None:
    case = house.at("investigating")
    assert "延长5个工作日" in text(signed_in("head").get(reverse("application_act", args=[case.pk, "extend"])))
    due = case.due_on
    act("head", case, "extend", reason="雨雪天气")
    assert case.due_on > due
    assert signed_in("clerk").get(reverse("application_act", args=[case.pk, "extend"])).status_code in (403, 409)


def test_contact_notes_and_remarks(house: Office, act, signed_in) -> None:
    case = house.at("submitted")
    act("clerk", case, "contact_note", who="王喆祎", phone="电话", said="已约好周五入户。", occurred_on="2026-03-20")
    late = act("clerk", case, "contact_note", who="王喆祎", said="明天的事", occurred_on="2026-03-21")
    assert late.status_code == 422 and "日期不能晚于2026-03-20" in text(late)
    act("head", case, "note", text="请优先办理。")
    told = text(signed_in("clerk").get(reverse("application", args=[case.pk]) + "?tab=timeline"))
    assert "已约好周五入户。" in told and "请优先办理。" in told


def test_checks_are_settled_together_and_a_waiver_gives_its_reason(house: Office, act) -> None:
    case = house.at("investigating")
    act("clerk", case, "request_check", kind="civil_affairs", authorisation="授权书")
    assert Check.objects.get().status == "waiting"
    bare = act("clerk", case, "settle_check", status_civil_affairs="waived")
    assert bare.status_code == 422 and "免于核对须写明理由" in text(bare)
    nothing = act("clerk", case, "settle_check")
    assert nothing.status_code == 422 and "请至少为一项核对选择结果" in text(nothing)
    act("clerk", case, "settle_check", status_civil_affairs="clean", status_population_death="unavailable",
        result_population_death="系统维护")  # fmt: skip
    settled = dict(Check.objects.values_list("kind", "status"))
    assert settled == {"civil_affairs": "clean", "population_death": "unavailable"}
    assert Event.objects.filter(verb="settle_check").count() == 2


def test_a_member_exception_is_the_heads(house: Office, act) -> None:
    case = house.at("submitted", member_no="")
    act("head", case, "allow_exception", exception="new_employment_form", reason="外卖骑手")
    assert case.exception == "new_employment_form"


def test_signed_on_paper_keyed_by_the_clerk(house: Office, signed_in) -> None:
    load_version(2, since=START, paper_entry={"roles": ["visitor"], "within": {"n": 10, "unit": "wd"}})
    case = house.at("investigating")
    house.wait(3)
    url = reverse("application_act", args=[case.pk, "record_visit"])
    page = signed_in("clerk").get(reverse("application", args=[case.pk]))
    assert "登记入户调查（纸面补录）" in text(page)
    form = signed_in("clerk").get(url).context
    assert {u.username for u in form["form"].fields["signed_by"].queryset} == {"visitor", "visitor2"}
    typed = {"seen": form["seen"], "place": "家中", "present": "本人", "conclusion": "属实。",
             "signed_by": house.by("visitor").pk, "occurred_on": "2026-03-21"}  # fmt: skip
    bare = signed_in("clerk").post(url, typed)
    assert bare.status_code == 422 and "签字盖章扫描件" in text(bare)
    assert signed_in("clerk").post(url, typed | {"scan": picture()}).status_code == 302
    done = Event.objects.filter(verb="record_visit").get()
    assert (done.actor, done.entered_by) == (house.by("visitor"), house.by("clerk"))
    assert done.occurred_on == date(2026, 3, 21)
    told = text(signed_in("clerk").get(reverse("application", args=[case.pk]) + "?tab=timeline"))
    assert "visitor(入户调查员)登记入户调查" in told and "发生于2026-03-21，2026-03-23录入" in told
    assert "由clerk(经办人)录入" in told and "附签字件扫描" in told


def test_the_form_comes_alone_for_htmx_and_with_its_case_without(house: Office, signed_in) -> None:
    case = house.at("submitted")
    url = reverse("application_act", args=[case.pk, "ask"])
    part, page = signed_in("clerk").get(url, headers={"HX-Request": "true"}), signed_in("clerk").get(url)
    assert "<html" not in text(part) and 'id="action"' in text(part)
    assert "<html" in text(page) and 'id="action"' in text(page) and "概要" in text(page)
