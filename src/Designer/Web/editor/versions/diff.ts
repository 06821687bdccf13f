// What two versions of a definition say differently, step by step and link by link. Knows no browser.
import { allSteps, endsOf, isFlowchart, labelOf, linksIn, portsOf, positionOf, rootOf, stepsIn, titleOf, type Definition, type Link, type Step } from "../definition";
import { camel, type Palette } from "../descriptors";
import { isObject, items, member, object, sorted, text, type Json, type JsonObject } from "../json";
import { termWords } from "../looks";
import { NoChoices, type Choices } from "../wire";
import type { Say } from "../words";
import { said, type Called } from "./said";

export type Kind = "added" | "removed" | "changed" | "moved" | "same";

/** One thing that is said otherwise; undefined where one side says nothing. */
export interface Difference { name: string; before: string | undefined; after: string | undefined }
export interface StepDifference { id: string; kind: Kind; title: string; before: Step | undefined; after: Step | undefined; properties: Difference[]; isMoved: boolean; flow: string }
export interface LinkDifference { source: string; port: string; target: string; kind: "added" | "removed" | "same"; flow: string }

/** One side: the definition and the terms of its steps, which stand in another file. */
export interface Side { definition: Definition; terms: JsonObject | undefined }

/** A flowchart with the steps and links of both sides, as a definition of its own that can be arranged and drawn. */
export interface Union { id: string; title: string; definition: Definition; steps: Step[]; links: (Link & { kind: LinkDifference["kind"] })[] }

export interface Comparison { whole: Difference[]; steps: StepDifference[]; links: LinkDifference[]; flows: Union[] }

interface Placed { step: Step; flow: string }

/** Of every flowchart of a definition: its id, its steps and its links. The root goes by one name on both sides, whatever its id. */
const Root = "";

function placed(definition: Definition): { steps: Map<string, Placed>; flows: Map<string, { step: Step | undefined; steps: Step[]; links: Link[] }> } {
  const steps = new Map<string, Placed>();
  const flows = new Map<string, { step: Step | undefined; steps: Step[]; links: Link[] }>();
  const root = rootOf(definition);
  const containers = allSteps(definition).filter((one) => isFlowchart(one.json) || one.place.length === root.length);
  for (const container of containers) {
    const flow = container.place.length === root.length ? Root : container.id;
    flows.set(flow, { step: container, steps: stepsIn(definition, container.place), links: linksIn(definition, container.place) });
  }
  for (const step of allSteps(definition)) {
    if (step.place.length === root.length) continue;
    const around = containers.filter((one) => one.place.length < step.place.length && one.place.every((part, index) => step.place[index] === part)).pop();
    steps.set(step.id, { step, flow: around === undefined || around.place.length === root.length ? Root : around.id });
  }
  return { steps, flows };
}

/** Whether steps stand within a value: what is said of them is said at each of them. */
const holdsSteps = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.some(holdsSteps) : isObject(value) && ((text(value, "id") !== "" && text(value, "type") !== "") || Object.values(value).some(holdsSteps));

const alike = (a: Json | undefined, b: Json | undefined): boolean => a === b || sorted(a) === sorted(b);

const termOf = (side: Side, step: Step, say: Say): string | undefined => {
  const term = side.terms && object(side.terms, step.name);
  return term && termWords(Number(member(term, "count")), text(term, "unit"), say);
};

/** Of a step, what is neither an input nor a name: the rest of its JSON, said as it stands. */
const Named = new Set(["id", "nodeid", "name", "type", "version", "metadata", "activities", "connections"]);

/** As a new step has it. */
const Unset = { canStartWorkflow: false, runAsynchronously: false };

