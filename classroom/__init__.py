"""For teachers: what ``python3 run.py class`` makes of the collection.

``arguments`` knows what can be typed. ``exercises`` finds exercises, checks and
solutions in a notebook, ``editions`` makes the student's version and its key,
``folder`` writes both, and ``seals`` the digests of right answers. ``minutes`` counts
what a notebook takes in a class. ``assignments`` are graded, and
``jupyterhub_config.py`` is for a server.
"""
