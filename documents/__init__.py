"""From a typed context to signed bytes: forms, layout, fonts, signatures, verification.

Refuses to know procedures and databases.
"""
