"""Every file of seeded defects; importing this makes them known."""

from importlib import import_module

FILES = ("subject", "law", "discretion", "vetoes")

for _name in FILES:
    import_module(f"tests.corpus.{_name}")
