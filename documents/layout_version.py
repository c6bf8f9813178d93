"""The version of the rules documents are set and written by, recorded with every document.

Raise it with any change after which the same values give other bytes; a test holds it against what
every form's specimen comes out as. A document of another version may come out otherwise when it is
composed again, and nothing is wrong with it.
"""

LAYOUT = 4
