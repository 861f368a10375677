"""What a grant, a delegation and a permit must obey (relief.md §2)."""

from datetime import date

import pytest

from relief.organisations import importing, services
from relief.organisations.importing import Unit
from relief.organisations.models import Delegation, Grant
from relief.organisations.rules import COUNTY_ROLES
from relief.organisations.selectors import grants_of
from workflows.errors import NotAllowed, NotPossible
from workflows.roles import Role

DAY = date(2026, 3, 20)
COUNTY, TOWN, BASE = "GH141182", "GH141182-03", "GH141182-03-007"


@pytest.fixture
def grant(tree, person, held):
    """grant("name", role, code) through the service, by the province's administrator."""
    held("程远", Role.ADMINISTRATOR, "GH14")

    def make(name, role, code, by="程远", since=DAY, until=None):
        return services.grant_role(
            person=person(name),
            role=role,
            organisation=tree[code],
            valid_from=since,
            valid_to=until,
            granted_by=person(by),
            reason="任命文件",
        )

    return make


class TestGrant:
    def test_it_is_written_with_who_gave_it(self, grant, person):
        row = grant("李梅", Role.CLERK, BASE)
        assert (row.granted_by, row.valid_from, row.reason) == (person("程远"), DAY, "任命文件")

    @pytest.mark.parametrize("code", [TOWN, BASE])
    @pytest.mark.parametrize("role", sorted(COUNTY_ROLES))
    def test_a_countys_work_is_not_granted_below_it(self, grant, role, code):
        with pytest.raises(NotPossible, match="县级及以上"):
            grant("李梅", role, code)

    @pytest.mark.parametrize("role", ["clerk", "visitor", "chair", "auditor", "archivist", "administrator"])
    def test_the_rest_is_granted_anywhere(self, grant, role):
        assert grant("李梅", role, BASE).pk

    def test_an_industry_union_counts_as_what_it_hangs_under(self, tree, grant, person):
        importing.import_units(
            [
                Unit(1, "GH14-I1", "省煤矿工会", "industry", parent="GH14"),
                Unit(2, "GH-I2", "镇教育工会", "industry", parent=TOWN),
            ]
        )
        for unit in Unit(1, "GH14-I1", "", ""), Unit(2, "GH-I2", "", ""):
            tree[unit.code] = type(tree[COUNTY]).objects.get(code=unit.code)
        assert grant("李梅", Role.REVIEWER, "GH14-I1").pk
        with pytest.raises(NotPossible, match="县级及以上"):
            grant("陈静", Role.REVIEWER, "GH-I2")

    @pytest.mark.parametrize("first", [Role.AUDITOR, Role.ADMINISTRATOR])
    @pytest.mark.parametrize("place", ["GH14", COUNTY, BASE])
    def test_auditor_and_administrator_stand_alone_in_a_subtree(self, grant, first, place):
        grant("蒋正", first, COUNTY)
        with pytest.raises(NotPossible, match="不得兼任"):
            grant("蒋正", Role.CLERK, place)
        grant("蒋正", Role.CLERK, "GH1401")
        grant("李梅", Role.CLERK, place)
        with pytest.raises(NotPossible, match="不得兼任"):
            grant("李梅", first, COUNTY)

    def test_they_may_follow_one_another_in_time(self, grant):
        grant("蒋正", Role.AUDITOR, COUNTY, until=date(2026, 3, 31))
        with pytest.raises(NotPossible, match="经审"):
            grant("蒋正", Role.CLERK, BASE, since=date(2026, 3, 31))
        assert grant("蒋正", Role.CLERK, BASE, since=date(2026, 4, 1)).pk

    def test_the_same_role_twice_at_once_is_refused(self, grant):
        grant("李梅", Role.CLERK, BASE, until=date(2026, 6, 30))
        with pytest.raises(NotPossible, match="已有这个岗位"):
            grant("李梅", Role.CLERK, BASE, since=date(2026, 6, 30))
        assert grant("李梅", Role.CLERK, BASE, since=date(2026, 7, 1)).pk

    def test_only_an_administrator_of_the_place_grants(self, grant, held):
        held("何县", Role.ADMINISTRATOR, COUNTY)
        assert grant("李梅", Role.CLERK, BASE, by="何县").pk
        for place in ("GH1411", "GH1401"):
            with pytest.raises(NotAllowed, match="不是.*管理员"):
                grant("李梅", Role.CLERK, place, by="何县")
        with pytest.raises(NotAllowed):
            grant("陈静", Role.CLERK, BASE, by="李梅")

    def test_nobody_grants_to_themselves(self, grant):
        with pytest.raises(NotAllowed, match="本人"):
            grant("程远", Role.CLERK, BASE, by="程远")

    def test_a_superuser_makes_the_first_administrator_and_works_on_no_case(self, grant, person):
        root = person("root", is_superuser=True)
        assert grant("root", Role.ADMINISTRATOR, "GH14", by="root").person == root
        with pytest.raises(NotPossible, match="超级用户"):
            grant("root", Role.APPROVER, COUNTY)
        with pytest.raises(NotAllowed, match="本人"):
            grant("root", Role.AUDITOR, "GH1401", by="root")

    def test_dates_and_closed_units_and_unknown_roles(self, tree, grant):
        with pytest.raises(NotPossible, match="早于起始"):
            grant("李梅", Role.CLERK, BASE, until=date(2026, 3, 1))
        with pytest.raises(NotPossible, match="没有“king”"):
            grant("李梅", "king", BASE)
        tree[BASE].valid_to = date(2026, 3, 1)
        tree[BASE].save()
        with pytest.raises(NotPossible, match="已撤销"):
            grant("李梅", Role.CLERK, BASE)


