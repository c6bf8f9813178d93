"""Seeded defects of group V."""
