// Steps on the clipboard: a JSON of our own, that any workflow of the house and any tab of the browser can take.
import { allSteps, linksIn, setTerm, stepsIn, termOf, type Definition, type Term } from "./definition";
import { namingOthers } from "./named";
import { at, isObject, items, member, object, put, putAt, putItems, text, type Json, type JsonObject, type Place } from "./json";

export interface Clip { aidworkflow: "steps"; steps: JsonObject[]; links: { source: string; port: string; target: string }[]; terms: Record<string, Term> }

/** What was pasted, the ids it got, and the names that it speaks of and nobody declares here. */
export interface Pasted { definition: Definition; ids: string[]; missing: string[] }

const Aside = 40;

/** The steps of a flow, with the links among them and their terms. */
export function copySteps(definition: Definition, flow: Place, ids: readonly string[]): Clip {
  const steps = stepsIn(definition, flow).filter((step) => ids.includes(step.id));
  const names = steps.flatMap((step) => allSteps(definition, step.place)).map((step) => step.name);
  return {
    aidworkflow: "steps", steps: steps.map((step) => step.json),
    links: linksIn(definition, flow).filter((link) => ids.includes(link.source) && ids.includes(link.target)).map(({ source, port, target }) => ({ source, port, target })),
    terms: Object.fromEntries(names.flatMap((name) => { const term = termOf(definition, name); return term ? [[name, term]] : []; })),
  };
}

/** Undefined for anything that is no clip of ours. */
export function readClip(said: string): Clip | undefined {
  try {
    const clip = JSON.parse(said) as Json;
    return isObject(clip) && clip.aidworkflow === "steps" && Array.isArray(clip.steps) && Array.isArray(clip.links) && clip.steps.every((step) => isObject(step) && text(step, "id") !== "" && text(step, "type") !== "")
      ? { ...clip, terms: object(clip, "terms") ?? {} } as unknown as Clip : undefined;
  } catch { return undefined; }
}

/** A name that none has yet: "Review1" becomes "Review2". */
function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const stem = name.replace(/\d+$/, "");
  for (let number = 2; ; number++) if (!taken.has(`${stem}${number}`)) return `${stem}${number}`;
}

export function paste(definition: Definition, flow: Place, clip: Clip): Pasted {
  const there = allSteps(definition);
  const [ids, names] = [new Set(there.map((step) => step.id)), new Set(there.map((step) => step.name))];
  const [newIds, newNames] = [new Map<string, string>(), new Map<string, string>()];
  const clipped: Definition = { root: { id: "", activities: clip.steps } };
  for (const step of allSteps(clipped)) {
    const [id, name] = [free(step.id, ids), free(step.name, names)];
    newIds.set(step.id, id);
    newNames.set(step.name, name);
    ids.add(id);
    names.add(name);
  }
  const nodeId = text(at(definition, flow) as JsonObject, "nodeId");
  const isBeside = clip.steps.some((step) => newIds.get(text(step, "id")) !== text(step, "id"));
  const steps = clip.steps.map((step) => shifted(renamed(step, newIds, newNames, nodeId), isBeside ? Aside : 0));
  const links = clip.links.flatMap(({ source, port, target }) => newIds.has(source) && newIds.has(target) ? [{ source: { activity: newIds.get(source)!, port }, target: { activity: newIds.get(target)!, port: "In" } }] : []);
  const container = at(definition, flow) as JsonObject;
  const filled = putItems(putItems(container, "activities", [...items(container, "activities"), ...steps]), "connections", [...items(container, "connections"), ...links]);
  const added = Object.entries(clip.terms).reduce((all, [name, term]) => setTerm(all, newNames.get(name) ?? name, term), putAt(definition, flow, filled) as Definition);
  return { definition: added, ids: steps.map((step) => text(step, "id")), missing: undeclared(definition, steps) };
}

/** Under their new ids and names wherever the steps speak of each other. */
function renamed(step: JsonObject, ids: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>, nodeId: string): JsonObject {
  const visit = (value: Json, key: string, above: string): Json => {
    if (Array.isArray(value)) return value.map((one) => visit(one, key, above));
    if (isObject(value)) {
      const isStep = text(value, "id") !== "" && text(value, "type") !== "" && ids.has(text(value, "id"));
      const id = isStep ? ids.get(text(value, "id"))! : "";
      const node = isStep && above ? `${above}:${id}` : above;
      const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one, name, node)]));
      if (!isStep) return inner;
      const named = put(put(inner, "id", id), "name", text(value, "name") === "" ? undefined : names.get(text(value, "name")));
      return member(value, "nodeId") === undefined ? named : put(named, "nodeId", node || undefined);
    }
    if (typeof value !== "string") return value;
    if (key === "activity" || ((key === "source" || key === "target") && ids.has(value))) return ids.get(value) ?? value;
    return value;
  };
  const moved = visit(step, "", nodeId) as JsonObject;
  return namingOthers(moved, (name) => names.get(name) ?? name);
}

function shifted(step: JsonObject, by: number): JsonObject {
  const metadata = object(step, "metadata");
  const designer = metadata && object(metadata, "designer");
  const position = designer && object(designer, "position");
  const [x, y] = [position && member(position, "x"), position && member(position, "y")];
  return typeof x !== "number" || typeof y !== "number" ? step : put(step, "metadata", put(metadata!, "designer", put(designer!, "position", { ...position, x: x + by, y: y + by })));
}

/** Variables and inputs that steps speak of and the definition does not declare. */
function undeclared(definition: Definition, steps: readonly JsonObject[]): string[] {
  const declared = new Set(["variables", "inputs", "outputs"].flatMap((list) => items(definition, list)).filter(isObject).flatMap((one) => [text(one, "id"), text(one, "name")]));
  for (const container of allSteps(definition)) for (const one of items(container.json, "variables").filter(isObject)) declared.add(text(one, "id")).add(text(one, "name"));
  const spoken = new Set<string>();
  const visit = (value: Json) => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) {
      const [type, said] = [text(value, "type"), member(value, "value")];
      if ((type === "Variable" || type === "Input") && isObject(said)) spoken.add(text(said, "name") || text(said, "id"));
      if (type === "JavaScript" && typeof said === "string") for (const match of said.matchAll(/(?:getInput|getVariable|setVariable)\(\s*["']([^"']+)["']/g)) spoken.add(match[1]);
      const memory = object(value, "memoryReference");
      if (memory && member(value, "expression") === undefined && text(memory, "id") !== "") spoken.add(text(memory, "id"));
      Object.values(value).forEach(visit);
    }
  };
  steps.forEach(visit);
  return [...spoken].filter((name) => name !== "" && !declared.has(name));
}
