"""Encryption at rest, the blind index, and where keys come from (relief.md §8)."""

import base64
import stat

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models

from relief.people import secrets
from relief.people.secrets import EncryptedTextField, SecretUnreadable, blind, decrypt, encrypt

ID = "141182198802291232"


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


def test_two_writes_differ_and_both_are_read():
    first, second = encrypt(ID), encrypt(ID)
    assert first != second
    assert first.startswith("k1:") and ID not in first
    assert decrypt(first) == decrypt(second) == ID


def test_blank_stays_blank():
    assert encrypt("") == decrypt("") == blind("id", "") == ""


def test_a_han_name_beyond_the_basic_plane_survives():
    assert decrypt(encrypt("𠮷田〇")) == "𠮷田〇"


def test_the_algorithm_stands_beside_the_ciphertext():
    raw = base64.b64decode(encrypt(ID).partition(":")[2])
    assert raw[:1] == secrets.AES_256_GCM
    strange = "k1:" + base64.b64encode(b"\x09" + raw[1:]).decode()
    with pytest.raises(SecretUnreadable, match="未知的加密算法"):
        decrypt(strange)


def test_old_keys_stay_readable_and_the_newest_writes(keys):
    old = encrypt(ID)
    keys.setenv("RELIEF_KEYS", f"k2:{key('b')},k1:{key('a')}")
    assert decrypt(old) == ID
    assert encrypt(ID).startswith("k2:")
    keys.setenv("RELIEF_KEYS", f"k2:{key('b')}")
    with pytest.raises(SecretUnreadable, match="k1"):
        decrypt(old)


@pytest.mark.parametrize("damage", [lambda t: t[:-8] + "AAAAAAA=", lambda t: t[:30], lambda t: "k1:%%%", lambda t: ID])
def test_changed_bytes_are_refused(damage):
    with pytest.raises(SecretUnreadable):
        decrypt(damage(encrypt(ID)))


def test_ciphertext_under_another_key_id_is_refused(keys):
    stolen = "k9" + encrypt(ID)[2:]
    keys.setenv("RELIEF_KEYS", f"k1:{key('a')},k9:{key('a')}")
    with pytest.raises(SecretUnreadable):
        decrypt(stolen)


def test_the_blind_index_is_stable_keyed_and_apart_by_kind(keys):
    index = blind("id", ID)
    assert index == blind("id", ID) and len(index) == 64 and int(index, 16)
    assert len({blind(kind, ID) for kind in secrets.KINDS}) == len(secrets.KINDS)
    keys.setenv("RELIEF_KEYS", f"k1:{key('c')}")
    assert blind("id", ID) != index


def test_the_blind_index_survives_rotation(keys):
    index = blind("mobile", "13812345678")
    keys.setenv("RELIEF_KEYS", f"k2:{key('b')},k1:{key('a')}")
    assert blind("mobile", "13812345678") == index
    keys.setenv("RELIEF_KEYS", f"k3:{key('d')},k2:{key('b')},blind:{key('a')}")
    assert blind("mobile", "13812345678") == index


def test_an_unknown_kind_is_a_defect():
    with pytest.raises(ValueError, match="passport"):
        blind("passport", "x")


@pytest.mark.parametrize(
    "text", ["k1", "k1:", "k1:kurz", f"K 1:{key('a')}", f"k1:{key('a')},k1:{key('b')}", f"blind:{key('a')}", " , "]
)
def test_a_bad_key_list_is_said_in_chinese(keys, text):
    keys.setenv("RELIEF_KEYS", text)
    with pytest.raises(ImproperlyConfigured, match="密钥"):
        encrypt(ID)


def test_no_key_at_all_says_what_to_do(keys):
    keys.delenv("RELIEF_KEYS")
    with pytest.raises(ImproperlyConfigured, match="RELIEF_KEYS.*make setup"):
        blind("id", ID)


def test_set_up_makes_a_private_key_file_once(keys):
    keys.delenv("RELIEF_KEYS")
    path = secrets.ensure_key_file()
    text = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert decrypt(encrypt(ID)) == ID
    assert secrets.ensure_key_file().read_text() == text
    assert [child.name for child in path.parent.iterdir()] == ["keys"]


def test_a_key_file_that_others_read_is_refused(keys):
    keys.delenv("RELIEF_KEYS")
    path = secrets.ensure_key_file()
    path.chmod(0o644)
    secrets.forget_keys()
    with pytest.raises(ImproperlyConfigured, match="0600"):
        encrypt(ID)


def test_a_real_database_needs_keys_from_the_environment(keys):
    keys.setattr("workflows.clock.is_demo", lambda: False)
    secrets.require_real_keys()
    keys.delenv("RELIEF_KEYS")
    secrets.ensure_key_file()
    with pytest.raises(ImproperlyConfigured, match="正式数据库"):
        secrets.require_real_keys()
    keys.setattr("workflows.clock.is_demo", lambda: True)
    secrets.require_real_keys()


class Vault(models.Model):
    """A table of this test alone."""

    number = EncryptedTextField(blank=True)
    spare = EncryptedTextField(null=True)  # noqa: DJ001 - that NULL stays NULL is what is tested

    class Meta:
        app_label = "people"
        managed = False
        db_table = "test_vault"

    def __str__(self) -> str:
        return str(self.pk)


@pytest.fixture
def vault(db):
    with connection.schema_editor() as editor:
        editor.create_model(Vault)
    return Vault


def stored(column: str = "number") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM test_vault ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_the_row_holds_ciphertext_whatever_wrote_it(vault):
    row = vault.objects.create(number=ID)
    vault.objects.bulk_create([vault(number=ID), vault(number="")])
    assert vault.objects.get(pk=row.pk).number == ID
    vault.objects.filter(pk=row.pk).update(number="820000198512010042")
    other = vault.objects.last()
    other.number = ID
    vault.objects.bulk_update([other], ["number"])
    texts = stored()
    assert all(text.startswith("k1:") and ID not in text for text in texts)
    assert len(set(texts)) == 3
    assert [row.number for row in vault.objects.order_by("id")] == ["820000198512010042", ID, ID]
    assert list(vault.objects.order_by("id").values_list("number", flat=True))[1] == ID


def test_blank_and_null_are_stored_as_they_are(vault):
    vault.objects.create(number="", spare=None)
    assert stored() == [""] and stored("spare") == [None]


@pytest.mark.parametrize(
    "lookup", [{"number": ID}, {"number__contains": "14"}, {"number__in": [ID]}, {"number__gt": ""}, {"number": None}]
)
def test_ciphertext_cannot_be_looked_up_by_mistake(vault, lookup):
    with pytest.raises((FieldError, ValueError)):
        list(vault.objects.filter(**lookup))


def test_blank_and_null_can_be_looked_up(vault):
    vault.objects.create(number="", spare=None)
    vault.objects.create(number=ID, spare=ID)
    assert vault.objects.filter(number="").count() == 1
    assert vault.objects.exclude(number="").count() == 1
    assert vault.objects.filter(spare__isnull=True).count() == 1


def test_migrations_see_a_plain_text_field():
    assert Vault._meta.get_field("number").deconstruct()[1] == "django.db.models.TextField"
