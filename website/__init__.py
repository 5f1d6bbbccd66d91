"""The site that ``python3 run.py site`` builds from the stored outputs.

The modules, in the order of the work:

- ``sources``: the texts and notebooks, put together for Sphinx
- ``definitions``, ``curves``, ``reference``: the pages on ``helpers``
- ``conf``: what Sphinx does with them, with ``formulas`` as pictures
- ``hosted``, ``playground_links``, ``notebook_pages``, ``languages``,
  ``accessibility_fixes``: what a page has besides its text
- ``links``: no link of the finished site is broken
- ``build``: what you call
- ``badges``: what you call once the project has an address
"""
