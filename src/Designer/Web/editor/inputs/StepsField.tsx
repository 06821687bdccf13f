import { useState } from "react";
import { useKnown } from "../known";
import { allSteps, titleOf } from "../definition";
import type { Json } from "../json";

interface Props { id: string; value: Json | undefined; self: string; isReturn: boolean; onSet: (value: Json | undefined) => void }

export const namesOf = (value: Json | undefined): string[] => {
  try { return Array.isArray(value) ? value.map(String) : typeof value === "string" && value.trim().startsWith("[") ? (JSON.parse(value) as unknown[]).map(String) : typeof value === "string" && value ? [value] : []; } catch { return []; }
};

const Many = 60; // more are shown when they are asked for: a list of hundreds is long to draw and to read

/** Names of steps, ticked among those that people decide; written back in the form that was there. */
export function StepsField({ id, value, self, isReturn, onSet }: Props) {
  const { definition, palette, say, elsewhere } = useKnown();
  const [isWhole, setWhole] = useState(false);
  const chosen = namesOf(value);
  const steps = allSteps(definition).filter((step) => step.type.startsWith("Aid.") && palette.get(step.type)?.canWait && step.name !== self);
  const known = new Map(steps.map((step) => [step.name, titleOf(step, palette)]));
  const extra: [string, string][] = isReturn ? [["*", say("经过的任一步骤", "any step it came through")], ["previous", say("上一步骤", "the step before")]] : [];
  const isGone = (name: string) => elsewhere !== undefined && !elsewhere.includes(name) && !known.has(name) && !extra.some(([one]) => one === name);
  const entries = [...extra, ...known, ...chosen.filter((name) => !known.has(name) && !extra.some(([one]) => one === name)).map((name): [string, string] => [name, isGone(name) ? say("已经没有这一步", "not there any more") : say("其他流程的环节", "a step of another workflow")])];
  const set = (name: string, isOn: boolean) => {
    const next = isOn ? [...chosen, name] : chosen.filter((one) => one !== name);
    onSet(next.length === 0 ? undefined : Array.isArray(value) ? next : JSON.stringify(next));
  };
  const shown = isWhole || entries.length <= Many ? entries : entries.filter(([name]) => chosen.includes(name) || extra.some(([one]) => one === name));
  return <div className="ticks" role="group" aria-labelledby={`${id}-label`}>
    {shown.map(([name, words], at) => <label key={name} className={isGone(name) ? "choice bad" : "choice"}><input id={at === 0 ? id : undefined} type="checkbox" checked={chosen.includes(name)} onChange={(event) => set(name, event.target.checked)} /> {words} {!extra.some(([one]) => one === name) && <small>{name}</small>}</label>)}
    {shown.length < entries.length && <button type="button" id={shown.length === 0 ? id : undefined} className="small" onClick={() => setWhole(true)}>{say(`另有 ${entries.length - shown.length} 个环节……`, `${entries.length - shown.length} more steps …`)}</button>}
  </div>;
}
