"""relief.md §8 and the vectors of §13."""

from datetime import date

import pytest
from stdnum import luhn
from stdnum.cn import ric

from relief.people import identifiers as ids
from relief.people.identifiers import IdentifierError, IdType

TODAY = date(2026, 3, 20)
GOOD = {
    "11010519491231002X": (IdType.RESIDENT, "11010519491231002X", date(1949, 12, 31), "female", ()),
    "141182198802291232": (IdType.RESIDENT, "141182198802291232", date(1988, 2, 29), "male", ()),
    "141182880229123": (IdType.RESIDENT, "141182198802291232", date(1988, 2, 29), "male", ("W_ID15",)),
    "810000199003071237": (IdType.HMT_PERMIT, "810000199003071237", date(1990, 3, 7), "male", ()),
    "820000198512010042": (IdType.HMT_PERMIT, "820000198512010042", date(1985, 12, 1), "female", ()),
    "830000197706150083": (IdType.HMT_PERMIT, "830000197706150083", date(1977, 6, 15), "female", ()),
    "914156198808080018": (IdType.FOREIGN_PERMIT, "914156198808080018", date(1988, 8, 8), "male", ()),
    "914156198808080011": (IdType.FOREIGN_PERMIT, "914156198808080011", date(1988, 8, 8), "male", ("W_FOREIGN_CHECK",)),
    "USA140012345678": (IdType.FOREIGN_PERMIT, "USA140012345678", None, "", ()),
    "E12345678": (IdType.PASSPORT, "E12345678", None, "", ()),
}


def refused(id_type, text):
    with pytest.raises(IdentifierError) as caught:
        ids.parse_identifier(id_type, text, today=TODAY)
    return caught.value.code


@pytest.mark.parametrize("text", GOOD)
@pytest.mark.parametrize("typed", [True, False])
def test_accepted(text, typed):
    id_type, number, born, sex, warnings = GOOD[text]
    found = ids.parse_identifier(id_type if typed else None, text, today=TODAY)
    assert (found.type, found.number, found.birth_date, found.sex, found.warnings) == (
        id_type,
        number,
        born,
        sex,
        warnings,
    )


@pytest.mark.parametrize(
    ("id_type", "text", "code"),
    [
        (IdType.RESIDENT, "141182198802291233", "E_ID_CHECK"),
        (IdType.RESIDENT, "141182199002290017", "E_ID_DATE"),
        (IdType.RESIDENT, "440524188001010014", "E_ID_DATE"),
        (IdType.RESIDENT, "141182202603210018", "E_ID_DATE"),  # born tomorrow
        (IdType.RESIDENT, "141182880230123", "E_ID_DATE"),
        (IdType.RESIDENT, "810000199003071237", "E_ID_TYPE"),
        (IdType.RESIDENT, "914156198808080018", "E_ID_TYPE"),
        (IdType.RESIDENT, "910000880229123", "E_ID_TYPE"),
        (IdType.RESIDENT, "14118219880229123", "E_ID_FORMAT"),
        (IdType.RESIDENT, "1411821988022912 32", "E_ID_FORMAT"),
        (IdType.RESIDENT, "X41182198802291232", "E_ID_FORMAT"),
        (IdType.RESIDENT, "٢٤١١٨٢١٩٨٨٠٢٢٩١٢٣٢", "E_ID_FORMAT"),
        (IdType.RESIDENT, "", "E_ID_FORMAT"),
        (IdType.HMT_PERMIT, "141182198802291232", "E_ID_TYPE"),
        (IdType.HMT_PERMIT, "810000900307123", "E_ID_FORMAT"),
        (IdType.HMT_PERMIT, "810000199013071237", "E_ID_DATE"),
        (IdType.HMT_PERMIT, "810000199003071238", "E_ID_CHECK"),
        (IdType.FOREIGN_PERMIT, "141182198802291232", "E_ID_FORMAT"),
        (IdType.FOREIGN_PERMIT, "USA14001234567", "E_ID_FORMAT"),
        (IdType.PASSPORT, "E123", "E_ID_FORMAT"),
        (IdType.PASSPORT, "E12345678901234567", "E_ID_FORMAT"),
        (IdType.PASSPORT, "E 1234567", "E_ID_FORMAT"),
        (IdType.TEMPORARY, "临时1", "E_ID_FORMAT"),
        (None, "810000", "E_ID_FORMAT"),
        (None, "841182198802291232", "E_ID_TYPE"),
        (None, "护照", "E_ID_FORMAT"),
        (None, "", "E_ID_FORMAT"),
    ],
)
def test_refused(id_type, text, code):
    assert refused(id_type, text) == code


