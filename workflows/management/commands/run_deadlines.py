"""run_deadlines [--once]: fires what the clock may fire and tells who is told; safe in parallel, safe to repeat."""

import signal
import sys
import threading
from argparse import ArgumentParser
from collections import Counter
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils.translation import gettext as _

from workflows import deadlines

EVERY_SECONDS = 60


class Command(BaseCommand):
    help = _("处理到期事项：自动办理（草稿过期、逾期未补正）并写逾期提醒；默认每60秒一轮，--once 只办一轮")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help=_("只办一轮，然后退出"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            done = deadlines.run()
            self._report(done)
            if done["failed"]:
                sys.exit(1)
            return
        self._keep_running()

    def _keep_running(self) -> None:
        """Round after round until SIGTERM or Ctrl-C; the round that is running is finished first."""
        stop = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        while not stop.is_set():
            self._round()
            stop.wait(EVERY_SECONDS)

    def _round(self) -> None:
        close_old_connections()
        try:
            done = deadlines.run()
        except OperationalError as error:
            self.stderr.write(_("数据库暂时不可用，下一轮再试：%(why)s") % {"why": error})
            return
        if done:
            self._report(done)

    def _report(self, done: Counter[str]) -> None:
        self.stdout.write(
            _("自动办理%(fired)d件，提醒%(told)d件，更新岗位%(settled)d件，正被办理%(busy)d件，失败%(failed)d件。")
            % {key: done[key] for key in ("fired", "told", "settled", "busy", "failed")}
        )
