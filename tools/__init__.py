"""What makes environments, packs and pages: what ``run.py`` does, from the ground up.

- ``places``: where the collection and its parts are
- ``pages``: a notebook executed, and as one HTML file
- ``pack``: the collection in one folder that needs no network
"""
