"""Sentences of the errors of `inspector.workflow`; generated, see tests/gui/error_templates.py."""

TEMPLATES = ()
