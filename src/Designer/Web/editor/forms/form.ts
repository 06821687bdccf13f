// Reads and edits form.json and documents.json together, by the names of the files. Every edit gives a new document that shares what it did not touch;
// what is not known here stays as it is.
import { at, isObject, items, object, put, putAt, text, type Json, type JsonObject, type Place } from "../json";

export type Doc = JsonObject;
export const Form = "form.json";
export const Papers = "documents.json";

export const Types = ["text", "number", "money", "date", "choice", "multi-choice", "yes-no", "address", "mobile", "citizen-id", "bank-card", "document", "members"] as const;
export const Accesses = ["hidden", "masked", "read", "edit", "required"] as const;

/** A section, a question, a column of a table or a paper, and where it stands. */
export interface Spot { kind: "section" | "field" | "column" | "paper"; place: Place; json: JsonObject; key: string }

const spot = (kind: Spot["kind"], place: Place, json: Json): Spot[] => isObject(json) ? [{ kind, place, json, key: text(json, "key") }] : [];

export const sectionsOf = (doc: Doc): Spot[] => items(object(doc, Form) ?? {}, "sections").flatMap((json, index) => spot("section", [Form, "sections", index], json));

const listed = (owner: Spot, name: string, kind: Spot["kind"]): Spot[] => items(owner.json, name).flatMap((json, index) => spot(kind, [...owner.place, name, index], json));

export const fieldsIn = (section: Spot): Spot[] => listed(section, "fields", "field");

export const columnsOf = (field: Spot): Spot[] => listed(field, "columns", "column");

export const fieldsOf = (doc: Doc): Spot[] => sectionsOf(doc).flatMap(fieldsIn);

export const papersOf = (doc: Doc): Spot[] => items(object(doc, Papers) ?? {}, "documents").flatMap((json, index) => spot("paper", [Papers, "documents", index], json));

export function spotAt(doc: Doc, place: Place): Spot | undefined {
  const json = at(doc, place);
  const kind = place[0] === Papers ? "paper" : place.length === 3 ? "section" : place.length === 5 ? "field" : "column";
  return isObject(json) ? { kind, place, json, key: text(json, "key") } : undefined;
}

/** What a condition or a check at this place may speak of: the columns of the table, or the questions of the form. */
export const amongOf = (doc: Doc, place: Place): Spot[] => {
  const field = place[0] === Form && place.length > 5 ? spotAt(doc, place.slice(0, 5)) : undefined;
  return field !== undefined ? columnsOf(field) : fieldsOf(doc);
};

export const edit = (doc: Doc, place: Place, change: (json: JsonObject) => JsonObject): Doc => putAt(doc, place, change(at(doc, place) as JsonObject)) as Doc;

export const set = (doc: Doc, place: Place, name: string, value: Json | undefined): Doc => edit(doc, place, (json) => put(json, name, value));

/** Words in one language; taken out where none are left and they may be missing. */
export function setWords(doc: Doc, place: Place, name: string, language: string, words: string, isOwed: boolean): Doc {
  return edit(doc, place, (json) => {
    const next = { ...(object(json, name) ?? { "zh-CN": "", en: "" }), [language]: words };
    return put(json, name, !isOwed && text(next, "zh-CN") === "" && text(next, "en") === "" ? undefined : next);
  });
}

const listOf = (doc: Doc, place: Place) => at(doc, place) as Json[];

/** Puts one into the list at a place. */
function insert(doc: Doc, list: Place, index: number, json: Json): { doc: Doc; place: Place } {
  const all = at(doc, list);
  const next = Array.isArray(all) ? [...all] : [];
  next.splice(index, 0, json);
  return { doc: putAt(doc, list, next) as Doc, place: [...list, index] };
}

/** A key that no other has. */
function fresh(taken: string[], stem: string): string {
  for (let number = 1; ; number++) if (!taken.includes(`${stem}${number}`)) return `${stem}${number}`;
}

const words = (chinese: string, english: string): JsonObject => ({ "zh-CN": chinese, en: english });

export function addSection(doc: Doc, after: number): { doc: Doc; place: Place } {
  return insert(doc, [Form, "sections"], after + 1, { key: fresh(sectionsOf(doc).map((one) => one.key), "section"), title: words("新的部分", "New section"), fields: [] });
}

