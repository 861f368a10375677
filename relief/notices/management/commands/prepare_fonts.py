"""Prepare the fonts of the papers at set-up, so that the first paper need not wait for it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from relief.notices import fonts
from relief.notices.fontfolder import ready_folder


class Command(BaseCommand):
    help = "准备文书字体（约20秒，字体不变时只做一次）"

    def handle(self, *args: Any, **options: Any) -> None:
        folder = ready_folder()
        if options["verbosity"] == 0:
            return
        self.stdout.write(_("字体已就绪：%(folder)s") % {"folder": folder})
        for role in fonts.ROLES:
            faces = "、".join(face.key for face in fonts.installed(role))
            self.stdout.write(f"{role}: {faces}")
