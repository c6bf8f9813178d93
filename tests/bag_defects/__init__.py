"""Defects planted in exported bags, and who notices: our verifier, and other people's tools."""
