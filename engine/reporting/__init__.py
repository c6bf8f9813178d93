"""What a bureau learns from a month: plain values in, figures out; nothing here knows a page.

No fine and no amount of money is known in this package, so that none can be ranked (APL 74(3)).
"""
