"""What the notebooks share. Each door, and what is behind it:

- ``schedules``: the idea, a schedule is a column of rates; and the family of schedules
- ``callbacks``, ``keras_schedule``: a column in the hands of Keras
- ``bounds``: what convex theory predicts from a column alone
- ``data``, ``models``: digits, MNIST-1D, and small networks to train on them
- ``recorders``, ``progress``: what a training did, and how far it is
- ``sweep``: many networks trained at once, each with a column of its own
- ``compare``: the same protocol for any Keras model of your own
- ``verdicts``: differences put into words by their intervals
- ``plots``: figures
- ``lesson``: what only a page needs: checks of answers, shown failures, sliders
- ``checks``, ``keras_import``: clear errors, and Keras without its start-up lines
"""
