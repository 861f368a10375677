"""What rows of one file say about each other: duplicates refuse the later row, a shared account only warns."""

from relief.applications.sheet.rows import ParsedRow


class Duplicates:
    """Sees the rows in their order. Only rows without other errors take part in E_DUP_*."""

    def __init__(self) -> None:
        self._applications: dict[tuple, int] = {}
        self._households: dict[tuple, int] = {}
        self._invoices: dict[str, int] = {}
        self._accounts: dict[str, set[tuple]] = {}

    def check(self, row: ParsedRow) -> None:
        """First of ROW, HOUSEHOLD, INVOICE; a duplicate registers its keys too, the first row keeps each."""
        if row.faults or row.identity is None or row.head is None:
            return
        cause, happened = row.values["cause"], row.values["event_date"]
        person, head = (row.identity.type, row.identity.number), (row.head.type, row.head.number)
        same = self._earlier(self._applications, (person, cause, happened), row.number)
        household = self._earlier(self._households, (head, cause, happened.year), row.number)
        invoices = [self._earlier(self._invoices, number, row.number) for number in row.values.get("invoice_no", ())]
        invoice = next((earlier for earlier in invoices if earlier), None)
        if same:
            row.refuse("E_DUP_ROW", "id_no", same)
        elif household:
            row.refuse("E_DUP_HOUSEHOLD", "household_head_id", household)
        elif invoice:
            row.refuse("E_DUP_INVOICE", "invoice_no", invoice)

    def check_account(self, row: ParsedRow) -> None:
        """W_DUP_ACCOUNT: an earlier row has the same account under another ID. Bad rows count as well."""
        card = row.values.get("card_no")
        if card and row.identity:
            holders = self._accounts.setdefault(card, set())
            holders.add((row.identity.type, row.identity.number))
            if len(holders) > 1:
                row.warnings.add("W_DUP_ACCOUNT")

    @staticmethod
    def _earlier(register: dict, key: object, number: int) -> int | None:
        """The first row with the key, None when it is this one."""
        first = register.setdefault(key, number)
        return first if first != number else None
