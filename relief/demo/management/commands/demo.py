"""manage.py demo: both stories in one command, day by day, in a demo database only (commands.md)."""

import sys
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from relief import office
from relief.applications.importing import import_sheet
from relief.applications.sheet import error_workbook
from relief.demo import output
from relief.demo.letters_desks import tell_desks
from relief.demo.letters_story import tell_arrears
from relief.demo.resetting import reset
from relief.demo.setting_up import START, give_demo_means
from relief.demo.story import Story, end_story, tell_story
from relief.organisations.models import Organisation
from relief.people.models import User
from workflows import clock

SHEET = settings.BASE_DIR / "fixtures" / "examples" / "applications-small.xlsx"
LAST_FORTNIGHT = timedelta(days=19)
FRESH_LINE = "\r\033[K"


class Command(BaseCommand):
    help = (
        "演示：欠薪线索办到一函两书和归档，导入样表、从受理办到银行回盘，文书和银行文件写到 demo-output/。"
        "只在演示库中运行，可重复运行。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not clock.is_demo():
            self.stderr.write("这不是演示库，演示不会在正式库中运行。")
            sys.exit(2)
        folder = output.fresh_folder()
        reset()
        give_demo_means()
        story = Story(self.tell, self.say)
        tell_arrears(story)
        story.on(START)
        self._import(story, folder)
        tell_story(story, START)
        tell_desks(story, START + LAST_FORTNIGHT)
        end_story(story, START)
        self.stdout.write("")
        for line in output.write(folder, self.tell):
            self.stdout.write(line)

    def _import(self, story: Story, folder: Any) -> None:
        """Refused whole, with the marked sheet; then without the bad rows, on purpose."""
        base = Organisation.objects.get(code="GH141182-03-007")
        clerk = User.objects.get(username="clerk")
        given = {"source": SHEET, "organisation": base, "received_on": START, "actor": clerk}
        refused = office.carry_out(import_sheet, **given)
        (folder / "导入错误-标注.xlsx").write_bytes(error_workbook(SHEET, refused.report))
        self.stdout.write(f"导入样表：{len(refused.report.bad_rows)}行有错，整表未写入：")
        for row in refused.report.bad_rows:
            self.stdout.write(f"  第{row.row}行 " + "；".join(f"{f.column}：{f.message}" for f in row.errors))
        done = office.carry_out(import_sheet, **given, leave_out_bad=True)
        self.stdout.write(f"去掉错误行后再导入：写入{done.written}件草稿。")

    def tell(self, step: str, done: int, of: int) -> None:
        """A progress bar with numbers; one line a step where the output is no terminal."""
        if self.stdout.isatty():
            full = 24 * done // of
            bar = f"{'█' * full}{'·' * (24 - full)} {done}/{of} {step}"
            self.stdout.write(FRESH_LINE + bar, ending="\n" if done == of else "")
        elif done == of:
            self.stdout.write(f"{step}：{of}")

    def say(self, line: str) -> None:
        """One line that stays, above the bar."""
        self.stdout.write((FRESH_LINE if self.stdout.isatty() else "") + line)
