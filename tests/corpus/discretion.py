"""Seeded defects of group D."""
