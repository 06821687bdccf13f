// Where steps stand when the editor arranges them: from top to bottom along the links.
import { graphlib, layout } from "@dagrejs/dagre";
import { linksIn, stepsIn, type Definition } from "./definition";
import type { Place } from "./json";
import { inRows } from "./rows";

export const Width = 232;
export const Height = 58;

const Between = 92; // one row and the next

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
  return { steps: new Map([...steps].map(([id, { x, y }]) => [id, { x: x - Width / 2, y: y - Height / 2 }])), ways };
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

/** A line through points with rounded corners, as SVG writes it; it leaves and arrives straight down. */
export function pathThrough(points: readonly Spot[]): string {
  const [first, last] = [points[0], points[points.length - 1]];
  const inner = points.slice(1, -1);
  const corners = [first, { x: first.x, y: first.y + 30 }, ...inner, { x: last.x, y: last.y - 18 }, last];
  let path = `M ${first.x} ${first.y}`;
  for (let index = 1; index < corners.length - 1; index++) {
    const [corner, next] = [corners[index], corners[index + 1]];
    const end = index === corners.length - 2 ? next : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
    path += ` Q ${corner.x} ${corner.y} ${end.x} ${end.y}`;
  }
  return path;
}

/** Steps as one reads them: from top to bottom, then from left to right. */
export const inOrder = (positions: ReadonlyMap<string, Spot>): string[] =>
  [...positions].sort(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id);
