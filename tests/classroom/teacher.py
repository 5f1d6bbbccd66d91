"""What a teacher types, without a process of its own."""

import argparse

from classroom.arguments import add_arguments, read


def teacher(course, *words):
    """Carry out what stands after ``run.py class``, in the folder of a course."""
    from classroom.assignments import commands  # after a test may have been skipped

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return commands.carry_out(read(parser, [str(word) for word in words]), course)
