"""Numbers without unexplained gaps: one series a union, kind and year; what rolls back gives its number back."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from relief.notices.models import NumberSeries
from relief.notices.numbers import Number, mark_of, number_text, place_of, short_name, take_number
from relief.organisations.models import Organisation

THREADS, EACH = 8, 6


def union(name: str, code: str, level: str = "county", under: Organisation | None = None) -> Organisation:
    row = {"name": name, "code": code, "level": level, "area": code[2:]}
    nodes = Organisation.objects
    return nodes.add_child(under, **row) if under else nodes.add_root(**row)


@pytest.mark.parametrize(
    ("name", "short"),
    [("汾阳市总工会", "汾阳"), ("东塬镇联合基层工会", "东塬"), ("杏塬机械有限公司工会", "杏塬机械"),
     ("城区总工会", "城区"), ("山西省总工会", "山西"), ("工会", "工会")],
)  # fmt: skip
def test_the_short_name_tells_a_union_from_its_neighbours(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.django_db
def test_a_series_is_a_union_s_kind_and_year() -> None:
    county = union("汾阳市总工会", "GH141182")
    assert take_number(county, "decision", 2026) == Number(1, "汾阳工批〔2026〕1号")
    assert take_number(county, "decision", 2026).text == "汾阳工批〔2026〕2号"
    assert take_number(county, "decision", 2027).text == "汾阳工批〔2027〕1号"
    assert take_number(county, "payment", 2026).text == "汾阳工发〔2026〕1号"
    assert place_of("汾阳工批〔2026〕12号") == 12
    assert number_text("汾阳工", "case", 2026, 7) == "汾阳工救〔2026〕7号"
    with pytest.raises(ValueError, match="汾阳"):
        place_of("汾阳")


@pytest.mark.django_db
def test_unions_of_one_name_have_marks_of_their_own() -> None:
    jincheng, yangquan = union("晋城市总工会", "GH1405", "city"), union("阳泉市总工会", "GH1403", "city")
    first, second = union("城区总工会", "GH140502", under=jincheng), union("城区总工会", "GH140302", under=yangquan)
    third = union("城区总工会", "GH140399", under=yangquan)
    texts = [take_number(u, "case", 2026).text for u in (first, second, third)]
    assert texts == ["城区工救〔2026〕1号", "阳泉城区工救〔2026〕1号", "城区GH140399工救〔2026〕1号"]
    assert take_number(second, "decision", 2027).text == "阳泉城区工批〔2027〕1号", "one mark in all its series"
    second.name = "新城区总工会"
    assert mark_of(second) == "阳泉城区工", "a renamed union goes on with its series"


@pytest.mark.django_db
def test_what_rolls_back_gives_its_number_back() -> None:
    county = union("汾阳市总工会", "GH141182")
    take_number(county, "case", 2026)
    with pytest.raises(RuntimeError), transaction.atomic():
        assert take_number(county, "case", 2026).n == 2
        raise RuntimeError
    assert take_number(county, "case", 2026).n == 2


@pytest.fixture
def county(transactional_db: None) -> Iterator[Organisation]:
    yield union("汾阳市总工会", "GH141182")


@pytest.mark.races
def test_eight_threads_leave_no_gap(county: Organisation) -> None:
    """Some of the takers give up; what stays is 1, 2, 3 … without a hole."""
    taken: list[int] = []
    start = threading.Barrier(THREADS)

    def work(worker: int) -> None:
        start.wait()
        try:
            for turn in range(EACH):
                try:
                    with transaction.atomic():
                        n = take_number(county, "decision", 2026).n
                        if (worker + turn) % 3 == 0:
                            raise RuntimeError
                    taken.append(n)
                except RuntimeError:
                    continue
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert len(taken) == THREADS * EACH * 2 // 3
    assert NumberSeries.objects.get().last == len(taken)


@pytest.mark.races
def test_two_unions_of_one_name_never_share_a_mark(transactional_db: None) -> None:
    roots = [union(f"{c}市总工会", f"GH14{n:02d}", "city") for n, c in enumerate("甲乙丙丁戊己庚辛")]
    units = [union("城区总工会", f"{root.code}02", under=root) for root in roots]
    texts: list[str] = []
    start = threading.Barrier(THREADS)

    def work(unit: Organisation) -> None:
        start.wait()
        try:
            with transaction.atomic():
                text = take_number(unit, "case", 2026).text
            texts.append(text)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(unit,)) for unit in units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == len(set(texts)) == THREADS
