// Where steps stand when the editor arranges them: from top to bottom along the links.
import { graphlib, layout } from "@dagrejs/dagre";
import { linksIn, stepsIn, type Definition } from "./definition";
import type { Place } from "./json";
import { inRows } from "./rows";

export const Width = 232;
export const Height = 58;

export const Between = 104; // one row and the next
const Straight = 50; // by so much a link leads straight down: past the words and the + that stand on it
const Turn = 12;
const NoteHeight = 120;
const Aside = 22; // between a step and a link that goes up beside it

export interface Spot { x: number; y: number }
export interface Arrangement { steps: Map<string, Spot>; ways: Map<number, Spot[]> }

/** What an arrangement rests on: where it is the same, so is the arrangement. */
export const shapeOf = (definition: Definition, flow: Place): string =>
  JSON.stringify([flow, stepsIn(definition, flow).map((step) => step.id), linksIn(definition, flow).map((link) => [link.index, link.source, link.target])]);

/** @returns Where the steps stand, and by which points each link goes round them. */
export function arrange(definition: Definition, flow: Place): Arrangement {
  const ids = [...new Set(stepsIn(definition, flow).map((step) => step.id))];
  const known = new Set(ids);
  const links = linksIn(definition, flow).filter((link) => link.source !== link.target && known.has(link.source) && known.has(link.target));
  const { steps, ways } = ids.length > Few ? inRows(ids, links, Width, Height, Between) : byDagre(ids, links);
  const corners = new Map([...steps].map(([id, { x, y }]) => [id, { x: x - Width / 2, y: y - Height / 2 }]));
  const lanes: Lane[] = [];
  for (const link of links) {
    const [from, to] = [corners.get(link.source)!, corners.get(link.target)!];
    if (to.y <= from.y) ways.set(link.index, wayUp([...corners.values()], lanes, from, to));
  }
  return { steps: corners, ways };
}

interface Lane { x: number; top: number; bottom: number }

/** By which points a link leads up: beside the steps and the links that do so already, as near as there is room. */
function wayUp(steps: readonly Spot[], lanes: Lane[], from: Spot, to: Spot): Spot[] {
  const [top, bottom] = [to.y - Turn * 2, from.y + Height + Straight + Turn];
  const beside = steps.filter((step) => step.y < bottom && step.y + Height > top);
  const taken = lanes.filter((lane) => lane.top < bottom && lane.bottom > top);
  const [start, end] = [from.x + Width / 2, to.x + Width / 2];
  const wished = beside.flatMap((step) => [0, 1, 2].flatMap((more) => [step.x - Aside - more * Turn, step.x + Width + Aside + more * Turn])).sort((a, b) => Math.abs(a - start) + Math.abs(a - end) - Math.abs(b - start) - Math.abs(b - end));
  const x = wished.find((one) => beside.every((step) => one < step.x - Turn || one > step.x + Width + Turn) && taken.every((lane) => Math.abs(lane.x - one) >= Turn)) ?? Math.max(...beside.map((step) => step.x)) + Width + Aside;
  lanes.push({ x, top, bottom });
  return [{ x: start, y: from.y + Height }, { x, y: bottom }, { x, y: top }, { x: end, y: to.y }];
}

/** In which order ways out stand under a step, so that the links of one step do not cross: by where they lead to. Those that lead nowhere come last. */
export function portsInOrder<T extends { name: string }>(ports: readonly T[], out: readonly { index: number; port: string; target: string }[], { steps, ways }: Arrangement): readonly T[] {
  const towards = (port: T) => Math.min(...out.filter((link) => link.port === port.name).map((link) => ways.get(link.index)?.[1]?.x ?? (steps.get(link.target)?.x ?? Infinity) + Width / 2));
  const order = ports.map((port, index) => ({ port, index, x: towards(port) }));
  return order.sort((a, b) => a.x === b.x ? a.index - b.index : a.x - b.x).map((one) => one.port);
}

/** What of a drawing is to be seen first: its whole breadth where words can still be read so, else around its first step; from the top. */
export function frameOf(spots: readonly Spot[], ways: Iterable<readonly Spot[]>, first: Spot, room: number): { x: number; y: number; zoom: number } {
  const edges = [...spots.flatMap((one) => [one.x, one.x + Width]), ...[...ways].flat().map((point) => point.x)];
  const [left, right] = [Math.min(...edges), Math.max(...edges)];
  const zoom = Math.min(0.9, Math.max(0.6, room / (right - left + 40)));
  const middle = (right - left) * zoom <= room ? (left + right) / 2 : first.x + Width / 2;
  return { x: room / 2 - middle * zoom, y: 24 - first.y * zoom, zoom };
}

function byDagre(ids: readonly string[], links: readonly { index: number; source: string; target: string }[]): Arrangement {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: Between });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of ids) graph.setNode(id, { width: Width, height: Height });
  for (const link of links) graph.setEdge(link.source, link.target, {}, `${link.index}`);
  layout(graph);
  return {
    steps: new Map(ids.map((id) => [id, graph.node(id) as Spot])),
    ways: new Map(links.map((link) => [link.index, (graph.edge(link.source, link.target, `${link.index}`) as { points: Spot[] }).points])),
  };
}

/** So many steps dagre arranges within a frame; more are put into rows, and a step that was put on a link gets a row of its own. */
const Few = 120;

