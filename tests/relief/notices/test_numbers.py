"""Numbers without unexplained gaps: one series a union, kind and year; what rolls back gives its number back."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from relief.notices.models import NumberSeries
from relief.notices.numbers import Number, mark_of, number_text, place_of, short_name, take_number
from relief.organisations.importing import Unit, import_units
from relief.organisations.models import Organisation

THREADS, EACH = 8, 6


def unions(*rows: tuple[str, str, str, str]) -> list[Organisation]:
    """(code, name, level, code of the superior) as a tree."""
    import_units([Unit(n, code, name, level, code[2:], above) for n, (code, name, level, above) in enumerate(rows, 1)])
    found = Organisation.objects.in_bulk([row[0] for row in rows], field_name="code")
    return [found[row[0]] for row in rows]


FENYANG = ("GH141182", "汾阳市总工会", "county", "")


@pytest.mark.parametrize(
    ("name", "short"),
    [("汾阳市总工会", "汾阳"), ("东塬镇联合基层工会", "东塬"), ("杏塬机械有限公司工会", "杏塬机械"),
     ("城区总工会", "城区"), ("山西省总工会", "山西"), ("工会", "工会")],
)  # fmt: skip
def test_the_short_name_tells_a_union_from_its_neighbours(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.django_db
def test_a_series_is_a_union_s_kind_and_year() -> None:
    [county] = unions(FENYANG)
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
    _jincheng, _yangquan, first, second, third = unions(
        ("GH1405", "晋城市总工会", "city", ""), ("GH1403", "阳泉市总工会", "city", ""),
        ("GH140502", "城区总工会", "county", "GH1405"), ("GH140302", "城区总工会", "county", "GH1403"),
        ("GH140399", "城区总工会", "county", "GH1403"))  # fmt: skip
    texts = [take_number(u, "case", 2026).text for u in (first, second, third)]
    assert texts == ["城区工救〔2026〕1号", "阳泉城区工救〔2026〕1号", "城区GH140399工救〔2026〕1号"]
    assert take_number(second, "decision", 2027).text == "阳泉城区工批〔2027〕1号", "one mark in all its series"
    second.name = "新城区总工会"
    assert mark_of(second) == "阳泉城区工", "a renamed union goes on with its series"


@pytest.mark.django_db
def test_what_rolls_back_gives_its_number_back() -> None:
    [county] = unions(FENYANG)
    take_number(county, "case", 2026)
    with pytest.raises(RuntimeError), transaction.atomic():
        assert take_number(county, "case", 2026).n == 2
        raise RuntimeError
    assert take_number(county, "case", 2026).n == 2


@pytest.fixture
def county(transactional_db: None) -> Iterator[Organisation]:
    yield from unions(FENYANG)


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
    cities = [(f"GH14{n:02d}", f"{c}市总工会", "city", "") for n, c in enumerate("甲乙丙丁戊己庚辛")]
    units = unions(*cities, *((f"{row[0]}02", "城区总工会", "county", row[0]) for row in cities))[len(cities) :]
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
