"""What a page needs in order to teach. Each part, and what it is for:

- ``machine``: is this machine ready?
- ``answers``: is this answer to an exercise right? ``observers`` turn it into numbers,
  ``trainings`` a callback too; ``digests`` are what is stored of it, ``names`` finds an
  answer of another name, ``errors`` says what Python said
- ``drawn``: which columns does a figure show, when, and by which name?
- ``lent_digits``: MNIST for Keras's own ``load_data``
- ``failures``: a failure shown with its real exception
- ``sliders``: a figure that follows sliders
- ``sealed``: predictions written down before the trainings that test them
- ``transfer``: what is predicted of peaks when a training grows
- ``bound_trial``, ``bound_predictions``: what page 11d trains, and what was predicted
- ``edge_trial``, ``edge_settling``: what page 14 trains; ``edge_predictions``: what was
  predicted of it, and ``edge_judged``: what came out beside that
- ``course_trial``, ``course_predictions``: the same of page 14b
- ``repeats``: a page's experiment with other seeds, and the verdict of all of them;
  ``coverage``: how often an interval holds what it says
- ``stored_verdicts``, ``verdicts``: what was found, and texts built of it
- ``playground``: the page that trains networks in a browser, in a notebook's cell
"""
