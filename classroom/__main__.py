"""``python3 run.py class``: the student's edition and its key, in ``build/class``.

``python3 run.py class --slides`` writes slides. ``python3 run.py class release`` and
the steps that follow it are for assignments.
"""

import argparse
import sys

from classroom import arguments


def main(words):
    """Do what the command line says, and return an exit code or a sentence."""
    parser = argparse.ArgumentParser(prog="python -m classroom", allow_abbrev=False)
    arguments.add_arguments(parser)
    asked = arguments.read(parser, words)
    if asked.step:
        from classroom.assignments import commands  # nbgrader is an extra

        return commands.carry_out(asked)
    if asked.slides:
        from classroom import slides

        try:
            *decks, lesson = slides.write()
        except ModuleNotFoundError as missing:
            return str(missing)
        print(f"Slides:         {decks[0].parent}, {len(decks)} decks for a browser.")
        print(f"To print:       {lesson}, a page for each student.")
        return 0
    # Keras comes with these, which assignments can do without.
    from classroom.folder import write
    from classroom.seals import seal
    from tools.pack import is_pack

    if asked.seal:
        try:
            print(f"{len(seal())} answers are sealed.")
        except ValueError as problems:
            return f"Nothing is sealed.\n{problems}"
        return 0
    student, key = write()
    alone = "a pack that needs no network" if is_pack(student) else "it runs by itself"
    print(f"For students: {student}, {alone}.")
    print(f"For you:      {key}, the same notebooks with the solutions filled in.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
