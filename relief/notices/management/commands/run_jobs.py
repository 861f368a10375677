"""manage.py run_jobs [--once]: the library's job worker and our sweepers, in one process (commands.md).

The rows of the office are the truth (docs/decisions/0004-jobs-as-rows.md): a job that was lost, or that failed, is
found again by a sweeper. Safe to run several times at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django_tasks_db.management.commands.db_worker import Worker

from relief.applications import import_jobs
from relief.notices import services

SWEEPERS: tuple[tuple[Any, Callable[[], int]], ...] = ((_("文书"), services.sweep), (_("导入"), import_jobs.sweep))
SWEEP_EVERY = timedelta(minutes=1).total_seconds()
PRUNE_EVERY = timedelta(days=1).total_seconds()
LOOK_EVERY = 1.0
DATABASE_BACK_AFTER = 5.0


class JobWorker(Worker):
    """The library's worker, emptying every queue and then returning to us."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=get_random_string(32), excluded_queue_names=[])  # fmt: skip
        self.done = 0

    def run_task(self, db_task_result: Any) -> None:
        super().run_task(db_task_result)
        self.done += 1


class Command(BaseCommand):
    help = "办理后台作业（文书PDF、导入），每分钟补做遗漏和失败的。--once：办完排队的、补做一遍后退出。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="办完即退出")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        worker = JobWorker()
        if once:
            worker.run()
            swept = self._sweep()
            self.stdout.write(f"办理作业{worker.done}项，补做{swept}项。")
            return
        worker.configure_signals()
        self.stdout.write("作业程序已启动，按 Ctrl-C 或发 SIGTERM 停止。")
        self._serve(worker)
        self.stdout.write(f"作业程序已停止，共办理{worker.done}项。")

    def _serve(self, worker: JobWorker) -> None:
        """Until told to stop; a signal waits for the job in hand (Worker.shutdown)."""
        sweep_at = prune_at = 0.0
        while worker.running:
            try:
                worker.run()
                if worker.running and time.monotonic() >= sweep_at:
                    self._sweep()
                    sweep_at = time.monotonic() + SWEEP_EVERY
                if worker.running and time.monotonic() >= prune_at:
                    call_command("prune_db_task_results", queue_name="*", verbosity=0)
                    prune_at = time.monotonic() + PRUNE_EVERY
            except OperationalError as error:
                self.stderr.write(f"数据库暂不可用（{type(error).__name__}），稍后再试。")
                close_old_connections()
                time.sleep(DATABASE_BACK_AFTER)
            if worker.running:
                time.sleep(LOOK_EVERY)

    def _sweep(self) -> int:
        """Every sweeper once; one that breaks does not keep the others from their work."""
        swept = 0
        for name, sweep in SWEEPERS:
            try:
                swept += sweep()
            except OperationalError:
                raise
            except Exception as error:  # noqa: BLE001 - told by its kind alone: a message may hold personal data
                self.stderr.write(f"{name}补做出错：{type(error).__name__}")
        return swept
