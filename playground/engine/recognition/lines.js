/** Where a straight fall ends, which its log may not show. */
import { HALF } from "../columnRules.js";
import { roundEven } from "../words.js";
import { simplified } from "./fitting.js";
import { largestOf } from "./logs.js";
import { digitsOf } from "./rounding.js";

/** The lengths of a hump's parts, in the order in which they become whole. */
export const COUNTS = ["warmup", "stable", "fall"];

const ROUND = 2; // digits of a floor's share of the peak
const PLACES = 3;
const ENDS = 10; // between two rows that are tried
const FAR = 20; // halves of a last digit: another peak won't help

/**
 * Return a straight fall with the floor that it may have.
 *
 * A line does not show where it ends. If at the log's end it has come to 0, or to a
 * round share of its peak that is at most a half, it was made for that; else it ends at
 * 0, behind the log.
 */
export function withAnEnd(fit) {
  const { log } = fit;
  const begin = fit.values.warmup + fit.values.stable;
  const toNothing = simplified(fit, COUNTS);
  const end = begin + fit.values.fall;
  const [last, limit] = [log.last, log.last + log.gap];
  const isMostlyGone = begin + HALF * fit.values.fall <= limit;
  if (toNothing.fits && (end <= limit || !isMostlyGone)) return toNothing;
  const { fall } = toNothing.values;
  const isRound = Math.min(digitsOf(fall), digitsOf(begin + fall)) <= ROUND;
  const others = [];
  const stride = Math.max(Math.floor(log.gap / ENDS), 1);
  for (let at = limit; at > last; at -= stride) others.push(at);
  const shares = [
    ...sharesAt(fit, begin, [limit, limit - 1, last + 1, last], ROUND),
    ...sharesAt(fit, begin, others, toNothing.fits && isRound ? 1 : ROUND),
  ];
  for (const { share, end: at } of shares.sort((a, b) => a.places - b.places)) {
    const ending = withShare(fit, share, at - roundEven(begin));
    if (ending.fits) return ending;
  }
  return toNothing;
}

/** Return shares of the peak to which a fall has come at some ends, if round. */
function sharesAt(fit, begin, ends, digits) {
  const blur = (FAR * largestOf(fit.log.tolerance, Number)) / fit.log.largest;
  const found = [];
  for (const end of ends) {
    const exact = 1 - (end - begin) / fit.values.fall;
    for (let places = 0; places <= PLACES; places++) {
      const share = Number(exact.toFixed(places));
      const isNew = places === 0 || share !== Number(exact.toFixed(places - 1));
      const isNear = share >= 0 && share < 1 && Math.abs(share - exact) <= blur;
      if (isNew && isNear && digitsOf(share) <= digits) {
        found.push({ places, share: Math.abs(share), end });
      }
    }
  }
  return found;
}

/** Return it with a floor that is a share of the peak, where that is found again. */
function withShare(fit, share, fall) {
  for (let round = 0; round < 2; round++) {
    fit = fit.having({ floor: share * fit.values.peak, fall });
    if (fit.log.off(fit.rates) > FAR) return fit;
  }
  return fit.fits ? simplified(fit, COUNTS) : fit;
}
