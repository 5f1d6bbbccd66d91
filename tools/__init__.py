"""What makes environments, packs and pages: what ``run.py`` does, from the ground up.

- ``places``: where the collection is, and what belongs to it
- ``supported``: which Pythons it runs on, and which set of packages a machine gets
- ``programs``: how other programs are found and started
- ``chromium``: where the browser is in which pages are tested and measured
- ``environment``: the folder .venv, made and mended
- ``pages``: a notebook executed, and as one HTML file
- ``notebooks``: which notebooks are named, and how they are run
- ``pack``: the collection in one folder that needs no network
- ``commands``, ``command_line``: what run.py can do, and how it is asked to
- ``helpers_guard``: what says so where another file called helpers is found first
"""
