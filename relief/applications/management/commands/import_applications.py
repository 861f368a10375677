"""manage.py import_applications FILE.xlsx --organisation CODE --received-on DATE [--by USER] [--dry-run] [--json]"""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from relief import office
from relief.applications.importing import Imported, import_sheet
from relief.applications.sheet import error_workbook
from relief.organisations.models import Organisation
from relief.people.models import User
from workflows.errors import WorkflowError

REFUSED = 2
OUTCOMES = {
    "refused_whole_file": "有错误行，整个文件未导入，没有写入任何数据。",
    "dry_run_clean": "试运行通过，没有写入任何数据。",
    "written": "已写入草稿。",
    "already_imported": "这份文件已经导入过，没有重复写入。",
}


class Command(BaseCommand):
    help = "导入救助申请表（xlsx）：有一行不对，整个文件不写入；同一份文件只写入一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.xlsx", type=Path)
        parser.add_argument("--organisation", required=True, metavar="CODE", help="上传人所在工会的代码")
        parser.add_argument("--received-on", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--by", metavar="USER", help="经办人用户名；写入时必填")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--json", action="store_true", help="在标准输出打印一个JSON")
        parser.add_argument("--error-workbook", type=Path, metavar="PATH", help="写出标注了错误的表")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = self._run(options)
        except WorkflowError as refusal:
            self.stderr.write(refusal.message)
            sys.exit(REFUSED)
        if options["error_workbook"] and done.report.bad_rows:
            options["error_workbook"].write_bytes(error_workbook(options["file"], done.report))
        if options["json"]:
            self.stdout.write(json.dumps(done.as_json(), ensure_ascii=False))
        else:
            self._tell(done)
        if done.outcome == "refused_whole_file":
            sys.exit(REFUSED)

    def _run(self, options: dict[str, Any]) -> Imported:
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            raise WorkflowError(_("没有代码为“%(code)s”的工会，请核对 --organisation。") % {"code": options["organisation"]})
        actor = User.objects.filter(username=options["by"], is_active=True).first() if options["by"] else None
        if actor is None and (options["by"] or not options["dry_run"]):
            raise WorkflowError(_("写入时必须用 --by 指明经办人，且须是有效用户。"))
        if not options["file"].is_file():
            raise WorkflowError(_("找不到文件：%(name)s") % {"name": options["file"]})
        return office.carry_out(
            import_sheet, source=options["file"], organisation=organisation, received_on=options["received_on"],
            actor=actor, dry_run=options["dry_run"])  # fmt: skip

    def _tell(self, done: Imported) -> None:
        for fault in done.report.errors:
            self.stderr.write(fault.message)
        for row in done.report.bad_rows:
            for fault in row.errors:
                self.stderr.write(f"第{row.row}行 {fault.column}：{fault.message}")
        counts = done.report.summary(written=done.written, outcome=done.outcome)
        self.stdout.write("共{rows}行：正确{ok}，错误{error}，写入{written}。".format(**counts))
        self.stdout.write(OUTCOMES[done.outcome])
