"""manage.py import_organisations FILE [--by USER] [--dry-run] [--json]"""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from relief import office
from relief.organisations import importing, services
from relief.organisations.importing import ImportReport, RowError
from relief.organisations.planning import FIELD_LABELS
from relief.people.models import User
from workflows.errors import WorkflowError

REFUSED = 2
OUTCOMES = {
    "refused_whole_file": "整个文件未导入，没有写入任何数据。",
    "dry_run_clean": "试运行通过，没有写入任何数据。",
    "written": "已写入。",
    "already_imported": "文件内容与现有单位完全一致，无需写入。",
}


class Command(BaseCommand):
    help = "导入工会组织（xlsx或JSON）：按代码新增或更新；有一行不对，整个文件不写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="xlsx，或 code、name、level、area、parent 的JSON列表")
        parser.add_argument("--by", metavar="USER", help="操作人用户名，须为管理员；写入时必填")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--json", action="store_true", help="在标准输出打印一个JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = self._run(options)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._tell(report)
        if report.errors:
            sys.exit(REFUSED)

    def _run(self, options: dict[str, Any]) -> ImportReport:
        try:
            user = _user(options["by"], needed=not options["dry_run"])
            units = importing.read_units(options["file"])
            within = None if user is None else services.paths_administered(user)
            report = importing.import_units(units, dry_run=True, within=within)
            if not report.errors and not options["dry_run"]:
                report = office.carry_out(services.import_units, units=units, actor=user)
            return report
        except services.ImportRefused as refusal:
            return refusal.report
        except WorkflowError as refusal:
            return _refused("by", refusal.message)
        except importing.UnreadableFile as refusal:
            return _refused("file", str(refusal))

    def _tell(self, report: ImportReport) -> None:
        for error in report.errors:
            place = _("第%(row)d行 ") % {"row": error.row} if error.row else ""
            self.stderr.write(f"{place}{FIELD_LABELS.get(error.field, error.field)}：{error.message}")
        counts = _("共%(rows)d行：新增%(created)d，更新%(updated)d，不变%(unchanged)d，错误%(wrong)d。")
        self.stdout.write(counts % (report.as_json() | {"wrong": len(report.errors)}))
        self.stdout.write(OUTCOMES[report.outcome])


def _user(username: str | None, *, needed: bool) -> User | None:
    user = User.objects.filter(username=username, is_active=True).first() if username else None
    if username and user is None:
        raise WorkflowError(_("没有用户“%(name)s”。") % {"name": username})
    if needed and user is None:
        raise WorkflowError(_("写入时必须用 --by 指明操作人。"))
    return user


def _refused(field: str, message: str) -> ImportReport:
    return ImportReport(0, errors=[RowError(None, field, message)], outcome="refused_whole_file")
