"""What is found of notebooks whose cells have lost their names, and were changed."""

import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from tests.classroom.assignments.changed import Handed
from tests.classroom.assignments.handed_in.submission import extra

ANSWER = "The cosine is over after 20 updates."


def written(change):
    """Return a notebook without names, in which an answer in words was written."""
    ours = Handed("plan")
    ours.cell("plan_written")["source"] = ANSWER
    change(ours)
    return ours.without_names()


def drop(*names):
    """Return a change that deletes cells."""

    def change(ours):
        for one in map(ours.cell, names):
            ours.notebook["cells"].remove(one)

    return change


def edit(text):
    """Return a change of the last task's text."""

    def change(ours):
        task = ours.cell("plan_task_5")
        task["source"] = text.format(task["source"])

    return change


def heading_alone(ours):
    task = ours.cell("plan_task_5")
    task["source"] = task["source"].splitlines()[0]


def texts(ours):
    return [one for one in ours.notebook["cells"] if one["cell_type"] == "markdown"]


def no_text_but_the_answer(ours):
    ours.notebook["cells"] = [
        one
        for one in ours.notebook["cells"]
        if one["cell_type"] == "code" or one["source"] == ANSWER
    ]


def all_text_in_one_cell(ours):
    together = "\n\n".join(one["source"] for one in texts(ours))
    code = [one for one in ours.notebook["cells"] if one["cell_type"] == "code"]
    ours.notebook["cells"] = [extra(together, "markdown"), *code]


def above_its_task(ours):
    at = ours.notebook["cells"].index(ours.cell("plan_task_5"))
    ours.cell("plan_written")["source"] = "YOUR ANSWER HERE"
    ours.notebook["cells"].insert(at, extra(ANSWER, "markdown"))


IN_CODE = {
    "printed": 'print("""{}""")',
    "kept": 'answer = """{}"""',
    "shown": "from IPython.display import Markdown, display\n"
    'display(Markdown("""{}"""))',
    "marked as words": "%%markdown\n{}",
}


@pytest.mark.parametrize("form", IN_CODE)
def test_words_that_code_shows_or_keeps_are_the_written_answer(form):
    ours = Handed("plan")
    ours.cell("plan_written")["source"] = "YOUR ANSWER HERE"
    ours.add(IN_CODE[form].format(ANSWER))
    made, said = ours.merged()
    assert [cell.source for cell in made.cells if ANSWER in cell.source] == [ANSWER]
    assert not said
    assert ours.lost() == []


@pytest.mark.parametrize(
    "code", ['print("done")', 'print(f"{1 + 1} rates, as planned in the first task")',
             'check("all rates are as they should be, I think")', "1 + 1"]
)  # fmt: skip
def test_code_that_does_more_than_show_words_stays_code(code):
    ours = Handed("plan")
    ours.add(code)
    made, _ = ours.merged()
    assert [cell.cell_type for cell in made.cells if code in cell.source] == ["code"]


WITHIN_CODE = {  # what is found of it
    "kept and printed": ('answer = """{}"""\nprint(answer)', ANSWER),
    "kept and shown": (
        "from IPython.display import Markdown, display\n"
        'text = """{}"""\ndisplay(Markdown(text))',
        ANSWER,
    ),
    "with numbers": (
        'm = 0.5\nprint(f"{} It is {{m:.3f}}.")',
        f"{ANSWER} It is {{m}}.",
    ),
    "stripped": ('print("""\n{}\n""".strip())', ANSWER),
    "in a list": ('for line in ["{}", "And this is more."]:\n    print(line)', ANSWER),
    "a comment": ("# {}\nnumber = 1", ANSWER),
    "below much code": ("number = 1\n" * 5000 + "# {}", ANSWER),
    "below a long sum": (f"name = {' + '.join(1000 * ['1'])}\n# {{}}", ANSWER),
}


