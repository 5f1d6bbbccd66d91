"""The points for an answer, and a sentence for each point that is lost."""

import numpy as np

from classroom.assignments.questions import FormError

LOOK = "the check below your cell says what it sees"


def assess_all(questions, settings, outcome, judge):
    """Return the points and sentences for each question, by its name.

    ``judge`` is ``assess``, within limits perhaps. Of two answers to a question, at its
    check and in the end, the one counts that gets more points, the later one if equal.
    """
    found, before = {}, None
    for question in questions:
        drawn = settings[question.name]
        places = [(question.name, number) for number in range(len(drawn))]
        given = [one for one in (outcome.later, outcome) if one and one.has(places)]
        judged = [
            (judge(question, drawn, one, before), one) for one in given or [outcome]
        ]
        found[question.name], counts = max(judged, key=lambda one: one[0][0])
        if found[question.name][0]:
            before = [counts.values.get(place) for place in places]
    return found


def assess(question, settings, outcome, before=None):
    """Return the points for a question, and a list of sentences on lost points.

    ``before`` has the answers to the last question before that got points.
    """
    places = [(question.name, number) for number in range(len(settings))]
    missing = [place for place in places if place not in outcome.values]
    if missing:
        return 0, all_lost(question, f"{reason(missing[0], outcome)}.")
    answers = [outcome.values[place] for place in places]
    try:
        for answer, earlier in zip(answers, before or (), strict=False):
            if question.check and earlier is not None:
                question.check(answer, earlier)
        answers = list(map(question.read, settings, answers))
    except FormError as problem:
        return 0, all_lost(question, f"{problem}.")
    except Exception:
        return 0, all_lost(question, f"your answer has another form: {LOOK}.")
    lost = []
    for point in question.points:
        found = [holds(point, *given) for given in zip(settings, answers, strict=True)]
        if not all(said is True for said in found):
            said = next((text for text in found if isinstance(text, str)), point.lost)
            lost.append(f"1 point lost: {said}")
    return len(question.points) - len(lost), lost


def all_lost(question, why):
    """Return the one sentence for all points of a question."""
    points = len(question.points)
    return [f"{points} point{'s' if points > 1 else ''} lost: {why}"]


def holds(point, setting, answer):
    """Return True, or False or a sentence if an answer does not deserve a point."""
    try:
        with np.errstate(all="ignore"):
            found = point.holds(setting, answer)
        return found if isinstance(found, str) else bool(found)
    except Exception:
        return False


def reason(place, outcome):
    """Return why there is no answer, in words that do not tell the setting."""
    error = outcome.errors.get(place, "")
    cause = outcome.before.get(place, "") if error == "NameError" else ""
    if error == "NotImplementedError":
        return "this is not filled in"
    if cause == "NotImplementedError":
        return "this, or an answer that it needs, is not filled in"
    if cause:
        return f"a name is not there: a cell before this ended in {cause}"
    if error == "FormError":
        return f"what was returned has another form: {LOOK}"
    if error == "TooLarge":
        return "what was returned is too large"
    if error:
        return f"{error} was raised, or what was returned is no data"
    if outcome.stopped:
        return f"your code was stopped, {outcome.stopped}"
    return "your code ended before it gave an answer"
