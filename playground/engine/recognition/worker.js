/**
 * The detective in a worker. In: `{rates, steps}`, as `recognize` takes them. Out: what it
 * returns.
 */
import { recognize } from "./recognizing.js";

self.onmessage = ({ data: { rates, steps } }) => {
  self.postMessage(recognize(rates, steps));
};
