"""Grading of finished dossiers (案卷评查): a profile of vetoes and items, and what feeds them.

`dossier` is what checks read, `profile` what a bureau may edit, `finding` the register of checks,
`asking` asks them all, `scoring` adds up. Knows no figure of any standard: those are data.
"""
