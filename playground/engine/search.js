/**
 * A search for a better curve: an evolution strategy on the rates at a few knots.
 *
 * In each generation candidates are drawn around a mean, in logarithms of the rates: each
 * knot for itself, all together, and tilted. All train with the same new seeds; those with
 * the lowest mean validation error move the mean. The steps become smaller in the end.
 */
import { normals } from "./random.js";
import { WORST } from "./valleys.js";

export const KNOTS = 12;
export const GENERATIONS = 36;
export const CANDIDATES = 16;
export const SEEDS = 8; // of each generation
export const SEARCH_UPDATES = 300;

const ELITE = 4;
const RATE = 0.6; // share of the way from the mean to the elite's
const [WIDEST, NARROWEST] = [0.45, 0.1]; // standard deviations, in logarithms
const LEAST = 1e-3; // a rate at a knot, as a share of the largest
const FIRST_SEED = 2_000_000_000; // above those of all experiments
const PURPOSE = 7;

/** Return the rates of a column at the knots, none of them 0. */
export function knotsOf(column) {
  const peak = column.reduce((a, b) => Math.max(a, b));
  return Array.from({ length: KNOTS }, (_, i) => {
    const row = Math.round((i / (KNOTS - 1)) * (column.length - 1));
    return Math.max(column[row], LEAST * peak);
  });
}

/** Return the column of straight lines between rates at equal distances. */
export function columnThrough(rates, steps) {
  return Float64Array.from({ length: steps }, (_, step) => {
    const x = (step / steps) * (rates.length - 1);
    const i = Math.floor(x);
    return rates[i] + (x - i) * (rates[i + 1] - rates[i]);
  });
}

/**
 * Search from rates at the knots on; `tell({generation, rates, error})` hears the mean of
 * each generation, and the error (%) of the candidates that it was made of.
 *
 * @param {{rates: number[], seed: number, task?: string}} from
 * @param {import("./crew.js").Crew} crew
 * @param {(found: {generation: number, rates: number[], error: number}) => void} tell
 * @returns {Promise<number[]>} the rates that were found
 */
export async function search(from, crew, tell) {
  const { rates, seed, task } = from;
  const next = normals(seed, PURPOSE);
  let middle = rates.map(Math.log);
  for (let generation = 0; generation < GENERATIONS; generation++) {
    const share = generation / (GENERATIONS - 1);
    const width = WIDEST * (NARROWEST / WIDEST) ** share;
    const candidates = Array.from({ length: CANDIDATES }, () =>
      varied(middle, width, next),
    );
    const first = FIRST_SEED + 1000 * seed + SEEDS * generation;
    const errors = await judged(candidates, first, task, crew);
    const best = errors
      .map((error, i) => ({ error, candidate: candidates[i] }))
      .sort((a, b) => a.error - b.error)
      .slice(0, ELITE);
    middle = middle.map((value, i) => {
      const elite = mean(best.map(({ candidate }) => candidate[i]));
      return value + RATE * (elite - value);
    });
    tell({
      generation: generation + 1,
      rates: middle.map(Math.exp),
      error: mean(best.map(({ error }) => error)),
    });
  }
  return middle.map(Math.exp);
}

function varied(middle, width, next) {
  const [all, tilt] = [next(), next()];
  const varied = middle.map((value, i) => {
    const aside = (2 * i) / (KNOTS - 1) - 1;
    return value + width * (0.7 * next() + 0.5 * all + 0.7 * tilt * aside);
  });
  const least = Math.max(...varied) + Math.log(LEAST);
  return varied.map((value) => Math.max(value, least));
}

/** Return the mean validation error of each candidate, all with the same seeds. */
async function judged(candidates, first, task, crew) {
  const shapes = Object.fromEntries(
    candidates.map((logs, i) => [i, columnThrough(logs.map(Math.exp), SEARCH_UPDATES)]),
  );
  const runs = Array.from({ length: SEEDS }, (_, i) => first + i).flatMap((seed) =>
    candidates.map((_, shape) => ({ shape: String(shape), peak: 1, seed })),
  );
  const trained = await crew.train({ runs, shapes, part: "validation", task });
  return candidates.map((_, i) => {
    const own = trained.filter((_, place) => place % CANDIDATES === i);
    return mean(own.map(({ error }) => (Number.isNaN(error) ? WORST : error)));
  });
}

function mean(values) {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
