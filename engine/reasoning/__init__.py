"""Reasoned decisions (说理式文书): what a decision says, held against its case.

`wording` reads a text, `proofs` and `known` read the case, `checks` are what the rules of the data
ask, `linting` asks them all, `drafting` puts the narrative together. Knows no form and no page.
"""