@pytest.mark.parametrize("form", WITHIN_CODE)
def test_words_within_code_are_the_written_answer_where_there_is_no_other(form):
    code, found = WITHIN_CODE[form]
    code = code.format(ANSWER)
    ours = Handed("plan")
    ours.cell("plan_written")["source"] = "YOUR ANSWER HERE"
    ours.add(code)
    made, said = ours.merged()
    kinds = {cell.cell_type for cell in made.cells if cell.source == code}
    assert (kinds, said) == ({"code"}, [])
    having = [c for c in made.cells if found in c.source and c.cell_type == "markdown"]
    assert [cell.metadata.nbgrader.grade_id for cell in having] == ["plan_written"]
    ours.cell("plan_written")["source"] = "Six words or more, in the right cell."
    made, _ = ours.merged()
    assert not [c for c in made.cells if found in c.source and c.source != code]


def test_what_was_handed_out_is_no_written_answer():
    """Where a student has changed a cell that was given."""
    ours = Handed("prove")
    ours.cell("prove_written")["source"] = "YOUR ANSWER HERE"
    ours.replace("prove_differences", "<= 40:", "<= 50:")
    made, _ = ours.merged()
    assert made.cells[-1].source == "YOUR ANSWER HERE"


def test_what_a_hosted_notebook_signs_with_is_no_answer():
    ours = Handed("plan")
    ours.cell("plan_written")["source"] = "YOUR ANSWER HERE"
    style = "text-decoration:none;display:flex;color:#5B5B62;font-size:14px"
    ours.add(
        f"<a style='{style}' href='https://host.example' target='_blank'>\n<img alt='' "
        "src='data:image/svg+xml;base64,AA'> </img>\nCreated in "
        "<span style='font-weight:600'>Deepnote</span></a>",
        "markdown",
    )
    made, _ = ours.merged()
    assert not [cell for cell in made.cells if "Deepnote" in cell.source]


CHANGES = {
    "the task deleted": drop("plan_task_5"),
    "a word more": edit("**Question:** {}"),
    "its heading alone": heading_alone,
    "translated": edit("## 5. In eigenen Worten\n\nJemand übersetzt."),
    "no other text": no_text_but_the_answer,
    "all text in one cell": all_text_in_one_cell,
    "above its task": above_its_task,
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_written_answer_is_found(change):
    made, remarks = written(CHANGES[change]).merged()
    assert ANSWER in made.cells[-1].source
    assert remarks == []


def test_words_elsewhere_are_no_written_answer():
    ours = written(lambda ours: None)
    ours.notebook["cells"].insert(1, extra("My notes of Monday.", "markdown"))
    assert ours.merged()[0].cells[-1].source == ANSWER


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    ["WarmRestarts = PastedRestarts", "class WarmRestarts(PastedRestarts):\n    pass"],
)
def test_a_repair_where_the_faulty_code_stood_counts(answer):
    ours = Handed("repair")
    right = ours.cell("repair_answer")["source"]
    ours.cell("repair_pasted")["source"] = right.replace("Warm", "Pasted", 1)
    ours.cell("repair_answer")["source"] = answer
    assert ours.without_names().lost() == []


NAMES = {  # (the line, whether it is as if the teacher's file were of this name)
    r"student = 'O\'Brien'": "O'Brien",
    'student = """Kim Doc"""': "Kim Doc",
    'student: str = "Kim Doc"': "Kim Doc",
    'student = ("Kim Doc")': "Kim Doc",
    'student = u"Kim Doc"  # me': "Kim Doc",
    r'student = "Zo\u00eb U"': "Zoë U",
}


@pytest.mark.parametrize("line", NAMES)
def test_a_name_is_read_as_python_reads_it(line):
    ours = Handed("prove", student=NAMES[line])
    ours.cell("prove_answer_1")["source"] = line
    assert remark(ours, NAMES[line]) == ""
    assert "says student = " in remark(ours, "Anna")


@pytest.mark.parametrize(
    "line", ['student = f"{NAME}"', 'student = " ".join(parts)', "student = input()"]
)
def test_a_name_that_a_program_makes_is_told(line):
    ours = Handed("prove")
    ours.cell("prove_answer_1")["source"] = line
    assert 'see at "grade" whether it gets points' in remark(ours, "eve")


def test_a_long_name_is_not_looked_at():
    ours = Handed("prove")
    marks = "\u0315\u0300" * 100_000
    ours.cell("prove_answer_1")["source"] = f'student = "a{marks}"'
    assert len(remark(ours, "eve")) < 200


def remark(ours, student):
    """Return what the teacher reads of a name."""
    from classroom.assignments.prove import answers

    return answers.remark(student, ours.merged()[0])
