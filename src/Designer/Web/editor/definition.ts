// Reads and edits a definition. Every edit gives a new document that shares what it did not touch, so that undoing is keeping the old one.
import { at, isObject, items, keyOf, member, object, put, putAt, putItems, text, type Json, type JsonObject, type Place } from "./json";
import { namingOthers } from "./named";
import { camel, type Descriptor, type Input, type Palette } from "./descriptors";

export type Definition = JsonObject;
export interface Step { id: string; name: string; type: string; place: Place; json: JsonObject }
export interface Link { index: number; source: string; port: string; target: string }
export interface Expression { type: string; value: Json }
export interface Term { count: number; unit: string }

export const Terms = "AidWorkflow:Terms";
export const Stamp = "AidWorkflow:Stamp";

/** Of the root of a definition. */
export const rootOf = (definition: Definition): Place => [keyOf(definition, "root") ?? "root"];

export const isFlowchart = (json: JsonObject) => text(json, "type") === "Elsa.Flowchart";

const isStep = (json: JsonObject) => text(json, "id") !== "" && text(json, "type") !== "";

/** The steps that stand directly in a container. */
export function stepsIn(definition: Definition, flow: Place): Step[] {
  const container = at(definition, flow);
  if (!isObject(container)) return [];
  const key = keyOf(container, "activities");
  const list = key === undefined ? undefined : container[key];
  const inner = isObject(list) ? keyOf(list, "$values") : undefined;
  const base = key === undefined ? flow : isObject(list) && inner !== undefined ? [...flow, key, inner] : [...flow, key];
  return items(container, "activities").flatMap((json, index) => isObject(json) && isStep(json) ? [stepOf(json, isObject(list) && inner === undefined ? base : [...base, index])] : []);
}

const stepOf = (json: JsonObject, place: Place): Step => ({ id: text(json, "id"), name: text(json, "name") || text(json, "id"), type: text(json, "type"), place, json });

/** Of whole definitions: a definition never changes, and one drawing asks for its steps many times. */
const walked = new WeakMap<Definition, Step[]>();

/** Every step of the definition, or at and within a place of it, in the order of the file. */
export function allSteps(definition: Definition, from?: Place): readonly Step[] {
  if (from !== undefined) return walk(definition, from);
  const known = walked.get(definition) ?? walk(definition, rootOf(definition));
  walked.set(definition, known);
  return known;
}

function walk(definition: Definition, from: Place): Step[] {
  const found: Step[] = [];
  const visit = (value: Json, place: Place) => {
    if (Array.isArray(value)) value.forEach((one, index) => visit(one, [...place, index]));
    else if (isObject(value)) {
      if (isStep(value)) found.push(stepOf(value, place));
      for (const key of Object.keys(value)) if (typeof value[key] === "object") visit(value[key], [...place, key]);
    }
  };
  const value = at(definition, from);
  if (value !== undefined) visit(value, from);
  return found;
}

export const findStep = (definition: Definition, id: string): Step | undefined => allSteps(definition).find((step) => step.id === id);

/** The flowcharts within a step, where it holds some: those that the canvas can open. */
export function flowsWithin(definition: Definition, step: Step): Place[] {
  return allSteps(definition, step.place).filter((inner) => isFlowchart(inner.json)).map((inner) => inner.place);
}

/** The innermost flowchart around a step, which the canvas shows to show the step; the root where there is none. */
export function flowAround(definition: Definition, step: Step): Place {
  const flows = allSteps(definition).filter((one) => isFlowchart(one.json) && one.place.length < step.place.length && one.place.every((part, index) => step.place[index] === part));
  return flows.length > 0 ? flows[flows.length - 1].place : rootOf(definition);
}

export function linksIn(definition: Definition, flow: Place): Link[] {
  const container = at(definition, flow);
  if (!isObject(container)) return [];
  return items(container, "connections").flatMap((json, index) => {
    if (!isObject(json)) return [];
    const end = (name: string, port: string) => {
      const value = member(json, name);
      return isObject(value) ? { activity: text(value, "activity"), port: text(value, "port") } : { activity: typeof value === "string" ? value : "", port: text(json, port) };
    };
    const [source, target] = [end("source", "sourcePort"), end("target", "targetPort")];
    return source.activity && target.activity ? [{ index, source: source.activity, port: source.port || "Done", target: target.activity }] : [];
  });
}

