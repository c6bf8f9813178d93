"""Vendored type faces (package data); README.md beside it says what each is and how it was cut."""
