"""JSON that keeps the order of its keys."""

import json
from typing import Any

from django.db import models


class OrderedJSONField(models.JSONField):
    """JSON as text: a scheme's columns, causes and classes are offered in the order they were written.

    jsonb sorts keys by length; json keeps the order but has no equality, which breaks DISTINCT over joined rows.
    """

    def db_type(self, connection: Any) -> str:
        return "text"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> str | None:
        """Plain text: Django's own adapter casts to jsonb."""
        return None if value is None else json.dumps(value, ensure_ascii=False, cls=self.encoder)
