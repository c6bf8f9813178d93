"""The verifier that travels inside every exported bag, in sections that are joined into one file.

Sections import the standard library and each other, nothing else of this project: whoever checks a
bag has only Python. `python -m runtime.verifier.join` makes `runtime/data/verifier/verify.py`.
"""
