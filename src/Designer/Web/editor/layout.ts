// Where steps stand when the editor arranges them: from top to bottom along the links.
import { graphlib, layout } from "@dagrejs/dagre";
import { linksIn, stepsIn, type Definition } from "./definition";
import type { Place } from "./json";

export const Width = 232;
export const Height = 58;

export interface Spot { x: number; y: number }
export interface Arrangement { steps: Map<string, Spot>; ways: Map<number, Spot[]> }

/** What an arrangement rests on: where it is the same, so is the arrangement. */
export const shapeOf = (definition: Definition, flow: Place): string =>
  JSON.stringify([flow, stepsIn(definition, flow).map((step) => step.id), linksIn(definition, flow).map((link) => [link.index, link.source, link.target])]);

/** @returns Where the steps stand, and by which points each link goes round them. */
export function arrange(definition: Definition, flow: Place): Arrangement {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 92 });
  graph.setDefaultEdgeLabel(() => ({}));
  const steps = stepsIn(definition, flow);
  for (const step of steps) graph.setNode(step.id, { width: Width, height: Height });
  const links = linksIn(definition, flow).filter((link) => link.source !== link.target && graph.hasNode(link.source) && graph.hasNode(link.target));
  for (const link of links) graph.setEdge(link.source, link.target, {}, `${link.index}`);
  layout(graph);
  return {
    steps: new Map(steps.map((step) => {
      const { x, y } = graph.node(step.id) as Spot;
      return [step.id, { x: x - Width / 2, y: y - Height / 2 }];
    })),
    ways: new Map(links.map((link) => [link.index, (graph.edge(link.source, link.target, `${link.index}`) as { points: Spot[] }).points])),
  };
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
