"""What the notebooks share. Each module, from the ground up, and what is in it:

- ``arrays``, ``checks``: types of arrays, and clear errors for wrong arguments
- ``own_code``: whose code a function or a class is
- ``schedules``: the idea, a schedule is a column of rates; and the family of schedules
- ``bounds``: what convex theory predicts from a column, and from gradient norms
- ``refinement``: a column made from gradient norms
- ``valley``: where the errors over the peaks of a grid are lowest
- ``power_law``: does a best peak go with a power of a size, and with which?
- ``gradient_noise``: how long the gradient of a batch is, from single gradients
- ``verdicts``: differences put into words by their intervals
- ``plots``: figures
- ``keras_import``, ``legacy_keras``: Keras without its start-up lines, and which Keras
- ``rates``: which optimizers a model has, and who reads which rate
- ``callbacks``, ``keras_schedule``: two ways to give a column to Keras
- ``keras_columns``: the column of a schedule of Keras's own
- ``data``, ``models``: digits, MNIST-1D, and small networks to train on them
- ``recorders``, ``progress``: what happens in a training, and how far it is
- ``sharpness``: the largest curvature of the loss of small networks, and its edge
- ``edge``: how near the rate of a training is to the edge of stability
- ``preview``: what the rates of a training will be, and what is wrong with them
- ``sweep``: many networks trained at once, each with its own column
- ``gradient_norms``: how long the gradients of such networks are
- ``compare``: the protocol of the notebooks for any Keras model of your own
- ``lesson``: what only a page needs: checks of answers, shown failures, sliders
"""
