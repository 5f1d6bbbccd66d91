"""Experiments of the engine on workers, and all that is heard of them."""

RUN = """(async () => {
  const { Crew } = await import("/engine/crew.js");
  const { updatesOf } = await import("/engine/experiment.js");
  let made = 0;
  const crew = new Crew((updates) => (made += updates), given.workers);
  const heard = [];
  let whilePaused = 0;
  let paused = false;
  const pause = () => {
    crew.stop();
    setTimeout(() => (paused = true), 60);
    setTimeout(() => {
      paused = false;
      crew.resume();
      crew.resume();
    }, 200);
  };
  const { column, rival, ...options } = given.experiment;
  options.column = Float64Array.from(column);
  if (rival) options.rival = Float64Array.from(rival);
  const shares = [];
  let shared = crew.shares.map(() => 0);
  const tell = (message) => {
    whilePaused += paused;
    heard.push(message);
    if (message.type === "tuned" && given.pauses) pause();
    if (["tuned", "verdict"].includes(message.type)) {
      shares.push(crew.shares.map((count, i) => count - shared[i]));
      shared = [...crew.shares];
    }
  };
  try {
    await m.experiment(options, crew, tell);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    heard.push({ type: "failed", key: problem.key, values: problem.values });
  }
  crew.end();
  const all = heard.at(-1).type === "failed" ? made : updatesOf(options);
  return { heard, whilePaused, shares, missing: all - made };
})()"""


def run_experiment(engine, workers=2, pauses=False, **experiment):
    """Return what is heard of an experiment, and how its networks were shared out.

    With ``pauses`` it is stopped when the peaks are found, for some milliseconds in
    which nothing may be heard but what was said before. The networks that each worker
    was given are those of the tuning, then those of the test.
    """
    given = {"experiment": experiment, "workers": workers, "pauses": pauses}
    found = engine("experiment", RUN, given)
    assert found["whilePaused"] == 0
    assert found["missing"] == 0
    return found["heard"], found["shares"]
