"""What the notebooks share. Each door, and what is behind it:

- ``schedules``: the idea, a schedule is a column of rates; and the family of schedules
- ``callbacks``, ``keras_schedule``: a column in the hands of Keras
- ``bounds``: what convex theory foretells from a column alone
- ``data``, ``models``: digits, MNIST-1D, and small networks to train on them
- ``traces``, ``progress``: what a training did, and how far it is
- ``sweep``: many networks trained at once, each with a column of its own
- ``compare``: the same protocol for any Keras model of your own
- ``verdicts``: differences put into words by their intervals
- ``plots``, ``sliders``, ``pages``: figures, and notebooks as pages of their own
- ``playground``: the page that trains networks in a browser, in a notebook's cell
- ``machine``, ``exercises``: is this machine ready, and is this answer right?
- ``pack``: the collection in one folder that needs no network
- ``checks``, ``failures``, ``quiet``: clear errors, shown failures, a quiet Keras
- ``when_used``: a part of Keras that waits until it is used
"""
