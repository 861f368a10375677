"""manage.py proof_letter FILE.json --out DIR [--json] (commands.md)"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from relief.letters.proofs import BadProofFile, Proof, prove, read_letters
from workflows import clock

REFUSED = 2


class Command(BaseCommand):
    help = "按数据试印监督文书：检查与排版同正式用印一样，不占文号。只在演示库中运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json", help="形如 samples/letters-example.json")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="PDF写到这个文件夹")
        parser.add_argument("--json", action="store_true", help="在标准输出打印一个JSON")

    def handle(self, *, file: Path, out: Path, json: bool, **options: Any) -> None:
        if not clock.is_demo():
            raise CommandError(_("只能在演示库中试印。"), returncode=REFUSED)
        try:
            letters = read_letters(_read(file))
            out.mkdir(parents=True, exist_ok=True)
            proofs = [prove(row, out) for row in letters]
        except BadProofFile as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        except OSError as error:
            raise CommandError(_("不能写入：%(why)s") % {"why": error.strerror}, returncode=REFUSED) from error
        if json:
            self.stdout.write(_dump([proof.as_json() for proof in proofs]))
            return
        for proof in proofs:
            self._tell(proof)

    def _tell(self, proof: Proof) -> None:
        name = _dump(proof.id)
        if proof.file:
            self.stdout.write(_("%(id)s %(number)s %(pages)s页 %(file)s") % {**proof.as_json(), "id": name})
            return
        self.stdout.write(_("%(id)s 不予通过（%(stage)s）") % {"id": name, "stage": proof.refused_at})
        for fault in proof.errors:
            message = fault.message.encode("utf-8", "backslashreplace").decode()
            field = fault.field.encode("utf-8", "backslashreplace").decode()
            self.stdout.write(f"  {field}：{message}")


def _dump(value: Any) -> str:
    """JSON that any terminal can print: half a character in somebody's data must not end the command."""
    return json.dumps(value, ensure_ascii=True, indent=1)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(_("文件无法读取：%(why)s") % {"why": error.strerror}, returncode=REFUSED) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(_("不是有效的JSON：%(why)s") % {"why": error}, returncode=REFUSED) from error
