"""Definitions made wrong on purpose, and whether the model checker says so.

`python -m tests.mutations` spoils the shipped law in some hundreds of ways, one at a time.
"""
