"""Seeded defects of group C."""
