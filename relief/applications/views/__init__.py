"""Screens of relief cases: each view parses, calls and answers."""
