"""Sentences of the errors of `inspector.store`; generated, see tests/gui/error_templates.py."""

TEMPLATES = ()