class TestRevoke:
    def end(self, row, person, last_day, by="程远", reason="调离"):
        return services.revoke(grant=row, last_day=last_day, ended_by=person(by), reason=reason)

    def test_it_ends_after_the_last_day(self, grant, person):
        row = self.end(grant("李梅", Role.CLERK, BASE), person, date(2026, 3, 31))
        assert (row.valid_to, row.ended_by, row.end_reason) == (date(2026, 3, 31), person("程远"), "调离")
        assert grants_of(row.person_id, date(2026, 3, 31)) and not grants_of(row.person_id, date(2026, 4, 1))

    def test_days_that_passed_stand(self, grant, person):
        row = grant("李梅", Role.CLERK, BASE, since=date(2026, 1, 1))
        with pytest.raises(NotPossible, match="不能早于昨天"):
            self.end(row, person, date(2026, 3, 18))
        assert self.end(row, person, date(2026, 3, 19)).valid_to == date(2026, 3, 19)
        assert not grants_of(row.person_id, DAY)

    def test_one_that_has_not_begun_never_holds_and_can_be_given_again(self, grant, person):
        row = self.end(grant("李梅", Role.CLERK, BASE, since=date(2026, 5, 1)), person, DAY)
        assert row.valid_to == date(2026, 4, 30)
        assert not grants_of(row.person_id, date(2026, 5, 1))
        assert grant("李梅", Role.CLERK, BASE, since=date(2026, 5, 1)).pk

    def test_not_twice_not_without_reason_not_by_anyone(self, grant, person):
        row = grant("李梅", Role.CLERK, BASE, until=DAY)
        with pytest.raises(NotPossible, match="已终止"):
            self.end(row, person, date(2026, 3, 31))
        with pytest.raises(NotPossible, match="理由"):
            self.end(row, person, DAY, reason=" ")
        with pytest.raises(NotAllowed):
            self.end(row, person, DAY, by="李梅")


class TestDelegate:
    @pytest.fixture
    def lend(self, tree, person, held):
        held("张岚", Role.HEAD, COUNTY)
        held("许志平", Role.CHAIR, COUNTY)

        def make(
            by="张岚", to="郑文涛", role=Role.HEAD, code=COUNTY, until=date(2026, 3, 31), reason="", principal="张岚"
        ):
            return services.delegate(
                principal=person(principal),
                substitute=person(to),
                role=role,
                organisation=tree[code],
                valid_from=DAY,
                valid_to=until,
                set_by=person(by),
                reason=reason,
            )

        return make

    def test_the_principal_lends_what_they_hold(self, lend, person):
        row = lend()
        assert (row.principal, row.delegate, row.set_by) == (person("张岚"), person("郑文涛"), person("张岚"))
        (grant,) = grants_of(row.delegate_id, DAY)
        assert grant.principal_id == row.principal_id

    def test_or_the_chair_for_an_absent_one_with_a_reason(self, lend):
        assert lend(by="许志平", reason="张岚住院").pk
        with pytest.raises(NotPossible, match="理由"):
            lend(by="许志平", to="陈静")

    def test_nobody_else(self, lend, held):
        held("周国强", Role.CHAIR, BASE)
        for by in ("郑文涛", "周国强"):
            with pytest.raises(NotAllowed, match="委托人本人"):
                lend(by=by, to="陈静", reason="张岚住院")
        with pytest.raises(NotAllowed, match="自己代理"):
            lend(by="许志平", to="许志平", reason="张岚住院")

    def test_only_what_is_held_and_only_as_long(self, lend, held):
        for wrong in ({"role": Role.APPROVER}, {"code": "GH1411"}, {"principal": "陈静", "by": "陈静"}):
            with pytest.raises(NotPossible, match="没有这个岗位"):
                lend(**wrong)
        held("尤佳", Role.HEAD, "GH1411", until=date(2026, 3, 25))
        with pytest.raises(NotPossible, match="2026-03-25"):
            lend(principal="尤佳", by="尤佳", code="GH1411")

    def test_not_to_oneself_nor_twice_nor_to_an_auditor(self, lend, held):
        with pytest.raises(NotPossible, match="本人"):
            lend(to="张岚")
        lend()
        with pytest.raises(NotPossible, match="同样的代理"):
            lend()
        held("蒋正", Role.AUDITOR, "GH1411")
        with pytest.raises(NotPossible, match="不得兼任"):
            lend(to="蒋正")

    def test_one_who_substitutes_cannot_be_made_auditor(self, lend, grant):
        lend()
        with pytest.raises(NotPossible, match="不得兼任"):
            grant("郑文涛", Role.AUDITOR, COUNTY)

    def test_it_is_ended_by_those_concerned(self, lend, person):
        row = lend()
        with pytest.raises(NotAllowed):
            services.end_delegation(delegation=row, last_day=DAY, ended_by=person("陈静"), reason="返岗")
        services.end_delegation(delegation=row, last_day=DAY, ended_by=person("郑文涛"), reason="返岗")
        assert Delegation.objects.get().valid_to == DAY