/** What two of a step say otherwise; of one that is on one side alone, all that it says. */
function properties(before: Step | undefined, after: Step | undefined, sides: { before: Side; after: Side }, palette: Palette, say: Say, called: Called): Difference[] {
  const found: Difference[] = [];
  const tell = (name: string, old: string | undefined, now: string | undefined) => { if (old !== now) found.push({ name, before: old || undefined, after: now || undefined }); };
  const metadata = (step: Step | undefined, name: string) => text(object(step?.json ?? {}, "metadata") ?? {}, name);
  const inputsOf = (step: Step | undefined) => (step && palette.get(step.type)?.inputs) ?? [];
  const kind = (step: Step | undefined) => step && (palette.get(step.type)?.displayName ?? step.type);
  tell(say("显示名称", "Title"), ...[before, after].map((step) => step && labelOf(step) !== "" ? titleOf(step, palette) : undefined) as [string | undefined, string | undefined]);
  tell(say("环节代号", "Name"), before?.name, after?.name);
  tell(say("种类", "Kind of step"), kind(before), kind(after));
  tell(say("时限", "Term"), before && termOf(sides.before, before, say), after && termOf(sides.after, after, say));
  const inputs = new Map([...inputsOf(before), ...inputsOf(after)].map((input) => [camel(input.name).toLowerCase(), input]));
  for (const input of inputs.values()) {
    const [old, now] = [before, after].map((step) => step && member(step.json, camel(input.name)));
    if (alike(old, now) || holdsSteps(old) || holdsSteps(now)) continue;
    const [oldWords, nowWords] = [before, after].map((step) => step && said(step, input, say, inputsOf(step), called));
    tell(input.displayName, oldWords, oldWords === nowWords ? `${nowWords ?? ""} (${JSON.stringify(now)})` : nowWords); // the same words of another expression are told apart
  }
  const keys = [...Object.keys(after?.json ?? {}), ...Object.keys(before?.json ?? {})];
  for (const key of new Set(keys.map((one) => one.toLowerCase()))) {
    if (Named.has(key) || inputs.has(key)) continue;
    const [old, now] = [before, after].map((step) => step && member(step.json, key));
    if (!alike(old, now) && !holdsSteps(old) && !holdsSteps(now) && !(key === "customproperties" && [old, now].every((one) => one === undefined || alike(one, Unset)))) tell(keys.find((one) => one.toLowerCase() === key)!, plain(old), plain(now));
  }
  tell(say("有意在此结束的出口", "Ways out at which it is meant to end"), ...[before, after].map((step) => step && (endsOf(step).map((end) => portsOf(step, palette).find((port) => port.name === end)?.words || end).join(say("、", ", ")) || undefined)) as [string | undefined, string | undefined]);
  tell(say("说明（给下一位管理员）", "Note (for the next administrator)"), metadata(before, "description"), metadata(after, "description"));
  return found;
}

const plain = (value: Json | undefined): string | undefined => value === undefined || value === null ? undefined : typeof value === "string" ? value : JSON.stringify(value);

/** It stands in another flowchart, in another place that its author gave it, or comes after none of the steps that it came after before. */
function moved(before: Placed, after: Placed, led: { before: Set<string>; after: Set<string> }): boolean {
  const [old, now] = [positionOf(before.step), positionOf(after.step)];
  const isElsewhere = old !== undefined && now !== undefined && (old.x !== now.x || old.y !== now.y);
  const isRerouted = led.before.size > 0 && led.after.size > 0 && [...led.before].every((one) => !led.after.has(one));
  return before.flow !== after.flow || isElsewhere || isRerouted;
}

const key = (link: Link) => JSON.stringify([link.source, link.port, link.target]);

export function compare(before: Side, after: Side, palette: Palette, say: Say, choices: Choices = NoChoices): Comparison {
  const called: Called = { events: new Map(choices.events.map((one) => [one.key, one.words])), fields: choices.fields, steps: new Map([before, after].flatMap((side) => allSteps(side.definition)).map((step) => [step.name, titleOf(step, palette)])) };
  const [old, now] = [placed(before.definition), placed(after.definition)];
  const [oldLinks, nowLinks] = [old, now].map((side) => [...side.flows.values()].flatMap((flow) => flow.links));
  /** What leads to a step, through those that the other side does not have: one that was put before it did not move it. */
  const leads = (links: Link[], other: Map<string, Placed>, id: string, passed = new Set<string>()): Set<string> => new Set(links.filter((link) => link.target === id && !passed.has(link.source)).flatMap((link) => {
    if (other.has(link.source)) return [link.source];
    passed.add(link.source);
    return [...leads(links, other, link.source, passed)];
  }));
  const steps: StepDifference[] = [];
  for (const id of new Set([...now.steps.keys(), ...old.steps.keys()])) {
    const [was, is] = [old.steps.get(id), now.steps.get(id)];
    const found = properties(was?.step, is?.step, { before, after }, palette, say, called);
    const isMoved = was !== undefined && is !== undefined && moved(was, is, { before: leads(oldLinks, now.steps, id), after: leads(nowLinks, old.steps, id) });
    const kind: Kind = was === undefined ? "added" : is === undefined ? "removed" : found.length > 0 ? "changed" : isMoved ? "moved" : "same";
    const shown = (is ?? was)!;
    steps.push({ id, kind, title: titleOf(shown.step, palette), before: was?.step, after: is?.step, properties: found, isMoved, flow: shown.flow });
  }

  const links: LinkDifference[] = [];
  const flows: Union[] = [];
  for (const id of new Set([...now.flows.keys(), ...old.flows.keys()])) {
    const [was, is] = [old.flows.get(id), now.flows.get(id)];
    const [oldKeys, nowKeys] = [new Set(was?.links.map(key)), new Set(is?.links.map(key))];
    const together = [...(is?.links ?? []).map((link) => ({ ...link, kind: oldKeys.has(key(link)) ? "same" as const : "added" as const })), ...(was?.links ?? []).filter((link) => !nowKeys.has(key(link))).map((link) => ({ ...link, kind: "removed" as const }))];
    const standing = [...(is?.steps ?? []), ...(was?.steps ?? []).filter((step) => !now.steps.has(step.id) || (is !== undefined && now.steps.get(step.id)!.flow === id && !is.steps.some((one) => one.id === step.id)))];
    const drawn = together.filter((link) => [link.source, link.target].every((end) => standing.some((step) => step.id === end)));
    flows.push({
      id, title: id === Root ? "" : titleOf((is ?? was)!.step!, palette), steps: standing, links: drawn.map((link, index) => ({ ...link, index })),
      definition: { root: { id: "both", type: "Elsa.Flowchart", activities: standing.map((step) => step.json), connections: drawn.map((link) => ({ source: { activity: link.source, port: link.port }, target: { activity: link.target } })) } },
    });
    links.push(...together.filter((link) => link.kind !== "same").map(({ source, port, target, kind }) => ({ source, port, target, kind, flow: id })));
  }
  return { whole: wholeOf(before.definition, after.definition, say), steps, links, flows: flows.filter((flow) => flow.steps.length > 0) };
}

