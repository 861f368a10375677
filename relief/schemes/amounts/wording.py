"""Money, shares and multiples as the sentence writes them. Exact: never a rounded figure."""

from fractions import Fraction


def decimals(value: Fraction, least: int = 0) -> str:
    """A terminating fraction in digits with thousands commas, at least `least` decimals and all it needs."""
    places = least
    while (value * 10**places).denominator != 1:
        places += 1
    whole, rest = divmod(int(value * 10**places), 10**places)
    return f"{whole:,}.{rest:0{places}d}" if places else f"{whole:,}"


def yuan(fen: Fraction | int) -> str:
    """18,000.00元: an amount inside the computation."""
    return f"{decimals(Fraction(fen) / 100, 2)}元"


def plain_yuan(fen: int) -> str:
    """20,000元, and 88.88元 where there are cents: bounds and results."""
    return f"{fen // 100:,}元" if fen % 100 == 0 else yuan(fen)


def percent(bp: int) -> str:
    """2000 basis points = 20%."""
    return f"{decimals(Fraction(bp, 100))}%"


def times(bp: int) -> str:
    """20000 basis points = 2倍."""
    return f"{decimals(Fraction(bp, 10000))}倍"
