"""Documents are streamed to those who may see them; secrets are shown with a purpose, logged and capped."""

import pytest
from django.urls import reverse

from relief.audit.models import AccessLog
from relief.audit.selectors import access_log_for
from relief.documents import store
from relief.documents.models import Document
from relief.schemes.models import SchemeVersion
from tests.factories import PNG, SINCE, Office, load_version

pytestmark = pytest.mark.django_db


FIRE = {"cause": "FIRE", "loss_fen": 500_000, "total_cost_fen": None}


def text(answer) -> str:
    return answer.content.decode()


def filed(case) -> Document:
    return Document.objects.get(dossier=f"relief_application:{case.pk}")


def test_streamed_as_what_it_is(house: Office, signed_in) -> None:
    document = filed(house.ready("draft", **FIRE))
    answer = signed_in("chair").get(reverse("document", args=[document.pk]))
    assert answer.content == PNG and answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Content-Disposition"].startswith("inline") and "no-store" in answer["Cache-Control"]
    download = signed_in("chair").get(reverse("document_download", args=[document.pk]))
    assert download["Content-Disposition"].startswith("attachment")


def test_never_public_never_foreign_never_guessed(house: Office, signed_in, client) -> None:
    document = filed(house.ready("draft", **FIRE))
    url = reverse("document", args=[document.pk])
    assert client.get(url).status_code == 302
    for who in ("sister_clerk", "administrator"):
        assert signed_in(who).get(url).status_code == 404, who
    assert signed_in("clerk").get(reverse("document", args=[document.pk + 99])).status_code == 404
    store.path_of(document.digest).unlink()
    lost = signed_in("clerk").get(url)
    assert lost.status_code == 409 and "存档的文件缺失" in lost.content.decode()


def test_a_type_that_is_none_of_ours_is_only_downloaded(house: Office, signed_in) -> None:
    document = filed(house.ready("draft", **FIRE))
    Document.objects.filter(pk=document.pk).update(media_type="text/html")
    answer = signed_in("clerk").get(reverse("document", args=[document.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_diagnosis_is_opened_by_few_and_each_look_is_kept(house: Office, signed_in) -> None:
    document = filed(house.ready("draft", cause="ILLNESS_SELF"))
    url = reverse("document", args=[document.pk])
    opened = [who for who in ("clerk", "visitor", "reviewer", "head", "approver", "chair", "auditor", "cashier")
              if signed_in(who).get(url).status_code == 200]  # fmt: skip
    assert opened == ["clerk", "visitor", "reviewer", "head", "approver"]
    assert [str(a.person) for a in AccessLog.objects.filter(what="document").order_by("id")] == opened


def test_a_secret_needs_a_purpose_and_leaves_a_row(house: Office, signed_in) -> None:
    case = house.at("submitted")
    url = reverse("application_reveal", args=[case.pk, "id_no"])
    clerk = signed_in("clerk")
    asked = clerk.get(url)
    assert case.id_no not in text(asked) and asked.context["left"] == 50
    refused = clerk.post(url, {"reason": " "})
    assert refused.status_code == 422 and case.id_no not in text(refused) and not AccessLog.objects.exists()
    shown = clerk.post(url, {"reason": "与纸质材料核对"})
    assert case.id_no in text(shown) and "no-store" in shown["Cache-Control"]
    look = AccessLog.objects.get()
    assert (look.what, look.detail, look.reason) == ("reveal", "证件号码", "与纸质材料核对")
    assert case.id_no not in f"{look.detail}{look.reason}"


def test_no_more_than_the_scheme_allows_within_an_hour(house: Office, signed_in) -> None:
    masking = SchemeVersion.objects.get().data["masking"]
    SchemeVersion.objects.all().delete()
    load_version(1, since=SINCE,
                 masking={**masking, "full": {**masking["full"], "per_hour": 2}})  # fmt: skip
    case = house.draft()
    clerk, url = signed_in("clerk"), reverse("application_reveal", args=[case.pk, "mobile"])
    for _n in range(2):
        assert case.mobile in text(clerk.post(url, {"reason": "联系"}))
    third = clerk.post(url, {"reason": "联系"})
    assert third.status_code == 409 and "已达2次上限" in text(third) and case.mobile not in text(third)
    house.wait(1)
    assert case.mobile in text(clerk.post(url, {"reason": "联系"}))


def test_only_secrets_only_ones_own_cases(house: Office, signed_in) -> None:
    case = house.draft()
    clerk = signed_in("clerk")
    for field in ("name", "household_head_id", "member-1", "member-x", "password"):
        assert clerk.post(reverse("application_reveal", args=[case.pk, field]), {"reason": "x"}).status_code == 404
    url = reverse("application_reveal", args=[case.pk, "id_no"])
    assert signed_in("sister_clerk").post(url, {"reason": "x"}).status_code == 404
    house.perform(case, "edit", "clerk", members=[{"name": "李四", "relation": "配偶", "id_no": "141182198802291232"}])
    member = case.members.get()
    shown = clerk.post(reverse("application_reveal", args=[case.pk, f"member-{member.pk}"]), {"reason": "核对"})
    assert "141182198802291232" in text(shown)


def test_the_log_is_read_at_its_own_level(house: Office, signed_in) -> None:
    """What an auditor looks at stands at the auditor's own level; the office's looks are seen from above."""
    house.newcomer("city_auditor")
    house.grant("city_auditor", "auditor", "GH1411")
    case = house.at("submitted")
    signed_in("auditor").get(reverse("application", args=[case.pk]))
    signed_in("clerk").post(reverse("application_reveal", args=[case.pk, "id_no"]), {"reason": "核对"})
    county = [a.what for a in access_log_for(house.by("auditor"))]
    city = [a.what for a in access_log_for(house.by("city_auditor"))]
    assert county == ["reveal", "read"] and city == ["reveal"] and not access_log_for(house.by("clerk"))
