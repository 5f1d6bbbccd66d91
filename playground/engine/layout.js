/**
 * Where the numbers of a training lie in its memory: float32, all matrices row by row.
 *
 * The last row of each layer's weights are its biases: their input is 1. Rows are
 * filled up with zeros to whole vectors of four, and matrices to an even number of
 * rows; all of these stay zeros.
 */
export const INPUTS = 40;
export const HIDDEN = 32;
export const OUTPUTS = 10;
export const BATCH = 32;

/**
 * Bytes from a row to the next: of examples (inputs, then a one-hot label), of inputs,
 * of units and their gradients, of weights to units, and of all that has ten columns.
 */
export const ROW = {
  example: 4 * 56,
  input: 4 * 44,
  unit: 4 * 36,
  hidden: 4 * 32,
  output: 4 * 12,
};

/** Where a network's layers begin, its velocities (laid out likewise), and its end. */
export const NETWORK = { first: 0, second: 42 * ROW.hidden };
NETWORK.velocity = NETWORK.second + 34 * ROW.output;
NETWORK.end = 2 * NETWORK.velocity;

/** Where a batch is worked on, an example a row; and the transposed second layer. */
export const AT = { inputs: 0, labels: BATCH * ROW.input };
AT.gradients = AT.labels + BATCH * ROW.output; // of the units
AT.units = AT.gradients + BATCH * ROW.unit;
AT.scores = AT.units + BATCH * ROW.unit; // of the outputs; then their gradients
AT.transposed = AT.scores + BATCH * ROW.output;
AT.end = AT.transposed + OUTPUTS * ROW.hidden;
