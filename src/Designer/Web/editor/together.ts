// What is done to several steps at once.
import { move, positionOf, remove, stepsIn, type Definition } from "./definition";
import type { Place } from "./json";
import { Height, Width, type Spot } from "./layout";

export type Alignment = "left" | "centre" | "right" | "top" | "across" | "down";

/** Where steps stand in places of their own; those without one where they are drawn. */
export const spotsOf = (definition: Definition, flow: Place, ids: readonly string[], drawn: ReadonlyMap<string, Spot>): Map<string, Spot> =>
  new Map(stepsIn(definition, flow).filter((step) => ids.includes(step.id)).map((step) => [step.id, positionOf(step) ?? drawn.get(step.id) ?? { x: 0, y: 0 }]));

export function moveAll(definition: Definition, flow: Place, to: ReadonlyMap<string, Spot>): Definition {
  return stepsIn(definition, flow).filter((step) => to.has(step.id)).reduce((now, step) => move(now, step.place, to.get(step.id)!.x, to.get(step.id)!.y), definition);
}

/** One under the other, beside each other, or with the same space between them; the outermost stay where they are. */
export function align(spots: ReadonlyMap<string, Spot>, how: Alignment): Map<string, Spot> {
  const all = [...spots];
  const [xs, ys] = [all.map(([, spot]) => spot.x), all.map(([, spot]) => spot.y)];
  const [left, right, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys)];
  const spread = (key: "x" | "y", size: number) => {
    const order = [...all].sort(([, a], [, b]) => a[key] - b[key]);
    const [first, last] = [order[0][1][key], order[order.length - 1][1][key]];
    const step = order.length < 2 ? 0 : Math.max((last - first) / (order.length - 1), order.length > 1 && last === first ? size + 20 : 0);
    return new Map(order.map(([id, spot], index) => [id, { ...spot, [key]: first + step * index }]));
  };
  if (how === "across") return spread("x", Width);
  if (how === "down") return spread("y", Height);
  return new Map(all.map(([id, spot]) => [id, how === "left" ? { ...spot, x: left } : how === "right" ? { ...spot, x: right } : how === "centre" ? { ...spot, x: (left + right) / 2 } : { ...spot, y: top }]));
}

/** All of them taken out, each bridged as when it is taken out alone. */
export const removeAll = (definition: Definition, flow: Place, ids: readonly string[]): Definition => ids.reduce((now, id) => remove(now, flow, id), definition);
