"""``python3 run.py class``: the student's edition and its key, in ``build/class``.

``python3 run.py class release`` and the commands that follow it are for assignments.
"""

import sys


def main(arguments):
    """Write the two folders, or with ``--seal`` the digests of the right answers."""
    if arguments and not arguments[0].startswith("-"):
        from classroom.assignments import commands  # nbgrader is an extra

        return commands.main(arguments)
    # Keras comes with these, which assignments can do without.
    from classroom.folder import write
    from classroom.seals import seal
    from tools.pack import is_pack

    if arguments == ["--seal"]:
        print(f"{len(seal())} answers are sealed.")
        return 0
    if arguments:
        return f"'{' '.join(arguments)}' is not an option of class, which has --seal."
    student, key = write()
    alone = "a pack that needs no network" if is_pack(student) else "it runs by itself"
    print(f"For students: {student}, {alone}.")
    print(f"For you:      {key}, the same notebooks with the solutions filled in.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
