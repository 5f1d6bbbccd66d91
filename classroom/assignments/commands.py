"""What a teacher types: release, collect, grade, export."""

from nbgrader.converters.base import NbGraderException

from classroom.assignments import NAMES, collecting, written_answers
from classroom.assignments.course import Course
from classroom.assignments.judging import check_sandbox


def carry_out(asked, folder=None):
    """Do one step, and return an exit code or a sentence.

    ``asked`` is what ``classroom.arguments`` read; ``folder`` is the course's, if it is
    not ``course`` in the collection.
    """
    steps = {"release": release, "collect": collect, "grade": grade, "export": export}
    given = [asked.assignment, asked.folder] if asked.step == "collect" else []
    try:
        course = Course(folder) if folder else Course()
        return steps[asked.step](course, *given)
    except (ValueError, OSError) as problem:
        return f"{problem}."
    except NbGraderException:
        return f"nbgrader could not do all of it: see {course.folder / 'log.txt'}."


def release(course):
    """Make the notebooks to hand out."""
    for path in course.release():
        print(path)
    print(f"Hand these out. Keep {course.folder} to yourself.")
    return 0


def collect(course, name, folder):
    """Take in notebooks, each named after its student or in a folder of that name."""
    if not course.handed_out(name).is_file():
        raise ValueError("nothing was released: release comes first")
    taken, found = 0, collecting.notebooks(folder, name)
    for student, path in found:
        try:
            text, when = collecting.read(student, path)
        except ValueError as problem:
            print(f"Not taken: {problem}.")
            continue
        course.take(name, student, text, when)
        taken += 1
    others = f", {len(found) - taken} not" if taken < len(found) else ""
    print(f"{name}: {taken} notebooks taken in{others}.")
    return 0


def grade(course):
    """Give the points of all that is new, and list the written answers."""
    check_sandbox()
    for name in collected(course):
        print(f"\n{name}: a minute or more for each that does not end …", flush=True)
        course.grade(name)
        print(course.table(name))
        path = written_answers.write(course, name)
        answers = len(written_answers.read(path))
        if answers:
            print(f"{answers} answers to read: put points beside them in {path}")
    return 0


def export(course):
    """Enter the points of the written answers, write feedback and the marks."""
    for name in collected(course):
        waiting = written_answers.enter(course, name)
        if waiting:
            print(f"{name}: no points yet for the written answers of", *waiting)
        course.feedback(name)
    path = course.folder / "marks.csv"
    course.export(path)
    print(f"Marks:    {path}\nFeedback: {course.folder / 'feedback'}")
    return 0


def collected(course):
    """Return the assignments that were handed in, or raise ValueError."""
    names = [name for name in NAMES if course.students(name)]
    if not names:
        raise ValueError("nothing was collected: collect comes first")
    return names