/**
 * Arranges one shape after another. What was arranged lately is kept, so that undoing costs nothing; and in a large flow a step that was put on a link only makes
 * room below, so that nothing else jumps.
 */
export class Arranger {
  private readonly kept = new Map<string, Arrangement>();
  private last: { shape: string; definition: Definition; flow: Place } | undefined;

  arrange(definition: Definition, flow: Place, shape: string): Arrangement {
    const known = this.kept.get(shape) ?? (this.last && this.made(this.last, definition, flow)) ?? arrange(definition, flow);
    this.kept.delete(shape);
    this.kept.set(shape, known);
    if (this.kept.size > 30) this.kept.delete(this.kept.keys().next().value!);
    this.last = { shape, definition, flow };
    return known;
  }

  private made(last: { shape: string; definition: Definition; flow: Place }, definition: Definition, flow: Place): Arrangement | undefined {
    const before = this.kept.get(last.shape);
    return before === undefined || before.steps.size < Few || last.flow.join() !== flow.join() ? undefined : withRow(before, last.definition, definition, flow);
  }
}

/** The same with one more step that was put on a link; undefined where something else changed. */
export function withRow(before: Arrangement, former: Definition, definition: Definition, flow: Place): Arrangement | undefined {
  const added = stepsIn(definition, flow).filter((step) => !before.steps.has(step.id));
  const [was, is] = [linksIn(former, flow), linksIn(definition, flow)];
  if (added.length !== 1 || stepsIn(definition, flow).length !== before.steps.size + 1 || was.length + 1 !== is.length) return undefined;
  const id = added[0].id;
  const [into, outOf] = [is.filter((link) => link.target === id), is.filter((link) => link.source === id)];
  const same = (link: { index: number; source: string; target: string }) => { const old = was[link.index]; return old !== undefined && old.index === link.index && old.source === link.source && old.target === link.target; };
  if (into.length !== 1 || outOf.length !== 1 || !is.every((link) => link === into[0] || link === outOf[0] || same(link))) return undefined;
  const [above, old] = [before.steps.get(into[0].source), before.ways.get(into[0].index)];
  if (above === undefined || old === undefined || was[into[0].index]?.target !== outOf[0].target) return undefined;
  const room = Height + Between;
  const lower = (spot: Spot): Spot => spot.y > above.y + Height ? { x: spot.x, y: spot.y + room } : spot;
  const steps = new Map([...before.steps].map(([step, spot]) => [step, spot.y > above.y ? { x: spot.x, y: spot.y + room } : spot]));
  const middle = old[Math.min(1, old.length - 1)];
  const spot = { x: middle.x - Width / 2, y: above.y + room };
  steps.set(id, spot);
  const ways = new Map([...before.ways].map(([index, points]) => [index, points.map(lower)]));
  ways.set(into[0].index, [old[0], { x: middle.x, y: spot.y }]);
  ways.set(outOf[0].index, [{ x: middle.x, y: spot.y + Height }, ...old.slice(1).map(lower)]);
  return { steps, ways };
}

/** A line through points with rounded corners, as SVG writes it; it leaves straight down past the words on it, goes straight through the rows, and arrives straight down. */
export function pathThrough(points: readonly Spot[]): string {
  const [first, last] = [points[0], points[points.length - 1]];
  const isUp = last.y < first.y + Straight;
  const rows = isUp ? points.slice(1, -1) : points.slice(1, -1).flatMap(({ x, y }) => [{ x, y: y - Height / 2 - 6 }, { x, y: y + Height / 2 + 6 }]).filter(({ y }) => y > first.y + Straight + Turn && y < last.y - Turn * 2);
  const corners = [first, { x: first.x, y: first.y + Straight + (isUp ? 2 : Turn / 2) }, ...rows, { x: last.x, y: last.y - Turn * 2 }, last];
  let path = `M ${first.x} ${first.y}`;
  for (let index = 1; index < corners.length - 1; index++) {
    const [before, corner, next] = [corners[index - 1], corners[index], corners[index + 1]];
    const [start, end] = [towards(corner, before), towards(corner, next)];
    path += ` L ${start.x} ${start.y} Q ${corner.x} ${corner.y} ${end.x} ${end.y}`;
  }
  return `${path} L ${last.x} ${last.y}`;
}

/** A little way from a corner towards another point. */
function towards(corner: Spot, other: Spot): Spot {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const part = length === 0 ? 0 : Math.min(Turn, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * part, y: corner.y + (other.y - corner.y) * part };
}

/** Steps as one reads them: from top to bottom, then from left to right. */
export const inOrder = (positions: ReadonlyMap<string, Spot>): string[] =>
  [...positions].sort(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id);

/** How far right something of the height of a note lies upon no step. */
export function besideAll(steps: readonly Spot[], y: number): number {
  const level = steps.filter((step) => step.y < y + NoteHeight && step.y + Height > y);
  return level.length === 0 ? 0 : Math.max(...level.map((step) => step.x)) + Width + Aside * 2;
}

/** Where a flow begins: the topmost step to which nothing leads, else the topmost. */
export function startOf(links: readonly { target: string }[], positions: ReadonlyMap<string, Spot>): string | undefined {
  const order = inOrder(positions);
  return order.find((id) => !links.some((link) => link.target === id)) ?? order[0];
}