/** @param list Of the questions of a section, or of the columns of a table. */
export function addField(doc: Doc, list: Place, index: number): { doc: Doc; place: Place } {
  const taken = list.length === 4 ? fieldsOf(doc).map((one) => one.key) : (listOf(doc, list) ?? []).map((one) => isObject(one) ? text(one, "key") : "");
  return insert(doc, list, index, { key: fresh(taken, list.length === 4 ? "question" : "column"), type: "text", label: words("新的问题", "New question") });
}

export function addPaper(doc: Doc): { doc: Doc; place: Place } {
  const papers = papersOf(doc);
  const like = papers[papers.length - 1]?.json;
  return insert(doc, [Papers, "documents"], papers.length, {
    key: fresh(papers.map((one) => one.key), "paper"), name: words("新的材料", "New paper"), types: like?.types ?? ["image/jpeg", "image/png", "application/pdf"], maxBytes: like?.maxBytes ?? 10485760, maxFiles: 10,
    retention: like?.retention ?? { count: 30, unit: "years" },
  });
}

/** Takes one out; a question or a paper leaves the table of access too. Whoever still speaks of it is found by the check. */
export function remove(doc: Doc, { kind, place, key }: Spot): Doc {
  const fields = kind === "section" ? fieldsIn(spotAt(doc, place)!).map((one) => one.key) : [key];
  const list = listOf(doc, place.slice(0, -1)).filter((_, index) => index !== place[place.length - 1]);
  const out = putAt(doc, place.slice(0, -1), list) as Doc;
  return kind === "column" ? out : fields.reduce((next, field) => eachStep(next, kind === "paper" ? "papers" : "fields", (access) => put(access, field, undefined)), out);
}

/** Moves one in its list; a question at the end of a section goes on to the next one. Null where there is no further. */
export function shift(doc: Doc, { kind, place }: Spot, by: 1 | -1): { doc: Doc; place: Place } | null {
  const [list, index] = [place.slice(0, -1), place[place.length - 1] as number];
  const all = listOf(doc, list);
  if (index + by >= 0 && index + by < all.length) return moveTo(doc, place, list, index + by);
  const section = (place[2] as number) + by;
  if (kind !== "field" || section < 0 || section >= sectionsOf(doc).length) return null;
  const other = [Form, "sections", section, "fields"];
  return moveTo(doc, place, other, by === 1 ? 0 : (listOf(doc, other) ?? []).length);
}

/** Moves one to an index of a list, counted without it. */
export function moveTo(doc: Doc, place: Place, list: Place, index: number): { doc: Doc; place: Place } {
  const moved = at(doc, place)!;
  const out = putAt(doc, place.slice(0, -1), listOf(doc, place.slice(0, -1)).filter((_, one) => one !== place[place.length - 1])) as Doc;
  return insert(out, list, index, moved);
}

/** Gives a question, column or paper another key; whatever spoke of it by the old one goes along. */
export function rekey(doc: Doc, { kind, place, key }: Spot, to: string): Doc {
  const renamed = set(doc, place, "key", to);
  if (kind === "section" || key === "" || (kind === "field" && fieldsOf(renamed).some((one) => one.key === key))) return renamed;
  if (kind === "paper") return eachStep(renamed, "papers", (access) => entry(access, key, to));
  const within = kind === "column" ? place.slice(0, -1) : undefined;
  const said = (json: Json): Json => {
    if (Array.isArray(json)) return keep(json, json.map(said));
    if (!isObject(json)) return json;
    const next: JsonObject = {};
    for (const [name, value] of Object.entries(json))
      next[name] = name === "field" && value === key ? to
        : (name === "fields" || name === "signs") && Array.isArray(value) ? keep(value, value.map((one) => one === key ? to : said(one)))
          : name === "columns" && kind === "field" ? value // of a table, which speaks of its own row
            : said(value);
    return Object.keys(json).every((name) => next[name] === json[name]) ? json : next;
  };
  if (within !== undefined) return putAt(renamed, within, said(at(renamed, within)!)) as Doc;
  const spoken = said(renamed) as Doc;
  return eachStep(spoken, "fields", (access) => entry(access, key, to));
}

const keep = (before: Json[], after: Json[]): Json[] => before.every((one, index) => one === after[index]) ? before : after;

const entry = (json: JsonObject, from: string, to: string): JsonObject =>
  from in json ? Object.fromEntries(Object.entries(json).map(([name, value]) => [name === from ? to : name, value])) : json;

