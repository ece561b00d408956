"""Exported models: one ONNX file each."""
