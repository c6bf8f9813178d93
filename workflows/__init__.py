"""The law as data: procedures, deadlines, checklists, matters, calendars, and their loader.

Refuses to know how a case is stored, printed or shown.
"""
