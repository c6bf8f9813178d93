"""Signing: keys and certificates, PAdES signatures with timestamps, their looks, verification.

Refuses to know forms, cases and storage: bytes and keys in, signed bytes or findings out.
"""
