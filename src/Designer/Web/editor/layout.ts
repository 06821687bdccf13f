// Where steps stand when the editor arranges them: from top to bottom along the links.
import { graphlib, layout } from "@dagrejs/dagre";
import { linksIn, stepsIn, type Definition } from "./definition";
import type { Place } from "./json";

export const Width = 232;
export const Height = 58;

export function arrange(definition: Definition, flow: Place): Map<string, { x: number; y: number }> {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 92 });
  graph.setDefaultEdgeLabel(() => ({}));
  const steps = stepsIn(definition, flow);
  for (const step of steps) graph.setNode(step.id, { width: Width, height: Height });
  for (const link of linksIn(definition, flow))
    if (link.source !== link.target && graph.hasNode(link.source) && graph.hasNode(link.target)) graph.setEdge(link.source, link.target, {}, `${link.index}`);
  layout(graph);
  return new Map(steps.map((step) => {
    const { x, y } = graph.node(step.id) as { x: number; y: number };
    return [step.id, { x: x - Width / 2, y: y - Height / 2 }];
  }));
}

/** Steps as one reads them: from top to bottom, then from left to right. */
export const inOrder = (positions: ReadonlyMap<string, { x: number; y: number }>): string[] =>
  [...positions].sort(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id);
