"""The two ways an import goes wrong: the file as a whole, or one cell of a row."""


class FileFault(Exception):
    """The whole file is refused. `code` is E_FILE, E_HEADER, E_COLUMN_TWICE or E_TOO_MANY_ROWS."""

    def __init__(self, code: str, *, reason: str = "", column: str | None = None) -> None:
        self.code = code
        self.reason = reason
        self.column = column
        super().__init__(code)


class CellFault(Exception):
    """One cell is refused; `code` is an error code of relief.md §14."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def unreadable(reason: str) -> FileFault:
    """E_FILE with the reason shown to the uploader."""
    return FileFault("E_FILE", reason=reason)
