"""Three assignments with nbgrader, graded apart from the code that was handed in.

``sources`` has one notebook for each, from which nbgrader makes the student's version.
``repair``, ``plan`` and ``prove`` say what is asked of a submission and what is looked
at in its answers. A submission is made whole by ``submissions``, run by ``keeper``
behind ``walls`` (``apart`` watches it), and what it hands over is judged as data by
``judging``, which writes the points where nbgrader looks for them.
"""
