"""Proving definitions by exploring every lawful course a case could take.

The definitions, the questions and the effects are those cases run on; only what a question reads
of papers nobody has written yet is left open, and then taken either way.
"""
