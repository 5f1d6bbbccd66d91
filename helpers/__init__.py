"""What the notebooks share. Each module, from the ground up, and what is in it:

- ``arrays``, ``checks``: types of arrays, and clear errors for wrong arguments
- ``own_code``: whose code a function or a class is
- ``schedules``: the idea, a schedule is a column of rates; and the family of schedules
- ``bounds``: what convex theory predicts from a column alone
- ``valley``: where the errors over the peaks of a grid are lowest
- ``verdicts``: differences put into words by their intervals
- ``plots``: figures
- ``keras_import``, ``legacy_keras``: Keras without its start-up lines, and which Keras
- ``rates``: which optimizers a model has, and who reads which rate
- ``callbacks``, ``keras_schedule``: two ways to give a column to Keras
- ``data``, ``models``: digits, MNIST-1D, and small networks to train on them
- ``recorders``, ``progress``: what happens in a training, and how far it is
- ``preview``: what the rates of a training will be, and what is wrong with them
- ``sweep``: many networks trained at once, each with its own column
- ``compare``: the protocol of the notebooks for any Keras model of your own
- ``lesson``: what only a page needs: checks of answers, shown failures, sliders
"""