class TestSmallOffice:
    @pytest.fixture
    def permit(self, tree, person, held):
        held("许志平", Role.CHAIR, "GH1411")

        def make(by="许志平", code=COUNTY, reason="在编三人", until=None):
            return services.allow_small_office(
                organisation=tree[code], valid_from=DAY, valid_to=until, reason=reason, granted_by=person(by)
            )

        return make

    def test_the_level_above_grants_it(self, permit, person):
        assert permit().granted_by == person("许志平")
        with pytest.raises(NotPossible, match="已获准"):
            permit()

    def test_never_the_office_itself_nor_one_beside_it_nor_a_mere_clerk(self, permit, held):
        held("张岚", Role.HEAD, COUNTY)
        held("尤佳", Role.HEAD, "GH1401")
        held("秦浩", Role.REVIEWER, "GH1411")
        held("程远", Role.ADMINISTRATOR, "GH14")
        for by in ("张岚", "尤佳", "秦浩"):
            with pytest.raises(NotAllowed, match="上一级"):
                permit(by=by)
        with pytest.raises(NotAllowed, match="上一级"):
            permit(by="程远", code="GH14")

    def test_nor_one_who_works_there_too(self, permit, held):
        held("许志平", Role.CLERK, BASE)
        with pytest.raises(NotAllowed, match="任职"):
            permit()

    def test_with_a_reason(self, permit):
        with pytest.raises(NotPossible, match="理由"):
            permit(reason="")


class TestImport:
    UNIT = Unit(1, "GH141182-04", "峪道河镇总工会", "township", parent=COUNTY)

    def test_by_an_administrator_of_the_place(self, held, person):
        held("何县", Role.ADMINISTRATOR, COUNTY)
        report = services.import_units(units=[self.UNIT], actor=person("何县"))
        assert (report.created, report.outcome) == (1, "written")

    def test_by_no_one_else(self, held, person):
        held("李梅", Role.CLERK, COUNTY)
        with pytest.raises(NotAllowed, match="管理员"):
            services.import_units(units=[self.UNIT], actor=person("李梅"))

    def test_outside_the_place_is_refused_row_by_row(self, tree, held, person):
        held("何县", Role.ADMINISTRATOR, TOWN)
        rows = [
            self.UNIT,
            Unit(2, BASE, "东塬镇联合工会", "grassroots", parent=TOWN),
            Unit(3, COUNTY, "汾阳市工会", "county", parent="GH1411"),
            Unit(4, "GH15", "内蒙古自治区总工会", "province", "15"),
            Unit(5, "GH1411", "吕梁市总工会", "city", "1411", "GH14"),  # as it is
        ]
        with pytest.raises(services.ImportRefused) as refused:
            services.import_units(units=rows, actor=person("何县"))
        assert [(e.row, e.field) for e in refused.value.report.errors] == [(1, "parent"), (3, "code"), (4, "parent")]
        assert Grant.objects.count() == 1 and type(tree[COUNTY]).objects.count() == 7

    def test_a_new_top_needs_an_administrator_of_all_or_a_superuser(self, held, person):
        held("程远", Role.ADMINISTRATOR, "GH14")
        top = [Unit(1, "GH15", "内蒙古自治区总工会", "province", "15")]
        assert services.import_units(units=top, actor=person("程远")).created == 1
        other = [Unit(1, "GH16", "另一总工会", "province", "16")]
        with pytest.raises(services.ImportRefused):
            services.import_units(units=other, actor=person("程远"))
        assert services.import_units(units=other, actor=person("root", is_superuser=True)).created == 1
