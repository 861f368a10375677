"""draw_workflows [--json] [--check]: Mermaid files into docs/workflows, or every machine as data."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from workflows import diagrams


class Command(BaseCommand):
    help = _("把每个状态机画成 Mermaid 图写入 docs/workflows；--json 输出全部表格")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help=_("只输出一个JSON值，不写文件"))
        parser.add_argument("--check", action="store_true", help=_("不写文件；图与表不一致时退出码为1"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "workflows"
        if options["json"]:
            data = [diagrams.as_data(m) for m in diagrams.machines()]
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        elif options["check"]:
            self._check(folder)
        else:
            found = {"n": len(diagrams.machines()), "new": len(diagrams.write(folder))}
            self.stdout.write(_("状态图：%(n)d张，更新%(new)d张。") % found)

    def _check(self, folder: Path) -> None:
        stale = diagrams.stale(folder)
        for path in stale:
            self.stderr.write(_("%(name)s 与状态机的表不一致，请运行 manage.py draw_workflows。") % {"name": path.name})
        if stale:
            sys.exit(1)