/** What is said of the workflow itself. */
function wholeOf(before: Definition, after: Definition, say: Say): Difference[] {
  const words: Record<string, string> = {
    name: say("名称", "Name"), description: say("说明", "Description"), variables: say("变量", "Variables"), inputs: say("流程输入", "Inputs"), outputs: say("流程输出", "Outputs"), outcomes: say("出口", "Outcomes"), options: say("选项", "Options"), customproperties: say("附加内容", "Further properties"),
  };
  const passed = new Set(["root", "id", "definitionid", "version", "islatest", "ispublished", "createdat", "links", "toolversion", "$schema"]);
  const keys = new Set([...Object.keys(before), ...Object.keys(after)].map((one) => one.toLowerCase()).filter((one) => !passed.has(one)));
  return [...keys].flatMap((one) => {
    const [old, now] = [member(before, one), member(after, one)];
    if (alike(old, now)) return [];
    const list = (side: Definition) => items(side, one).map((entry) => isObject(entry) ? [text(entry, "name"), text(entry, "typeName") || text(entry, "type")].filter((part) => part !== "").join(": ") || JSON.stringify(entry) : String(entry)).join(say("、", ", "));
    const [oldWords, nowWords] = Array.isArray(old) || Array.isArray(now) ? [list(before), list(after)] : [plain(old), plain(now)];
    return [{ name: words[one] ?? one, before: oldWords === nowWords ? plain(old) : oldWords || undefined, after: oldWords === nowWords ? plain(now) : nowWords || undefined }];
  });
}

/** Where two JSON texts differ, by path; entries of lists that have a key, id or name are held against those of the same one. */
export function jsonDifferences(before: Json | undefined, after: Json | undefined, path = ""): Difference[] {
  if (alike(before, after)) return [];
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => jsonDifferences(before[name], after[name], path === "" ? name : `${path}.${name}`));
  const nameOf = (entry: Json) => isObject(entry) ? text(entry, "key") || text(entry, "id") || text(entry, "name") || text(entry, "code") : "";
  const hasNames = (list: Json[]) => list.length > 0 && list.every((entry) => nameOf(entry) !== "") && new Set(list.map(nameOf)).size === list.length;
  if (Array.isArray(before) && Array.isArray(after) && hasNames(before) && hasNames(after)) {
    const [old, now] = [new Map(before.map((one) => [nameOf(one), one])), new Map(after.map((one) => [nameOf(one), one]))];
    const found = [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => jsonDifferences(old.get(name), now.get(name), `${path}[${name}]`));
    return found.length > 0 ? found : [{ name: path, before: [...old.keys()].join(", "), after: [...now.keys()].join(", ") }];
  }
  return [{ name: path, before: plain(before), after: plain(after) }];
}

/** Where two texts differ, line by line: what is only in one of them, in order. */
export function lineDifferences(before: string, after: string): { kind: "added" | "removed"; line: string }[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  if (old.length * now.length > 4_000_000) return [...old.map((line) => ({ kind: "removed" as const, line })), ...now.map((line) => ({ kind: "added" as const, line }))];
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) common[i][j] = old[i] === now[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const found: { kind: "added" | "removed"; line: string }[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) { i++; j++; }
    else if (i < old.length && (j >= now.length || common[i + 1][j] >= common[i][j + 1])) found.push({ kind: "removed", line: old[i++] });
    else found.push({ kind: "added", line: now[j++] });
  }
  return found;
}
