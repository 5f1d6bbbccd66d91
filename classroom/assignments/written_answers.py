"""The written answers, in a table that the teacher reads and puts points into."""

from nbgrader.api import MissingEntry

from classroom.assignments import tables

FIELDS = ("student", "answer", "points", "comment")


def path_of(course, name):
    """Return the path of the table of an assignment."""
    return course.folder / "written" / f"{name}.csv"


def write(course, name):
    """Write the answers that were given; what the teacher wrote beside them stays."""
    path, rows = path_of(course, name), []
    kept = {row["student"]: row for row in read(path)}
    path.parent.mkdir(exist_ok=True)
    with course.gradebook() as book:
        for student, answer in course.answers(name):
            grade = book.find_grade(f"{name}_written", name, name, student)
            if grade.auto_score is None:
                old = kept.get(student, {})
                told = {key: old.get(key, "") for key in ("points", "comment")}
                rows.append({"student": student, "answer": answer, **told})
    tables.write(path, FIELDS, rows)
    return path


def read(path):
    """Return the rows of a table, or none."""
    return tables.read(path, FIELDS)


def enter(course, name):
    """Enter the points into the gradebook; return the names of those without any."""
    waiting = []
    with course.gradebook() as book:
        for row in read(path_of(course, name)):
            place = f"{name}_written", name, name, row["student"]
            try:
                grade = book.find_grade(*place)
            except MissingEntry as problem:
                raise ValueError(
                    f"student = {row['student']!r} in written/{name}.csv is none of "
                    "those who handed in"
                ) from problem
            if not row["points"].strip():
                waiting.append(row["student"])
                continue
            grade.manual_score = points(row, name, grade.max_score)
            grade.needs_manual_grade = False
            book.find_comment(*place).manual_comment = row["comment"] or None
        book.db.commit()
    return waiting


def points(row, name, most):
    """Return the points of a row, or raise ValueError that names it."""
    try:
        number = float(row["points"].replace(",", "."))
    except ValueError:
        number = -1
    if not 0 <= number <= most:
        raise ValueError(
            f"points = {row['points']!r} of {row['student']} in written/{name}.csv "
            f"must be a number from 0 to {most:g}"
        )
    return number
