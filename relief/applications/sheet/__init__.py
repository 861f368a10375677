"""The import sheet 导入表 (relief.md §14): read, checked and reported without touching the database."""

from relief.applications.sheet.reader import read_sheet
from relief.applications.sheet.report import DraftRow, Fault, Preview, SheetReport, SheetRow
from relief.applications.sheet.unions import Union, UnionIndex
from relief.applications.sheet.workbook_out import error_workbook

__all__ = [
    "DraftRow",
    "Fault",
    "Preview",
    "SheetReport",
    "SheetRow",
    "Union",
    "UnionIndex",
    "error_workbook",
    "read_sheet",
]
