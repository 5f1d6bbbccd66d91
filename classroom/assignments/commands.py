"""What a teacher types: release, collect, grade, export.

python3 run.py class release                make the notebooks to hand out
python3 run.py class collect plan FOLDER    take in the notebooks of that folder
python3 run.py class grade                  give the points of all that is new
python3 run.py class export                 write feedback and the table of marks
"""

import sys
from pathlib import Path

from nbgrader.converters.base import NbGraderException

from classroom.assignments import collecting, written_answers
from classroom.assignments.course import Course
from classroom.assignments.judging import NAMES, check_walls

COMMANDS = ("release", "collect", "grade", "export")


def main(arguments, folder=None):
    """Do what the command line says, and return an exit code or a sentence."""
    command, *others = arguments
    if command not in COMMANDS or (command != "collect" and others):
        return __doc__.strip()
    try:
        course = Course(folder) if folder else Course()
        return globals()[command](course, *others)
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


def collect(course, name="", folder=""):
    """Take in notebooks, each named after its student or in a folder of that name."""
    if name not in NAMES or not folder:
        return f"collect needs one of {', '.join(NAMES)}, and a folder with notebooks."
    if not Path(folder).is_dir():
        return f"There is no folder {folder}: put the notebooks of all students in one."
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
    check_walls()
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
