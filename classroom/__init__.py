"""For teachers: what ``python3 run.py class`` makes of the collection.

``exercises`` finds exercises, checks and solutions in a notebook, ``editions`` makes
the student's version and the key of it, and ``seals`` the digests of right answers.
"""
