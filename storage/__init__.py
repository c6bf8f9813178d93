"""Where cases rest: tables, unit of work, blob store, ledger rows, number register.

Refuses to know the law and the look of documents.
"""
