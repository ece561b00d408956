"""The desktop application: what people touch. No maths and no file formats."""
