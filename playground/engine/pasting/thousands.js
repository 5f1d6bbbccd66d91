/** Steps whose commas group thousands, where commas part the cells too: `1,000,0.1`. */
const GROUPED = /^[1-9]\d{0,2},\d{3}$/;

/**
 * Return rows, with the two halves of such steps joined: those that have a cell too many.
 *
 * Nothing is joined unless it makes all rows equal, the steps rise, and no other reading
 * fits: shorter rows, as up to 999, a half that starts with 0, as of 1,000, or a first
 * column that counts no rows, whose name could be left out.
 *
 * @param {{line: number, cells: string[]}[]} rows
 * @param {number | null} named the names above them, where there are any
 */
export function withJoinedThousands(rows, named) {
  const lengths = rows.map(({ cells }) => cells.length);
  const shortest = lengths.reduce((a, b) => Math.min(a, b), Infinity);
  const isEven = lengths.every((length) => length === shortest);
  const width = named ?? (isEven ? shortest - 1 : shortest);
  const isLong = ({ cells }) => cells.length > width;
  if (width < 2 || lengths.some((length) => length !== width && length !== width + 1)) {
    return rows;
  }
  const long = rows.filter(isLong);
  for (let i = 0; long.length && i < width; i++) {
    const isGrouped = long.every(({ cells }) => {
      return GROUPED.test(`${cells[i]},${cells[i + 1]}`);
    });
    const isSure =
      long.length < rows.length ||
      long.some(({ cells }) => cells[i + 1].startsWith("0")) ||
      (named && !rises(rows.map(({ cells }) => Number(cells[0]))));
    if (!isGrouped || !isSure) continue;
    const joined = rows.map((row) => (isLong(row) ? joinedAt(row, i) : row));
    if (rises(joined.map(({ cells }) => Number(cells[i])))) {
      return joined;
    }
  }
  return rows;
}

const joinedAt = ({ line, cells }, i) => ({
  line,
  cells: cells.toSpliced(i, 2, cells[i] + cells[i + 1]),
});

const rises = (steps) => steps.every((step, row) => row === 0 || step > steps[row - 1]);
