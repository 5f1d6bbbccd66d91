"""What a teacher types: release, collect, grade, export, remove."""

from nbgrader.converters.base import NbGraderException

from classroom.assignments import (
    NAMES,
    choosing,
    collecting,
    corrections,
    marks,
    removing,
    written_answers,
)
from classroom.assignments.course import Course
from classroom.assignments.judging import check_sandbox


def carry_out(asked, folder=None):
    """Do one step, and return an exit code or a sentence.

    ``asked`` is what ``classroom.arguments`` read; ``folder`` is the course's, if it is
    not ``course`` in the collection.
    """
    steps = {
        "release": release,
        "collect": collect,
        "grade": grade,
        "export": export,
        "remove": remove,
    }
    given = {"collect": ("assignment", "folder"), "remove": ("student",)}
    try:
        course = Course(folder) if folder else Course()
        words = [getattr(asked, word) for word in given.get(asked.step, ())]
        return steps[asked.step](course, *words)
    except (ValueError, OSError) as problem:
        return f"{problem}."
    except NbGraderException:
        return f"nbgrader could not do all of it: see {course.folder / 'log.txt'}."
    except KeyboardInterrupt:
        return "\nStopped. What is done is kept: type the same again to go on."


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
    found, problems = collecting.places(folder, name)
    counts = {"new": 0, "as before": 0}
    for student, paths in found:
        try:
            file, remarks, others = choosing.choose(course, name, paths)
        except ValueError as problem:
            problems.append(f"{collecting.named(paths[0])} {problem}")
            continue
        problems += others
        if file is None:
            continue
        try:
            changed, more = course.take(name, student, file.text, file.when)
        except ValueError as problem:
            problems.append(f"{collecting.named(file.path)} {problem}")
            continue
        counts["new" if changed else "as before"] += 1
        remarks += more
        if others := course.namesakes(student):
            remarks.append(
                f"may be of one who has handed in as {' and '.join(others)}: if so, "
                "rename it, and 'remove' the other name"
            )
        for said in remarks:
            print(plain(f"{student}: {file.path.name!r} {said}."))
    for problem in problems:
        print(plain(f"Not taken: {problem}."))
    before = f", {counts['as before']} as before" if counts["as before"] else ""
    others = f", {len(problems)} not" if problems else ""
    print(f"{name}: {counts['new']} notebooks taken in{before}{others}.")
    return 0


def plain(text):
    """Return a text as one line, in which names of files can't print what they like.

    >>> plain("a\\x1b[2Jb\\nc")
    'a\\\\x1b[2Jb\\\\nc'
    """
    return "".join(x if x.isprintable() else ascii(x)[1:-1] for x in text)


def grade(course):
    """Give the points of all that is new, and list the written answers."""
    check_sandbox()
    with course.alone():
        return grade_all(course)


def grade_all(course):
    """Give these points; return an exit code or a sentence."""
    failed = []
    begun = {name: course.begin(name) for name in collected(course)}
    for name, waiting in begun.items():
        print(f"\n{name}: {len(waiting)} to grade …", flush=True)
        for student in course.students(name):
            print(f"  {student:20} ", end="", flush=True)
            try:
                if student in waiting:
                    course.grade(name, student)
                print(marks.line(course, name, student))
            except (NbGraderException, OSError) as problem:
                print(f"could not be graded: {problem}")
                failed.append(f"{student} ({name})")
        path, to_read = written_answers.write(course, name)
        if to_read:
            print(f"{to_read} answers to read: put points beside them in {path}")
    corrections.begin(course.folder)
    if failed:
        log = course.folder / "log.txt"
        return f"Not graded: {'; '.join(failed)}. {log} says why."
    return 0


def export(course):
    """Enter the points of the written answers, write feedback and the marks."""
    with course.alone():
        return export_all(course)


def export_all(course):
    """Do that; return an exit code."""
    for name in collected(course):
        if course.waiting(name):
            print(f"{name}: not graded yet: {'; '.join(course.waiting(name))}")
        waiting = written_answers.enter(course, name)
        if waiting:
            print(
                f"{name}: no points yet for the written answers of {'; '.join(waiting)}"
            )
    waiting, applied = corrections.enter(course)
    for said in waiting:
        print(said)
    for name in collected(course):
        course.feedback(name)
    path = course.folder / "marks.csv"
    marks.export(course, path, applied)
    print(f"Marks:    {path}\nFeedback: {course.folder / 'feedback'}")
    return 0


def remove(course, student):
    """Take a student out, with all that was handed in under this name."""
    place = removing.remove(course, student)
    print(f"{student} is taken out. The files are in {place}")
    return 0


def collected(course):
    """Return the assignments that were handed in, or raise ValueError."""
    names = [name for name in NAMES if course.students(name)]
    if not names:
        raise ValueError("nothing was collected: collect comes first")
    return names
