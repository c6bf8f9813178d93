"""The pure domain: cases, law, plans, deadlines and the ledger's arithmetic.

Knows the standard library and, in one module, `transitions`. Refuses to know databases,
PDF, terminals or the network.
"""
