// Where steps stand in a large flow. It looks less for the best drawing than dagre does, and takes about a tenth of the time: rows by the longest way down, in each row the order and the
// places by what stands above and below.

export interface Spot { x: number; y: number }
interface Run { index: number; source: string; target: string }

/** A step, or where a long link passes through a row. While rows are put into order: which it is in its row, and which it would be. */
interface Place { row: number; width: number; x: number; at: number; wish: number; above: Place[]; below: Place[] }

const Gap = 36;
const PassWidth = 24;
const Sweeps = 4;

/** @returns The middles of the steps by id, and by which points each link goes, from step to step. */
export function inRows(ids: readonly string[], links: readonly Run[], width: number, height: number, between: number): { steps: Map<string, Spot>; ways: Map<number, Spot[]> } {
  const down = leadingDown(ids, links);
  const rowOf = rowsOf(ids, down);
  const steps = new Map(ids.map((id): [string, Place] => [id, { row: rowOf.get(id)!, width, x: 0, at: 0, wish: 0, above: [], below: [] }]));
  const rows: Place[][] = [];
  const stand = (place: Place) => { (rows[place.row] ??= []).push(place); return place; };
  ids.forEach((id) => stand(steps.get(id)!));
  const passed = new Map(down.map(({ index, from, to }) => {
    const [first, last] = [steps.get(from)!, steps.get(to)!];
    const passes = Array.from({ length: last.row - first.row - 1 }, (_, at) => stand({ row: first.row + 1 + at, width: PassWidth, x: 0, at: 0, wish: 0, above: [], below: [] }));
    [first, ...passes, last].reduce((one, next) => { one.below.push(next); next.above.push(one); return next; });
    return [index, passes];
  }));

  order(rows);
  spread(rows);
  const spot = (place: Place): Spot => ({ x: place.x, y: place.row * (height + between) + height / 2 });
  return {
    steps: new Map([...steps].map(([id, place]) => [id, spot(place)])),
    ways: new Map(down.map(({ index, from, to, isBack }) => {
      const points = [steps.get(from)!, ...passed.get(index)!, steps.get(to)!].map(spot);
      return [index, isBack ? points.reverse() : points];
    })),
  };
}

/** The links as they lead down; one that comes back to where the flow has been is turned round. */
function leadingDown(ids: readonly string[], links: readonly Run[]): { index: number; from: string; to: string; isBack: boolean }[] {
  const out = new Map(ids.map((id): [string, Run[]] => [id, []]));
  for (const link of links) out.get(link.source)!.push(link);
  const [open, done, back] = [new Set<string>(), new Set<string>(), new Set<number>()];
  for (const id of ids) {
    const way: { id: string; at: number }[] = done.has(id) ? [] : [{ id, at: 0 }];
    while (way.length > 0) { // no recursion: a flow may be longer than the stack
      const here = way[way.length - 1];
      open.add(here.id);
      const link = out.get(here.id)![here.at++];
      if (link === undefined) { open.delete(here.id); done.add(here.id); way.pop(); }
      else if (open.has(link.target)) back.add(link.index);
      else if (!done.has(link.target)) way.push({ id: link.target, at: 0 });
    }
  }
  return links.map(({ index, source, target }) => back.has(index) ? { index, from: target, to: source, isBack: true } : { index, from: source, to: target, isBack: false });
}

/** Each step as far down as its longest way asks for. */
function rowsOf(ids: readonly string[], down: readonly { from: string; to: string }[]): Map<string, number> {
  const [row, owed, out] = [new Map<string, number>(), new Map(ids.map((id) => [id, 0])), new Map(ids.map((id): [string, string[]] => [id, []]))];
  for (const { from, to } of down) { owed.set(to, owed.get(to)! + 1); out.get(from)!.push(to); }
  const ready = ids.filter((id) => owed.get(id) === 0);
  ready.forEach((id) => row.set(id, 0));
  for (let at = 0; at < ready.length; at++)
    for (const to of out.get(ready[at])!) {
      row.set(to, Math.max(row.get(to) ?? 0, row.get(ready[at])! + 1));
      owed.set(to, owed.get(to)! - 1);
      if (owed.get(to) === 0) ready.push(to);
    }
  return row;
}

/** Puts each row into the order of the middles of what it hangs on, from above and from below in turn, so that links cross little. */
function order(rows: Place[][]) {
  const sort = (row: Place[], beside: Place[], side: "above" | "below") => {
    beside.forEach((place, index) => { place.at = index; });
    row.forEach((place, index) => { place.wish = place[side].length === 0 ? index : place[side].reduce((sum, one) => sum + one.at, 0) / place[side].length; });
    row.sort((one, other) => one.wish - other.wish);
  };
  for (let sweep = 0; sweep < Sweeps; sweep++) {
    for (let row = 1; row < rows.length; row++) sort(rows[row], rows[row - 1], "above");
    for (let row = rows.length - 2; row >= 0; row--) sort(rows[row], rows[row + 1], "below");
  }
}

/** Draws each row towards the middles of what it hangs on, as far as the neighbours let it. */
function spread(rows: Place[][]) {
  const room = (one: Place, other: Place) => (one.width + other.width) / 2 + Gap;
  const settle = (row: Place[], wished: number[]) => {
    const [right, left] = [[...wished], [...wished]]; // pushed to the right, pushed to the left: between the two there is room as well
    for (let at = 1; at < row.length; at++) right[at] = Math.max(right[at], right[at - 1] + room(row[at - 1], row[at]));
    for (let at = row.length - 2; at >= 0; at--) left[at] = Math.min(left[at], left[at + 1] - room(row[at], row[at + 1]));
    row.forEach((place, at) => { place.x = (right[at] + left[at]) / 2; });
  };
  for (const row of rows) settle(row, row.map(() => 0));
  const draw = (row: Place[], side: "above" | "below") => settle(row, row.map((place) => place[side].length === 0 ? place.x : place[side].reduce((sum, one) => sum + one.x, 0) / place[side].length));
  for (let sweep = 0; sweep < Sweeps; sweep++) {
    for (let row = 1; row < rows.length; row++) draw(rows[row], "above");
    for (let row = rows.length - 2; row >= 0; row--) draw(rows[row], "below");
  }
}
