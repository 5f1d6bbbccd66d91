/** Columns of numbers, made upright to each other by Householder's reflections. */

const EPSILON = 2 ** -52;

/** Return the length of a vector. */
export function norm(vector, from = 0) {
  let [sum, largest] = [0, 0];
  for (let i = from; i < vector.length; i++) {
    sum += vector[i] * vector[i];
    largest = Math.max(largest, Math.abs(vector[i]));
  }
  if ((largest > 1e-140 && largest < 1e140) || largest === 0) return Math.sqrt(sum);
  sum = 0;
  for (let i = from; i < vector.length; i++) sum += (vector[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/**
 * Factorize a matrix, which is given by its columns, in place; the longest come first.
 *
 * Return `order`, which column is where, the `diagonal` of the triangle, and the
 * `norms` of the columns as they were.
 */
export function factorize(columns) {
  const rows = columns[0].length;
  const norms = columns.map((column) => norm(column));
  const [diagonal, exact] = [[...norms], [...norms]];
  const order = columns.map((_, j) => j);
  for (let j = 0; j < Math.min(rows, columns.length); j++) {
    let longest = j;
    for (let k = j; k < columns.length; k++) {
      if (diagonal[k] > diagonal[longest]) longest = k;
    }
    if (longest !== j) {
      [columns[j], columns[longest]] = [columns[longest], columns[j]];
      [order[j], order[longest]] = [order[longest], order[j]];
      [diagonal[longest], exact[longest]] = [diagonal[j], exact[j]];
    }
    const own = columns[j];
    const length = norm(own, j) * (own[j] < 0 ? -1 : 1);
    if (length !== 0) {
      for (let i = j; i < rows; i++) own[i] /= length;
      own[j] += 1;
      for (let k = j + 1; k < columns.length; k++) reflect(own, columns[k], j, k);
    }
    diagonal[j] = -length;
  }
  return { order, diagonal, norms };

  function reflect(own, other, j, k) {
    let sum = 0;
    for (let i = j; i < rows; i++) sum += own[i] * other[i];
    const share = sum / own[j];
    for (let i = j; i < rows; i++) other[i] -= share * own[i];
    if (diagonal[k] === 0) return;
    diagonal[k] *= Math.sqrt(Math.max(0, 1 - (other[j] / diagonal[k]) ** 2));
    if (0.05 * (diagonal[k] / exact[k]) ** 2 <= EPSILON) {
      diagonal[k] = exact[k] = norm(other, j + 1);
    }
  }
}

/** Return the sum of squares that no multiples of some columns explain of a vector. */
export function unexplained(columns, vector) {
  const { diagonal } = factorize(columns);
  const left = Float64Array.from(vector);
  const least = EPSILON * left.length * Math.abs(diagonal[0]);
  let rank = 0;
  for (; rank < columns.length && Math.abs(diagonal[rank]) > least; rank++) {
    const own = columns[rank];
    let sum = 0;
    for (let i = rank; i < left.length; i++) sum += own[i] * left[i];
    const share = sum / own[rank];
    for (let i = rank; i < left.length; i++) left[i] -= share * own[i];
  }
  return left.subarray(rank).reduce((sum, one) => sum + one * one, 0);
}
