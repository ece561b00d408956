"""Sentences of the errors of `inspector.core`; generated, see tests/gui/error_templates.py."""

TEMPLATES = ()
