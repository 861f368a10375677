"""The named users of a demo database, one a role and level (commands.md)."""

import os
import secrets
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from relief.organisations.models import Grant, Organisation
from relief.organisations.services import grant_role
from relief.people.models import User
from relief.people.private_files import kept
from workflows import clock
from workflows.errors import NotPossible
from workflows.roles import Role

PASSWORD_ENVIRONMENT = "RELIEF_DEMO_PASSWORD"
SINCE = date(2024, 1, 1)
PROVINCE, CITY, COUNTY, TOWNSHIP, BASE = "GH14", "GH1411", "GH141182", "GH141182-03", "GH141182-03-007"
FICTIONAL_PROVINCE, FICTIONAL_CITY, FICTIONAL_COUNTY = "GH99", "GH9901", "GH990101"

# username, invented name, role, organisations
DEMO_USERS: tuple[tuple[str, str, Role, tuple[str, ...]], ...] = (
    ("admin", "程远", Role.ADMINISTRATOR, (PROVINCE, FICTIONAL_PROVINCE)),
    ("clerk", "李梅", Role.CLERK, (BASE,)),
    ("visitor", "赵立新", Role.VISITOR, (BASE,)),
    ("visitor2", "孙晓燕", Role.VISITOR, (BASE,)),
    ("chair", "周国强", Role.CHAIR, (BASE,)),
    ("township_chair", "吴桂兰", Role.CHAIR, (TOWNSHIP,)),
    ("reviewer", "郑文涛", Role.REVIEWER, (COUNTY, FICTIONAL_COUNTY)),
    ("head", "张岚", Role.HEAD, (COUNTY,)),
    ("approver", "冯建华", Role.APPROVER, (COUNTY,)),
    ("secretary", "陈静", Role.SECRETARY, (COUNTY,)),
    ("cashier", "褚明", Role.CASHIER, (COUNTY,)),
    ("payment_reviewer", "卫红", Role.PAYMENT_REVIEWER, (COUNTY,)),
    ("auditor", "蒋正", Role.AUDITOR, (COUNTY, FICTIONAL_COUNTY)),
    ("hotline", "沈洁", Role.HOTLINE, (COUNTY, FICTIONAL_COUNTY)),
    ("archivist", "韩玉", Role.ARCHIVIST, (COUNTY, FICTIONAL_COUNTY)),
    ("county_clerk", "乔木", Role.CLERK, (FICTIONAL_COUNTY,)),
    ("supervisor", "安澜", Role.SUPERVISOR, (FICTIONAL_COUNTY,)),
    ("supervisor2", "江月", Role.SUPERVISOR, (FICTIONAL_COUNTY,)),
    ("supervisor3", "石坚", Role.SUPERVISOR, (FICTIONAL_COUNTY,)),
    ("case_office", "方圆", Role.CASE_OFFICE, (FICTIONAL_COUNTY,)),
    ("counsel", "严明", Role.COUNSEL, (FICTIONAL_COUNTY,)),
    ("director", "高远", Role.DIRECTOR, (FICTIONAL_COUNTY,)),
    ("leader", "田野", Role.LEADER, (FICTIONAL_COUNTY,)),
    ("seal_keeper", "印琴", Role.SEAL_KEEPER, (FICTIONAL_COUNTY,)),
    ("city_supervisor", "林涛", Role.SUPERVISOR, (FICTIONAL_CITY,)),
    ("city_case_office", "白露", Role.CASE_OFFICE, (FICTIONAL_CITY,)),
    ("city_counsel", "宋词", Role.COUNSEL, (FICTIONAL_CITY,)),
    ("city_director", "唐山", Role.DIRECTOR, (FICTIONAL_CITY,)),
    ("city_leader", "袁野", Role.LEADER, (FICTIONAL_CITY,)),
    ("city_seal_keeper", "章文", Role.SEAL_KEEPER, (FICTIONAL_CITY,)),
    ("province_supervisor", "夏禾", Role.SUPERVISOR, (FICTIONAL_PROVINCE,)),
    ("province_case_office", "秋实", Role.CASE_OFFICE, (FICTIONAL_PROVINCE,)),
    ("province_counsel", "冬青", Role.COUNSEL, (FICTIONAL_PROVINCE,)),
    ("province_director", "苏北", Role.DIRECTOR, (FICTIONAL_PROVINCE,)),
    ("province_leader", "齐鲁", Role.LEADER, (FICTIONAL_PROVINCE,)),
    ("province_seal_keeper", "金石", Role.SEAL_KEEPER, (FICTIONAL_PROVINCE,)),
    ("city_approver", "杨帆", Role.APPROVER, (CITY,)),
    ("city_secretary", "朱琳", Role.SECRETARY, (CITY,)),
    ("city_reviewer", "秦浩", Role.REVIEWER, (CITY,)),
    ("city_head", "尤佳", Role.HEAD, (CITY,)),
    ("city_chair", "许志平", Role.CHAIR, (CITY,)),
    ("city_hotline", "何敏", Role.HOTLINE, (CITY,)),
    ("city_auditor", "吕方", Role.AUDITOR, (CITY,)),
    ("province_approver", "施永年", Role.APPROVER, (PROVINCE,)),
    ("province_secretary", "司马琴", Role.SECRETARY, (PROVINCE,)),
    ("province_reviewer", "孔令辉", Role.REVIEWER, (PROVINCE,)),
    ("province_head", "曹雪", Role.HEAD, (PROVINCE,)),
    ("province_chair", "严松", Role.CHAIR, (PROVINCE,)),
    ("province_hotline", "华楠", Role.HOTLINE, (PROVINCE,)),
    ("province_auditor", "欧阳清", Role.AUDITOR, (PROVINCE,)),
)


@transaction.atomic
def create_demo_users(password: str | None = None) -> list[User]:
    """Make the demo users and their grants, or put back what is missing. Refused in a real database."""
    if not clock.is_demo():
        raise NotPossible(_("这不是演示数据库，不能创建演示用户。"))
    units = Organisation.objects.in_bulk({code for row in DEMO_USERS for code in row[3]}, field_name="code")
    known = {user.username: user for user in User.objects.filter(username__in=[row[0] for row in DEMO_USERS])}
    sealed = _sealed(password or demo_password(), known.values())
    return [_user(row, known.get(row[0]), units, sealed) for row in DEMO_USERS]


def demo_password() -> str:
    """The password of all demo users: from the environment, else made once and kept in a 0600 file."""
    given = os.environ.get(PASSWORD_ENVIRONMENT)
    if given:
        return given
    return kept(Path(settings.SECRETS_DIR) / "demo-password", lambda: secrets.token_urlsafe(9))


def _user(
    row: tuple[str, str, Role, tuple[str, ...]], user: User | None, units: dict[str, Organisation], sealed: str
) -> User:
    username, name, role, codes = row
    if user is None:
        user = User.objects.create(username=username, name=name, password=sealed)
    elif user.password != sealed:
        user.password = sealed
        user.save(update_fields=["password"])
    held = set(Grant.objects.filter(person=user, role=role).values_list("organisation__code", flat=True))
    for code in codes:
        if code not in held:
            grant_role(person=user, role=role, organisation=units[code], valid_from=SINCE, reason=_("演示"))
    return user


def _sealed(password: str, users: Iterable[User]) -> str:
    """One hash for all of them: hashing thirty times would take set-up ten seconds for nothing."""
    first = next(iter(users), None)
    if first is not None and check_password(password, first.password):
        return first.password
    return make_password(password)
