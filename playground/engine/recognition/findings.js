/** What is wrong with a log of rates, in the order in which the rules speak. */
import * as rules from "../columnRules.js";
import { finding } from "../columnRules.js";
import { general } from "../words.js";
import { rowsWhere } from "./logs.js";
import { FLOAT32 } from "./rounding.js";

/**
 * What is known of a log: all its rows, those that are rates, and what they are.
 *
 * @typedef {object} Known
 * @property {ArrayLike<number>} steps
 * @property {any} rates
 * @property {import("./logs.js").Log | null} log
 * @property {import("./search.js").Found | null} found what is nearest, or null where
 *   too few rows are rates
 */

/** Return `{rule, key, values}` for each problem. */
export function problemsOf(known) {
  const told = [];
  for (const [rule, says] of Object.entries(RULES)) {
    if (!OF_ANY_LOG.includes(rule) && !known.found?.fits) continue;
    for (const one of says(known)) told.push({ rule, ...one });
  }
  return told;
}

const OF_ANY_LOG = ["is no rate", "begins at zero", "ends on a restart"];
const RULES = {
  "is no rate": ({ rates, steps }) => rules.isNoRate(rates, (row) => steps[row]),

  "begins at zero": ({ log }) => {
    if (!log) return [];
    const updatesIn = (rows) => log.steps[rows] - log.steps[0];
    return rules.beginsAtZero(log.rates, updatesIn, log.last + 1);
  },

  *"ends on a restart"({ log, found }) {
    if (!log || !found || found.clock.again.length || found.climbs !== null) return;
    const floor = found.fits ? floorOf(found) : 0;
    const above = log.rates.map((rate) => Math.max(rate - floor, 0));
    const cycle = rules.endsOnARestart(above);
    if (!cycle) return;
    const begin = log.steps[cycle.begin];
    const inAll = log.last + 1;
    const last = general(log.rates.at(-1));
    yield finding(cycle.key, { begin, toGo: inAll - begin, inAll, last });
  },

  *"ends early"(known) {
    const plan = planOf(known);
    if (!plan || plan.share >= rules.HALF) return;
    yield finding(`endsEarly_${plan.unit}`, plan.values);
  },

  *"never reaches its floor"(known) {
    const plan = planOf(known);
    if (!plan || plan.share < rules.HALF) return;
    yield finding(`neverReachesItsFloor_${plan.unit}`, plan.values);
  },

  *"climbs again"({ found: { climbs, clock }, rates }) {
    if (climbs === null) return;
    const update = clock.first + climbs * clock.each;
    yield finding("climbsAgain", {
      update,
      last: general(rates.findLast(Number.isFinite)),
    });
  },

  *"stays for an epoch"({ found: { clock } }) {
    if (clock.each > 1) yield finding("staysForAnEpoch", { updates: clock.each });
  },

  *"begins again"({ found: { clock } }) {
    if (clock.again.length)
      yield finding("beginsAgain", { at: clock.again.join(", ") });
  },

  *"is not quite zero"({ steps, rates, log, found }) {
    if (found.climbs !== null) return;
    const [row] = rowsWhere(rates, (rate, i) => {
      const isDust = rate !== 0 && Math.abs(rate) <= FLOAT32 * log.largest;
      return isDust && found.schedule.at(Math.max(found.clock.at(steps[i]), 0)) === 0;
    });
    if (row === undefined) return;
    yield finding("notQuiteZero", { update: steps[row], rate: general(rates[row]) });
  },
};

/** Return the length of a schedule that ends behind the log, and where that is. */
function planOf({ log, found }) {
  const { schedule, clock } = found;
  const length = schedule.steps;
  const isExplained = found.climbs !== null || clock.again.length > 0;
  if (length === null || schedule.text.includes("restarts") || isExplained) return null;
  const step = clock.at(log.last);
  const last = log.rates.at(-1);
  const floor = floorOf(found);
  const toCome = Math.max(Math.floor(log.gap / clock.each), 1);
  if (step + toCome >= rules.NEARLY * length) return null;
  if (!rules.restMatters(last, floor, log.largest)) return null;
  const unit = clock.each === 1 ? "update" : "epoch";
  const share = (step + 1) / length;
  const values = { name: schedule.text, length, stop: step + 1, share };
  return {
    unit,
    share,
    values: { ...values, last: general(last), floor: general(floor) },
  };
}

/** Return the rate at which a schedule stays in the end. */
function floorOf({ schedule }) {
  return schedule.steps === null ? 0 : schedule.at(schedule.steps);
}
