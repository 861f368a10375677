"""Verbs of local rules and of the catalogue of provisions."""

from relief.jurisdictions.services.profiles import (
    Region,
    confirm_profile,
    copy_profile,
    load_profile,
    load_profiles,
    load_shipped_profiles,
)
from relief.jurisdictions.services.provisions import load_provisions, load_shipped_provisions

__all__ = [
    "Region",
    "confirm_profile",
    "copy_profile",
    "load_profile",
    "load_profiles",
    "load_provisions",
    "load_shipped_profiles",
    "load_shipped_provisions",
]
