"""Columns elsewhere that hold an organisation's path as text, and follow when a unit moves in the tree.

``workflows`` compares grants, cases and desk tasks by path text. A unit that changes its parent changes its
path and those below it; columns registered here are rewritten in the same transaction. The journal is not:
an event keeps the place of its day.
"""

from django.apps import apps
from django.db.models import Value
from django.db.models.functions import Concat, Substr

_columns: list[tuple[str, str]] = []


def register_path_column(model: str, field: str) -> None:
    """Say at start-up that ``model`` (app_label.Model) keeps a path in ``field``."""
    if (model, field) not in _columns:
        _columns.append((model, field))


def rewrite_paths(old: str, new: str) -> None:
    """A subtree has moved: rewrite what the registered columns hold of it."""
    for model, field in _columns:
        rows = apps.get_model(model)._base_manager.filter(**{f"{field}__startswith": old})
        rows.update(**{field: Concat(Value(new), Substr(field, len(old) + 1))})
