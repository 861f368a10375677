"""How much of a person's data a list, a notice or a page shows (relief.md §7; masking keys of the scheme)."""

import re

STAR = "*"
# The compound surnames 复姓 in use. A name of two characters never has one: its second is the given name.
_COMPOUND_SURNAMES = """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠
    公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁
    拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯
    西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 子书 子桑 即墨 淳于 达奚 褚师 纳兰 完颜 耶律 斛律 哥舒
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND_SURNAMES.split())
_ADMINISTRATIVE = re.compile(
    r"(?:[^省市县区旗盟]{1,9}(?:省|自治区|特别行政区|自治州|地区|市|盟|自治县|县|(?<![小社园])区|旗)){1,4}"
)
_STREET = re.compile(r".*?(?:街道|镇|乡|苏木|大道|大街|路|街|巷)")


def mask_name(name: str) -> str:
    """王某 → 王*, 欧阳某某 → 欧阳**. Names with · or in Latin letters show one character and no length."""
    name = name.strip()
    if len(name) < 2:
        return STAR * len(name)
    if not all(_is_han(character) for character in name):
        return name[0] + STAR * 4
    shown = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:shown] + STAR * (len(name) - shown)


def mask_id(number: str) -> str:
    """First 6 and last 4: 141182********1232. A short document shows less, never more than half."""
    return _ends(number, 6, 4)


def mask_card(number: str) -> str:
    """First 4 and last 4."""
    return _ends(number, 4, 4)


def mask_mobile(number: str) -> str:
    """138****5678."""
    return _ends(number, 3, 4)


def mask_address(address: str) -> str:
    """Down to the township or street; house, unit and room are starred."""
    address = address.strip()
    if not address:
        return ""
    area = _ADMINISTRATIVE.match(address)
    start = area.end() if area else 0
    street = _STREET.match(address, start)
    shown = address[: street.end()] if street else address[:start]
    return shown if shown == address else shown + STAR * 4


def _ends(text: str, head: int, tail: int) -> str:
    """Keep ``head`` and ``tail`` characters; keep fewer where more than two thirds would be seen."""
    if head + tail > len(text) * 2 // 3:
        head = tail = len(text) // 4
    hidden = len(text) - head - tail
    return text[:head] + STAR * hidden + text[len(text) - tail :]


def _is_han(character: str) -> bool:
    """Han of any plane, and 〇."""
    code = ord(character)
    return character == "〇" or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF
