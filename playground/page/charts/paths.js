/** What a line on a chart runs through. */

/** Return the line through points [x, y], as a path's text. */
export function pathThrough(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("");
}

/**
 * Return the points of a column as the staircase that it is: row t from t to t + 1.
 *
 * Where many rows share a pixel, the least and the largest of them are enough.
 */
export function staircasePoints(column, x, y) {
  const [from, to] = x.range;
  const perPixel = column.length / Math.max(to - from, 1);
  if (perPixel < 1) {
    return Array.from(column).flatMap((rate, t) => [
      [x(t), y(rate)],
      [x(t + 1), y(rate)],
    ]);
  }
  const points = [];
  for (let pixel = 0; pixel < to - from; pixel++) {
    const first = Math.floor(pixel * perPixel);
    const last = Math.max(first, Math.floor((pixel + 1) * perPixel) - 1);
    let [low, high] = [column[first], column[first]];
    for (let row = first + 1; row <= last; row++) {
      if (column[row] < low) low = column[row];
      else if (column[row] > high) high = column[row];
    }
    const at = from + pixel;
    points.push([at, y(column[first])]);
    if (high > low) points.push([at, y(high)], [at, y(low)], [at, y(column[last])]);
  }
  return points;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
