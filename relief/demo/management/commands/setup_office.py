"""manage.py setup_office: what every database needs before the first case; safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from relief.demo.setting_up import become_demo, give_demo_means
from relief.jurisdictions.services import load_shipped_profiles, load_shipped_provisions
from relief.organisations.services import load_shipped_units
from relief.payouts.templates import load_templates
from relief.people.demo_users import create_demo_users
from relief.people.secrets import ensure_key_file, require_real_keys
from relief.schemes.loader import load_scheme_file
from relief.schemes.services import load_scheme
from workflows.calendar import install_calendar


class Command(BaseCommand):
    help = "装入工会组织、日历、救助办法、地区规则、法律依据、银行模板；新建的库同时成为演示库（RELIEF_OFFICE=real 时不会）。"

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            days, demo = self._load()
        call_command("prepare_fonts", verbosity=0)
        self.stdout.write(f"已就绪：日历{days}天，{'演示库' if demo else '正式库'}。")

    def _load(self) -> tuple[int, bool]:
        """Units, calendar, schemes, bank templates; demo users and budget where the database is a demo one."""
        demo = become_demo()
        if demo:
            ensure_key_file()
        else:
            require_real_keys()
        load_shipped_units()
        days = install_calendar()
        for path in sorted((settings.BASE_DIR / "fixtures" / "schemes").glob("*-*.yaml")):
            load_scheme(content=load_scheme_file(path))
        load_shipped_provisions()
        load_shipped_profiles()
        load_templates(settings.BASE_DIR / "fixtures" / "banks")
        if demo:
            create_demo_users()
            give_demo_means()
        return days, demo
