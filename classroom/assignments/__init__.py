"""Three assignments with nbgrader, graded apart from the code that was handed in.

``commands`` is what a teacher types, and ``course`` the folder in which nbgrader works.
In the order in which a notebook passes through the modules:

1. release: ``sources`` has one notebook for each assignment, of which nbgrader makes
   the student's.
2. collect: ``collecting`` finds and reads what was handed in, and ``submissions``
   merges it into the notebook that was handed out.
3. grade: ``judging`` takes the place of nbgrader's execution. ``repair``, ``plan`` and
   ``prove`` say what is asked of a submission and what is looked at in its answers, in
   terms of ``questions``. ``run_isolated`` runs a submission within limits: a
   ``fork_server`` starts its process, which moves into a ``sandbox``, where
   ``run_cells`` hands over the answers as data.
4. ``written_answers`` lists what the teacher reads, in ``tables`` for a spreadsheet.
5. export: ``course`` writes the marks, ``feedback`` a page for each student.
"""

NAMES = ("repair", "plan", "prove")