def test_x_is_raised_and_full_width_folded():
    assert ids.parse_identifier(IdType.RESIDENT, " 1101051949123１002ｘ ", today=TODAY).number == "11010519491231002X"


def test_an_unknown_area_code_never_refuses():
    number = "00000019880229123"
    assert ids.parse_identifier(IdType.RESIDENT, number + ids.check_character(number), today=TODAY)


def test_a_passport_of_digits_needs_its_type():
    assert ids.parse_identifier(IdType.PASSPORT, "123456789", today=TODAY).number == "123456789"
    assert ids.type_by_shape("123456789") is IdType.RESIDENT


def test_a_new_foreign_permit_is_bound_by_its_shape_alone():
    found = ids.parse_identifier(None, "914156198813080018", today=TODAY)
    assert (found.birth_date, found.sex) == (None, "")


def test_the_temporary_number_of_a_person_without_papers():
    assert ids.parse_identifier(IdType.TEMPORARY, "LS-2026-0001", today=TODAY).number == "LS-2026-0001"


@pytest.mark.parametrize("first17", ["11010519491231002", "14118219880229123", "14118220010101001"])
def test_check_character_agrees_with_stdnum(first17):
    assert ids.check_character(first17) == ric.calc_check_digit(first17 + "0")


def test_age_turns_with_the_birthday():
    assert ids.age_on(date(2010, 3, 20), date(2026, 3, 19)) == 15
    assert ids.age_on(date(2010, 3, 20), date(2026, 3, 20)) == 16
    assert ids.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert ids.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    "name", ["李敏", "𠮷野", "阿依努尔·买买提", "阿依努尔・买买提", "J. Smith-O'Neil", "王〇", "Æsa Þór"]
)
def test_names_allowed(name):
    assert ids.name_allowed(name)


@pytest.mark.parametrize(
    "name",
    ["", "李", "〇王", "·李敏", "李敏1", "李敏(代)", "李\ue000敏", "李" * 51, " 李敏", "=李敏", "김철수", "李敏\n"],
)
def test_names_refused(name):
    assert not ids.name_allowed(name)


def test_rare_characters_are_told_apart():
    assert ids.name_rare("㐂子") and ids.name_rare("李𠮷") and ids.name_rare("\ufa0e李")
    assert not ids.name_rare("李〇") and not ids.name_rare("龥一")


def test_names_are_compared_in_one_form():
    assert ids.name_key("雷　彩霞 ") == ids.name_key("雷彩霞")
    for dot in "\u30fb\u2022\u2027\u2219.\uff0e":
        assert ids.name_key(f"买买提{dot}吐") == "买买提·吐"
    assert ids.name_key("John  Smith") == "John  Smith"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800001111", "13800001111"),
        ("+86 138-0000-1111", "13800001111"),
        ("86 13800001111", None),
        ("12800001111", None),
        ("1380000111", None),
    ],
)
def test_mobile(text, number):
    assert ids.parse_mobile(text) == number


def test_cards():
    assert ids.parse_card("6222 0205-0800 0000127") == "6222020508000000127"
    assert ids.parse_card("12345678901") is None
    assert ids.parse_card("1" * 20) is None


@pytest.mark.parametrize("number", ["6222020508000000127", "622848000000000007", "6222020508000000126", "123456789012"])
def test_luhn_agrees_with_stdnum(number):
    assert ids.luhn_valid(number) == luhn.is_valid(number)
    assert ids.luhn_valid("6222020508000000127")
