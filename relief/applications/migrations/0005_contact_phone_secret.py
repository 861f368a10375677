"""Telephone numbers of contact notes are ciphertext at rest (relief.md §8)."""

from typing import Any

from django.db import migrations, models

from relief.people.secrets import encrypt


def seal(apps: Any, schema_editor: Any) -> None:
    """Encrypt what was typed before."""
    for note in apps.get_model("applications", "ContactNote").objects.exclude(phone="").only("phone"):
        note.phone = encrypt(note.phone)
        note.save(update_fields=["phone"])


class Migration(migrations.Migration):
    atomic = True
    dependencies = [("applications", "0004_import_job")]
    operations = [
        migrations.AlterField("contactnote", "phone", models.TextField(blank=True, verbose_name="联系方式")),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