/** The ways out of a step: fixed ones, and those that its inputs name. */
export function portsOf(step: Step, palette: Palette): { name: string; words: string }[] {
  const descriptor = palette.get(step.type);
  if (descriptor === undefined || descriptor.isTerminal) return [];
  const fixed = descriptor.ports.filter((port) => port.type === "Flow").map((port) => ({ name: port.name, words: port.displayName }));
  const named = descriptor.portsFrom ? namesIn(member(step.json, descriptor.portsFrom)) : [];
  const all = [...named.filter((name) => !fixed.some((port) => port.name === name)).map((name) => ({ name, words: palette.house?.ways[name] ?? name })), ...fixed];
  return all.length > 0 || descriptor.ports.length > 0 ? all : [{ name: "Done", words: "" }];
}

/** Sets an input that names ways out: links follow a way that has another name, and go with one that is gone. */
export function setNaming(definition: Definition, place: Place, input: Input, expression: Expression | undefined): Definition {
  const [before, edited] = [at(definition, place) as JsonObject, setInput(definition, place, input, expression)];
  const [old, now] = [before, at(edited, place) as JsonObject].map((json) => namesIn(member(json, camel(input.name))));
  const other = (name: string): string | undefined => now.includes(name) ? name : old.length === now.length && !old.includes(now[old.indexOf(name)]) ? now[old.indexOf(name)] : undefined;
  const [id, flow] = [text(before, "id"), flowAround(edited, stepOf(before, place))];
  const container = at(edited, flow);
  if (!isObject(container) || old.every((name) => now.includes(name))) return edited;
  const links = linksIn(edited, flow);
  return editFlow(edited, flow, (all) => putItems(all, "connections", items(all, "connections").flatMap((json, index) => {
    const link = links.find((one) => one.index === index);
    if (link === undefined || link.source !== id || !isObject(json) || !old.includes(link.port)) return json;
    const to = other(link.port);
    const end = member(json, "source");
    return to === undefined ? [] : isObject(end) ? put(json, "source", put(end, "port", to)) : put(json, "sourcePort", to);
  })));
}

function namesIn(value: Json | undefined): string[] {
  if (isObject(value)) {
    const expression = object(value, "expression");
    if (expression !== undefined) return namesIn(member(expression, "value"));
    return namesIn(member(value, "$values"));
  }
  if (typeof value === "string" && value.trim().startsWith("[")) {
    try { return namesIn(JSON.parse(value) as Json); } catch { return []; }
  }
  return Array.isArray(value) ? value.map((one) => isObject(one) ? text(one, "label") : String(one)).filter((name) => name !== "") : [];
}

/** What its author wrote at a step; empty where nothing. */
export const labelOf = (step: Step): string => text(object(step.json, "metadata") ?? {}, "displayText");

/** What people call a step: as the house does where it has a title for it and its author has written no other, which may have both languages ("第二审核 / Second review"). */
export function titleOf(step: Step, palette: Palette): string {
  const [label, house] = [labelOf(step), palette.house];
  const known = house?.titles[step.name];
  if (known !== undefined && (label === "" || known.labels.includes(label))) return known.words;
  const both = label.split(" / ");
  return house?.seconds[label] ?? (both.length === 2 && both[0] !== "" && both[1] !== "" ? both[house?.language === "en" ? 1 : 0] : label || palette.get(step.type)?.displayName || step.name);
}

export function positionOf(step: Step): { x: number; y: number } | undefined {
  const designer = object(object(step.json, "metadata") ?? {}, "designer");
  const position = designer && object(designer, "position");
  const [x, y] = [position && member(position, "x"), position && member(position, "y")];
  return typeof x === "number" && typeof y === "number" ? { x, y } : undefined;
}

export const editStep = (definition: Definition, place: Place, edit: (json: JsonObject) => JsonObject): Definition =>
  putAt(definition, place, edit(at(definition, place) as JsonObject)) as Definition;

export const move = (definition: Definition, place: Place, x: number, y: number): Definition => editStep(definition, place, (json) => {
  const metadata = object(json, "metadata") ?? {};
  const designer = object(metadata, "designer") ?? {};
  return put(json, "metadata", put(metadata, "designer", put(designer, "position", { ...(object(designer, "position") ?? {}), x: Math.round(x), y: Math.round(y) })));
});

export const retitle = (definition: Definition, place: Place, title: string): Definition => editStep(definition, place, (json) =>
  put(json, "metadata", put(object(json, "metadata") ?? {}, "displayText", title === "" ? undefined : title)));

/** Gives a step another name; its term and what other steps say of it go along where no other step has either name. */
export function rename(definition: Definition, place: Place, name: string): Definition {
  const former = text(at(definition, place) as JsonObject, "name");
  const renamed = editStep(definition, place, (json) => put(json, "name", name));
  if (former === "" || name === "" || allSteps(renamed).some((step) => step.name === former) || allSteps(definition).some((step) => step.name === name)) return renamed;
  const followed = speakingOf(renamed, former, name);
  const term = termOf(definition, former);
  return term === undefined || termOf(definition, name) !== undefined ? followed : setTerm(setTerm(followed, name, term), former, undefined);
}

