// How busy a step is: numbers by the step of a drawing, and words for how long they wait. Knows no browser.
import type { Say } from "../words";
import type { Live, StepLoad } from "./wire";

export interface Load { activityId: string; count: number; faults: number; oldestSince: string | undefined; over: [number, number, number]; versions: string[] }

/** Sums up the numbers by step: of one version, or of all of them where none is named. */
export function loadsOf(live: Live, versionId: string | undefined): Map<string, Load> {
  const loads = new Map<string, Load>();
  const at = (activityId: string, version: string) => {
    const load = loads.get(activityId) ?? { activityId, count: 0, faults: 0, oldestSince: undefined, over: [0, 0, 0], versions: [] };
    if (!load.versions.includes(version)) load.versions.push(version);
    loads.set(activityId, load);
    return load;
  };
  for (const step of live.waiting.filter((one) => versionId === undefined || one.versionId === versionId)) {
    const load = at(step.activityId, step.versionId);
    load.count += step.count;
    step.over.forEach((count, index) => { load.over[index] += count; });
    if (load.oldestSince === undefined || step.oldestSince < load.oldestSince) load.oldestSince = step.oldestSince;
  }
  for (const step of live.faults.filter((one) => versionId === undefined || one.versionId === versionId)) at(step.activityId, step.versionId).faults += step.count;
  return loads;
}

/** The band that half of them have come to: 0 for the shortest, 3 for the longest. */
export const heatOf = ({ count, over }: Pick<StepLoad, "count" | "over">): 0 | 1 | 2 | 3 =>
  count === 0 ? 0 : over[2] * 2 >= count ? 3 : over[1] * 2 >= count ? 2 : over[0] * 2 >= count ? 1 : 0;

export function waitWords(load: Load, days: Live["days"], say: Say): string {
  const heat = heatOf(load);
  const words = load.count === 0 ? [] : [say(`${load.count} 件`, `${load.count} waiting`), heat === 0 ? say(`多数不到 ${days[0]} 天`, `most under ${days[0]} days`) : say(`半数已等 ${days[heat - 1]} 天以上`, `half over ${days[heat - 1]} days`)];
  if (load.faults > 0) words.push(say(`${load.faults} 件异常`, load.faults === 1 ? "1 failed" : `${load.faults} failed`));
  return words.join(" · ");
}

/** Whole days between two moments. */
export const daysBetween = (from: string, to: string): number => Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000));
