"""Sets filled documents on A4 pages: lines, tables, pictures and places for signatures.

Refuses to know PDF: its result is a list of marks per sheet.
"""
