"""The written answers, in a table that the teacher reads and puts points into."""

from nbgrader.api import MissingEntry

from classroom.assignments import tables
from classroom.assignments.submissions import BLANK

FIELDS = ("student", "answer", "points", "comment")
REMARK = "remark"  # from the program to the teacher
ALL = (*FIELDS, REMARK)
ANOTHER = "another answer than before"
NOTHING = "nothing to read: the cell is blank"


def path_of(course, name):
    """Return the path of the table of an assignment."""
    return course.folder / "written" / f"{name}.csv"


def write(course, name):
    """Write the answers that were given; return the path and how many need points.

    What the teacher wrote beside an answer stays, if it is the same answer. Beside
    another one it becomes a remark, and points are to be given anew.
    """
    path, rows, to_read = path_of(course, name), [], 0
    is_new = not path.exists()
    names = course.students(name)
    kept = {known(row["student"], names): row for row in read(path)}
    with course.gradebook() as book:
        for student, answer in course.answers(name):
            place = f"{name}_written", name, name, student
            grade, old = book.find_grade(*place), kept.get(student)
            blank = answer.strip() in BLANK
            row = {"student": student, "answer": "" if blank else answer}
            row |= {"points": "", "comment": "", REMARK: NOTHING if blank else ""}
            if old is not None and is_same(old["answer"], row["answer"]):
                row |= {key: old[key] for key in ("points", "comment")}
                row[REMARK] = old[REMARK] or row[REMARK]
            elif is_new and grade.manual_score is not None:
                comment = book.find_comment(*place).manual_comment or ""
                row |= {"points": f"{grade.manual_score:g}", "comment": comment}
            else:
                grade.manual_score = None
                book.find_comment(*place).manual_comment = None
                row[REMARK] = " ".join(filter(None, [row[REMARK], before(old)]))
            grade.auto_score = 0 if blank else None
            grade.needs_manual_grade = not blank and grade.manual_score is None
            to_read += not blank and not row["points"].strip()
            rows.append(row)
        book.db.commit()
    written = {row["student"] for row in rows}
    rows += [row | {"student": s} for s, row in kept.items() if s not in written]
    tables.write(path, ALL, rows)
    return path, to_read


def known(written, names):
    """Return the student who is meant where a spreadsheet has saved a name as a number.

    >>> known("12", ["0012", "ana"]), known("ana", ["ana"]), known("7", ["07", "007"])
    ('0012', 'ana', '7')
    """
    if written in names:
        return written
    alike = [name for name in names if value_of(name) == value_of(written) is not None]
    return alike[0] if len(alike) == 1 else written


def value_of(name):
    """Return the number that a name is for a spreadsheet, or None."""
    try:
        return tables.number(name)
    except ValueError:
        return None


def is_same(old, new):
    """Return whether an answer is the one in a table that a spreadsheet has saved."""
    return old.split() == tables.cut(new).split()


def before(old):
    """Return what a teacher wrote beside another answer, as a remark."""
    if old is None:
        return ""
    if not (old["points"] + old["comment"]).strip():
        return old[REMARK] if old[REMARK].startswith(ANOTHER) else ""
    points = old["points"].strip() or "no"
    said = f", and: {old['comment']}" if old["comment"].strip() else ""
    return f"{ANOTHER}, which had {points} points{said}"


def read(path):
    """Return the rows of a table, or none."""
    return tables.read(path, FIELDS, [REMARK])


def enter(course, name):
    """Enter the points into the gradebook; return the names of those without any."""
    waiting = []
    with course.gradebook() as book:
        for row in read(path_of(course, name)):
            row["student"] = known(row["student"], course.students(name))
            place = f"{name}_written", name, name, row["student"]
            try:
                grade = book.find_grade(*place)
            except MissingEntry as problem:
                raise ValueError(
                    f"student = {row['student']!r} in written/{name}.csv is none of "
                    "those who handed in"
                ) from problem
            if not row["points"].strip():
                grade.manual_score = None
                if row["answer"].strip():
                    waiting.append(row["student"])
                continue
            where = f"in written/{name}.csv"
            grade.manual_score = tables.points(row, where, grade.max_score)
            grade.needs_manual_grade = False
            book.find_comment(*place).manual_comment = row["comment"] or None
        book.db.commit()
    return waiting
