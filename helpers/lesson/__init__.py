"""What a page needs in order to teach. Each part, and what it is for:

- ``machine``: is this machine ready?
- ``answers``: is this answer to an exercise right?
- ``failures``: a failure shown with its real exception
- ``sliders``: a figure that follows sliders
- ``playground``: the page that trains networks in a browser, in a notebook's cell
"""
