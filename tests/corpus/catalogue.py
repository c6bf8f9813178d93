"""Every file of seeded defects; importing this makes them known."""

from importlib import import_module

FILES = ("subject", "law", "discretion", "vetoes", "vetoes_later")

for _name in FILES:
    import_module(f"tests.corpus.{_name}")
