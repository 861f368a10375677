"""manage.py run_jobs: drains the queue, sweeps, ends cleanly; what breaks is told without what it was about."""

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from relief.notices import services
from relief.notices.management.commands import run_jobs
from relief.notices.models import Notice
from relief.notices.render import RenderError
from tests.factories import Office


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker renews its connection between jobs; a test's transaction lives on the one it has."""
    for module in (db_worker, run_jobs):
        monkeypatch.setattr(module, "close_old_connections", lambda: None)


def once(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    call_command("run_jobs", "--once")
    return tuple(capsys.readouterr())  # type: ignore[return-value]


def test_once_drains_the_queue_and_sweeps(house: Office, capsys: pytest.CaptureFixture[str]) -> None:
    DBTaskResult.objects.all().delete()
    house.at("investigating")
    house.at("investigating")
    lost = Notice.objects.latest("id")
    DBTaskResult.objects.filter(args_kwargs__args=[lost.pk]).delete()
    out, err = once(capsys)
    assert out == "办理作业1项，补做1项。\n" and err == ""
    assert set(Notice.objects.values_list("status", flat=True)) == {"ready"}
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert once(capsys)[0] == "办理作业0项，补做0项。\n"


def test_a_failing_paper_does_not_fail_the_command(
    house: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **options: Any) -> bytes:
        raise RenderError("没有字形")

    monkeypatch.setattr(services, "render_pdf", broken)
    house.at("investigating")
    once(capsys)
    assert Notice.objects.get().error == "没有字形"
    assert DBTaskResult.objects.latest("enqueued_at").status == "SUCCESSFUL", "the notice's row tells, not the job's"


def test_a_broken_sweeper_is_told_by_its_kind_alone(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise ValueError("141182198802291232")

    monkeypatch.setattr(run_jobs, "SWEEPERS", (("文书", broken), ("导入", lambda: 2)))
    out, err = once(capsys)
    assert (out, err) == ("办理作业0项，补做2项。\n", "文书补做出错：ValueError\n")


def test_a_lost_database_ends_the_single_run(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> int:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(run_jobs, "SWEEPERS", (("文书", gone),))
    with pytest.raises(OperationalError):
        call_command("run_jobs", "--once")


def test_serving_goes_on_after_a_lost_database_and_stops_when_told(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []

    class Told(run_jobs.JobWorker):
        def configure_signals(self) -> None:
            """The test's own process keeps its signals."""

        def run(self) -> None:
            turns.append("run")
            if len(turns) == 1:
                raise OperationalError("gone")
            self.running = len(turns) < 3

    monkeypatch.setattr(run_jobs, "JobWorker", Told)
    monkeypatch.setattr(run_jobs.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(run_jobs, "SWEEPERS", (("文书", lambda: turns.append("sweep") or 0),))
    call_command("run_jobs")
    out, err = capsys.readouterr()
    assert turns == ["run", "run", "sweep", "run"]
    assert "已停止" in out and err == "数据库暂不可用（OperationalError），稍后再试。\n"


@pytest.mark.django_db(transaction=True)
def test_sigterm_ends_it_cleanly() -> None:
    row = connection.settings_dict
    host = f"{row['USER']}:{row['PASSWORD']}@" if row["PASSWORD"] else f"{row['USER']}@"
    place = {**os.environ, "DATABASE_URL": f"postgres://{host}{row['HOST'] or ''}:{row['PORT'] or ''}/{row['NAME']}"}
    if str(row["HOST"]).startswith("/"):
        pytest.skip("the embedded server has no address that another process could be given")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_jobs"]
    with subprocess.Popen(command, env=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "已启动" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