function eachStep(doc: Doc, part: "fields" | "papers", change: (access: JsonObject) => JsonObject): Doc {
  const steps = object(object(doc, Form) ?? {}, "steps") ?? {};
  return Object.entries(steps).reduce((next, [step, column]) => {
    const access = isObject(column) ? object(column, part) : undefined;
    if (access === undefined) return next;
    const changed = change(access);
    return Object.keys(changed).join() === Object.keys(access).join() ? next : putAt(next, [Form, "steps", step, part], changed) as Doc;
  }, doc);
}

export const stepOf = (doc: Doc, step: string): JsonObject | undefined => object(object(object(doc, Form) ?? {}, "steps") ?? {}, step);

/** What a step says of a question or a paper itself; "" where it says nothing. */
export const saidOf = (doc: Doc, step: string, part: "fields" | "papers", key: string): string => text(object(stepOf(doc, step) ?? {}, part) ?? {}, key);

/** What a column gives: its own word, its default, and for a step of a workflow that says nothing, none ("as the desk"). */
export const accessOf = (doc: Doc, step: string, key: string): string => saidOf(doc, step, "fields", key) || text(stepOf(doc, step) ?? {}, "default");

/** @param access "" to say nothing. A column that says nothing more at all goes out of the file, where it need not be there. */
export function setAccess(doc: Doc, step: string, part: "fields" | "papers", key: string, access: string, isDesk: boolean): Doc {
  const column = stepOf(doc, step) ?? {};
  const said = put(object(column, part) ?? {}, key, access === "" ? undefined : access);
  const next = put(column, part, Object.keys(said).length === 0 ? undefined : said);
  return edit(doc, [Form, "steps"], (steps) => put(steps, step, !isDesk && Object.keys(next).length === 0 ? undefined : next));
}

export const setDefault = (doc: Doc, step: string, access: string): Doc =>
  edit(doc, [Form, "steps"], (steps) => put(steps, step, put(object(steps, step) ?? {}, "default", access === "" ? undefined : access)));

/** Another type: what the type needs is there, and what it cannot have is not. */
export function retype(doc: Doc, place: Place, type: string): Doc {
  return edit(doc, place, (json) => {
    const [isChoice, isTable] = [type === "choice" || type === "multi-choice", type === "members"];
    const options = isChoice ? json.options ?? [{ value: "first", label: words("第一项", "First") }] : undefined;
    const columns = isTable ? json.columns ?? [{ key: "name", type: "text", label: words("名称", "Name") }] : undefined;
    const checks = items(json, "checks").filter((check) => isObject(check) && checksFor(type).includes(text(check, "check")));
    const next = put(put(put(json, "type", type), "options", options), "columns", columns);
    return put(next, "checks", checks.length > 0 ? checks : undefined);
  });
}

/** The checks that fit a type of question. */
export function checksFor(type: string): string[] {
  switch (type) {
    case "money": return ["at-least", "at-most", "cap", "not-above", "sum-of", "at-least-sum-of"];
    case "number": return ["at-least", "at-most", "not-above", "sum-of", "at-least-sum-of"];
    case "date": return ["not-in-future", "not-in-past", "not-before"];
    case "citizen-id": return ["differs-from"];
    case "text": case "address": return ["pattern"];
    case "yes-no": return ["must-be-yes"];
    default: return [];
  }
}

/** The file as it is written: as the folder has it. */
export const written = (json: Json): string => JSON.stringify(json, null, 2) + "\n";

/** The files of a document that differ from another one. */
export const changedFiles = (before: Doc, after: Doc): Record<string, string> =>
  Object.fromEntries(Object.keys(after).filter((file) => before[file] !== after[file]).map((file) => [file, written(after[file])]));

/** The place in the document that a fault speaks of: "$.sections[0].fields[2].type" of a file. */
export function placeOf(doc: Doc, file: string | null, path: string): Place | undefined {
  if (file !== Form && file !== Papers) return undefined;
  const steps = path.replace(/^\$\.?/, "").split(/[.[]/).filter((part) => part !== "").map((part) => part.endsWith("]") ? Number(part.slice(0, -1)) : part);
  return steps.every((_, index) => at(doc, [file, ...steps.slice(0, index + 1)]) !== undefined || index === steps.length - 1) ? [file, ...steps] : [file];
}

export const starts = (place: Place, with_: Place) => with_.every((part, index) => place[index] === part);
