"""Every file of seeded defects; importing this makes them known."""

from importlib import import_module

FILES = ("subject", "facts", "law", "discretion", "procedure", "papers", "filing", "oversight")
FILES += ("vetoes", "vetoes_later", "wordings")

for _name in FILES:
    import_module(f"tests.corpus.{_name}")
