"""What a page needs in order to teach. Each part, and what it is for:

- ``machine``: is this machine ready?
- ``answers``: is this answer to an exercise right? ``observers`` turn it into numbers,
  ``trainings`` a callback too; ``digests`` are what is stored of it, ``names`` finds an
  answer of another name, ``errors`` says what Python said
- ``lent_digits``: MNIST for Keras's own ``load_data``
- ``failures``: a failure shown with its real exception
- ``sliders``: a figure that follows sliders
- ``repeats``: a page's experiment with other seeds, and the verdict of all of them;
  ``coverage``: how often an interval holds what it says
- ``stored_verdicts``, ``verdicts``: what was found, and texts built of it
- ``playground``: the page that trains networks in a browser, in a notebook's cell
"""
