"""Sentences of the errors of `inspector.data`; generated, see tests/gui/error_templates.py."""
