"""What lists, notices and the publicity sheet show (relief.md §7)."""

import pytest

from relief.people import masking


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王某", "王*"),
        ("王小明", "王**"),
        ("欧阳某某", "欧阳**"),
        ("司马光", "司马*"),
        ("欧阳", "欧*"),  # the second character is the given name
        ("张王某某", "张***"),
        ("𠮷田", "𠮷*"),
        ("〇某", "〇*"),
        ("王", "*"),
        ("", ""),
        ("阿卜杜·热合曼", "阿****"),
        ("John Smith", "J****"),
    ],
)
def test_names(name, shown):
    assert masking.mask_name(name) == shown


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (masking.mask_id, "141182198802291232", "141182********1232"),
        (masking.mask_id, "141182880229123", "141182*****9123"),
        (masking.mask_id, "E12345678", "E1*****78"),
        (masking.mask_card, "6222020508000000127", "6222***********0127"),
        (masking.mask_mobile, "13812345678", "138****5678"),
        (masking.mask_mobile, "12", "**"),
        (masking.mask_id, "", ""),
    ],
)
def test_numbers(mask, text, shown):
    assert mask(text) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("山西省吕梁市汾阳市东塬镇杏花村12号", "山西省吕梁市汾阳市东塬镇****"),
        ("汾阳市太和桥街道英雄路12号3单元", "汾阳市太和桥街道****"),
        ("山西省临汾市乡宁县昌宁镇府前街5号", "山西省临汾市乡宁县昌宁镇****"),
        ("江苏省镇江市京口区正东路1号", "江苏省镇江市京口区正东路****"),
        ("汾阳市阳光小区3号楼2单元", "汾阳市****"),
        ("汾阳市", "汾阳市"),
        ("三号楼", "****"),
        ("", ""),
    ],
)
def test_addresses_end_at_the_street(address, shown):
    assert masking.mask_address(address) == shown