/** What a step is called by where its author has given it a title, and no other step is called so. */
export const nameFor = (definition: Definition, step: Step, title: string): string => {
  const taken = new Set(allSteps(definition).filter((one) => one.id !== step.id).map((one) => one.name));
  const plain = title.trim().slice(0, 80);
  if (plain === "") return step.name;
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain}${number}`;
    if (!taken.has(name)) return name;
  }
};

/** With another name in what all steps say of one; without what they say of it where there is none. */
const speakingOf = (definition: Definition, former: string, name: string | undefined): Definition =>
  allSteps(definition).reduce((all, { place }) => {
    const json = at(all, place) as JsonObject;
    const next = namingOthers(json, (one) => one === former ? name : one);
    return next === json ? all : putAt(all, place, next) as Definition;
  }, definition);

/** The expression of an input; undefined where it is not set. */
export function expressionOf(json: JsonObject, input: Input): Expression | undefined {
  const value = member(json, camel(input.name));
  if (value === undefined || value === null) return undefined;
  if (!input.isWrapped) return { type: "Object", value };
  if (!isObject(value)) return { type: "Literal", value };
  const expression = object(value, "expression");
  return expression === undefined ? undefined : { type: text(expression, "type") || "Literal", value: member(expression, "value") ?? null };
}

export const setInput = (definition: Definition, place: Place, input: Input, expression: Expression | undefined): Definition => editStep(definition, place, (json) => {
  const name = camel(input.name);
  if (expression === undefined) return put(json, name, undefined);
  if (!input.isWrapped) return put(json, name, expression.value);
  const before = member(json, name);
  const wrapped = isObject(before) ? before : { typeName: input.typeName };
  return put(json, name, put(wrapped, "expression", { ...(object(wrapped, "expression") ?? {}), type: expression.type, value: expression.value }));
});

const own = (definition: Definition) => object(definition, "customProperties") ?? {};

/** The terms of a service's steps; undefined for a definition of no service. */
export const termsOf = (definition: Definition): JsonObject | undefined => object(own(definition), Terms);

export function termOf(definition: Definition, name: string): Term | undefined {
  const term = object(termsOf(definition) ?? {}, name);
  const count = term && member(term, "count");
  return term === undefined ? undefined : { count: typeof count === "number" ? count : 0, unit: text(term, "unit") };
}

export function setTerm(definition: Definition, name: string, term: Term | undefined): Definition {
  const terms = termsOf(definition);
  if (terms === undefined) return definition;
  const before = object(terms, name) ?? {};
  return put(definition, "customProperties", put(own(definition), Terms, put(terms, name, term && { ...before, count: term.count, unit: term.unit })));
}

const stampOf = (definition: Definition) => text(own(definition), Stamp);
export { stampOf };

/** With the stamp of what the writer has before them; without one, what stands there is written over. */
export const stamped = (definition: Definition, stamp: string | undefined): Definition => put(definition, "customProperties", put(own(definition), Stamp, stamp));

/** What the editor edits of a definition: all but the envelope, which says which version it is. */
export const held = (definition: Definition): Definition => ["id", "version", "isLatest", "isPublished", "createdAt", "links"].reduce((rest, name) => put(rest, name, undefined), stamped(definition, undefined));

/** An id and a name for a new step that no other has. */
function fresh(definition: Definition, descriptor: Descriptor): { id: string; name: string } {
  const steps = allSteps(definition);
  for (let number = 1; ; number++) {
    const [id, name] = [`${camel(descriptor.name)}${number}`, `${descriptor.name}${number}`];
    if (!steps.some((step) => step.id === id || step.name === name)) return { id, name };
  }
}

function made(definition: Definition, flow: Place, descriptor: Descriptor): JsonObject {
  const { id, name } = fresh(definition, descriptor);
  const nodeId = text(at(definition, flow) as JsonObject, "nodeId");
  return {
    id, ...(nodeId ? { nodeId: `${nodeId}:${id}` } : {}), name, type: descriptor.typeName, version: descriptor.version,
    customProperties: { canStartWorkflow: false, runAsynchronously: false }, metadata: { displayText: descriptor.displayName },
  };
}

const linkJson = (source: string, port: string, target: string): JsonObject => ({ source: { activity: source, port }, target: { activity: target, port: "In" } });

const editFlow = (definition: Definition, flow: Place, edit: (container: JsonObject) => JsonObject): Definition => editStep(definition, flow, edit);

/** Sends a link elsewhere, in the form that it has. */
function retarget(json: JsonObject, target: string): JsonObject {
  const end = member(json, "target");
  const plain = put(json, "vertices", member(json, "vertices") === undefined ? undefined : []);
  return put(plain, "target", isObject(end) ? put(end, "activity", target) : target);
}

/** Puts a step on a link: what came through it comes to the new step, whose first way out leads on to where it led. */
export function insertOnLink(definition: Definition, flow: Place, link: Link, descriptor: Descriptor, palette: Palette): { definition: Definition; id: string } {
  const step = made(definition, flow, descriptor);
  const id = text(step, "id");
  const onward = portsOf(stepOf(step, []), palette)[0]?.name;
  const edited = editFlow(definition, flow, (container) => {
    const links = items(container, "connections").map((json, index) => index === link.index && isObject(json) ? retarget(json, id) : json);
    return putItems(putItems(container, "activities", [...items(container, "activities"), step]), "connections", onward === undefined ? links : [...links, linkJson(id, onward, link.target)]);
  });
  return { definition: edited, id };
}

/** Adds a step that leads nowhere yet: behind another one where its way out is free, else by itself. */
export function append(definition: Definition, flow: Place, descriptor: Descriptor, behind?: { source: string; port: string }): { definition: Definition; id: string } {
  const step = made(definition, flow, descriptor);
  const id = text(step, "id");
  const added = editFlow(definition, flow, (container) => putItems(container, "activities", [...items(container, "activities"), step]));
  return { definition: behind ? connect(added, flow, behind.source, behind.port, id) : added, id };
}

export function connect(definition: Definition, flow: Place, source: string, port: string, target: string): Definition {
  if (linksIn(definition, flow).some((link) => link.source === source && link.port === port && link.target === target)) return definition;
  const step = stepsIn(definition, flow).find((one) => one.id === source);
  return editFlow(step ? setEnd(definition, step, port, false) : definition, flow, (container) => putItems(container, "connections", [...items(container, "connections"), linkJson(source, port, target)]));
}

export const disconnect = (definition: Definition, flow: Place, index: number): Definition =>
  editFlow(definition, flow, (container) => putItems(container, "connections", items(container, "connections").filter((_, place) => place !== index)));

/** Takes a step out; what led to it leads on to where its first way out led. Its term and what other steps say of it go too, where no other step has its name. */
export function remove(definition: Definition, flow: Place, id: string): Definition {
  const links = linksIn(definition, flow);
  const step = stepsIn(definition, flow).find((one) => one.id === id);
  if (step === undefined) return definition;
  const onward = links.find((link) => link.source === id && link.target !== id)?.target;
  const edited = editFlow(definition, flow, (container) => {
    const kept: Json[] = [];
    items(container, "connections").forEach((json, index) => {
      const link = links.find((one) => one.index === index);
      if (link === undefined || !isObject(json) || (link.source !== id && link.target !== id)) kept.push(json);
      else if (link.source !== id && onward !== undefined && link.source !== onward && !links.some((other) => other.source === link.source && other.port === link.port && other.target === onward))
        kept.push(retarget(json, onward));
    });
    return putItems(putItems(container, "activities", items(container, "activities").filter((json) => !isObject(json) || text(json, "id") !== id)), "connections", kept);
  });
  const gone = allSteps(definition, step.place).map((one) => one.name).filter((name) => !allSteps(edited).some((other) => other.name === name));
  return gone.reduce((all, name) => setTerm(speakingOf(all, name, undefined), name, undefined), edited);
}

/** Ways out of a step at which its author means the flow to end. In the metadata of the step, which Elsa keeps and passes over. */
export const endsOf = (step: Step): string[] => items(object(step.json, "metadata") ?? {}, "aidEnds").filter((port): port is string => typeof port === "string");

export function setEnd(definition: Definition, step: Step, port: string, isEnd: boolean): Definition {
  const before = endsOf(step);
  if (before.includes(port) === isEnd) return definition;
  const ends = isEnd ? [...before, port] : before.filter((one) => one !== port);
  return editStep(definition, step.place, (json) => put(json, "metadata", put(object(json, "metadata") ?? {}, "aidEnds", ends.length === 0 ? undefined : ends)));
}

/** Ways out of steps that lead nowhere and are not said to be an end, by step. */
export function openWays(definition: Definition, flow: Place, palette: Palette): Map<string, string[]> {
  const links = linksIn(definition, flow);
  const open = new Map<string, string[]>();
  for (const step of stepsIn(definition, flow)) {
    const ports = portsOf(step, palette);
    const ends = endsOf(step);
    const ways = ports.length < 2 ? [] : ports.filter((port) => !ends.includes(port.name) && !links.some((link) => link.source === step.id && link.port === port.name));
    if (ways.length > 0) open.set(step.id, ways.map((port) => port.words || port.name));
  }
  return open;
}
