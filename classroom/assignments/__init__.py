"""Three assignments with nbgrader, graded apart from the code that was handed in.

``commands`` is what a teacher types, and ``course`` the folder in which nbgrader works.
In the order in which a notebook passes through the modules:

1. release: ``sources`` has one notebook for each assignment, of which nbgrader makes
   the student's.
2. collect: ``collecting`` finds what was handed in, by the ``names`` of students;
   ``choosing`` takes one of several files, ``reading`` has its cells, ``recognising``
   says which of those handed out they are, and ``submissions`` merges the answers into
   the notebook that was handed out, those ``words_in_code`` too.
3. grade: ``judging`` takes the place of nbgrader's execution. ``repair``, ``plan`` and
   ``prove`` say what is asked of a submission and what is looked at in its answers, in
   terms of ``questions``. ``workers`` start several at once, each in a child of a
   ``worker`` that does ``one_submission``: ``run_isolated`` runs it while ``watching``
   its limits. A ``fork_server`` starts its process, which joins one of the
   ``control_groups`` and moves into a ``sandbox``, where ``forbidden_calls`` are
   refused and ``run_cells`` hands over the answers. These are read as data by
   ``answers``, and judged by ``marking``, which is ``bounded``.
   ``journal`` notes whose grading is complete.
4. ``written_answers`` lists what the teacher reads, in ``tables`` for a spreadsheet,
   whose ``writing`` leaves no half of a file; ``corrections`` are the teacher's too.
5. export: ``marks`` are written, and ``feedback`` is a page for each student.

``removing`` takes a student out.
"""

NAMES = ("repair", "plan", "prove")
