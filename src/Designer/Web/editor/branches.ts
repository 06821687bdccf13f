// Ways that a flow parts by amounts and answers, as they stand in a definition: a list, or a text of JSON that holds one. In words for the field, the drawing and the comparison.
import { isObject, type Json, type JsonObject } from "./json";
import { writeYuan } from "./money";
import type { Say } from "./words";
import type { Choices } from "./wire";

export interface Test { of: string; field?: string; op: string; value?: Json; cents?: number }
export interface Branch { label: string; match?: string; tests: Test[] }

type Fields = Choices["fields"];

const isTest = (value: Json | undefined) => isObject(value) && typeof value.of === "string";

/** Undefined where it is something that the fields cannot show. */
export function readBranches(value: Json | undefined): Branch[] | undefined {
  if (value === undefined || value === null || value === "") return [];
  try {
    const list = typeof value === "string" ? JSON.parse(value) as Json : value;
    if (!Array.isArray(list) || !list.every((one) => isObject(one) && typeof one.label === "string" && (one.tests === undefined || (Array.isArray(one.tests) && one.tests.every(isTest))))) return undefined;
    return list.map((one) => ({ ...(one as JsonObject), tests: ((one as JsonObject).tests ?? []) })) as unknown as Branch[];
  } catch { return undefined; }
}

/** In the form that was there before; a text where nothing was, as Elsa's clients write it. */
export const writeBranches = (branches: Branch[], before: Json | undefined): Json | undefined =>
  branches.length === 0 ? undefined : before !== undefined && before !== null && typeof before !== "string" ? branches as unknown as JsonObject[] : JSON.stringify(branches);

const Amounts = ["at-least", "above", "at-most", "below", "equal", "not-equal"];

/** How something can be compared, by the type of its question; an amount of the case has the type money. */
export function opsOf(type: string): string[] {
  if (type === "money" || type === "number" || type === "date") return [...Amounts, "filled", "empty"];
  if (type === "choice") return ["equal", "not-equal", "in", "not-in", "filled", "empty"];
  if (type === "multi-choice") return ["contains", "filled", "empty"];
  if (type === "yes-no") return ["equal", "filled", "empty"];
  if (type === "text" || type === "address") return ["equal", "not-equal", "filled", "empty"];
  return ["filled", "empty"];
}

export const opWords = (op: string, say: Say): string => (({
  "equal": say("是", "is"), "not-equal": say("不是", "is not"), "in": say("是其中之一", "is one of"), "not-in": say("不是其中任何一个", "is none of"), "above": say("高于", "is above"), "at-least": say("不低于", "is at least"),
  "below": say("低于", "is below"), "at-most": say("不高于", "is at most"), "filled": say("已填写", "is filled in"), "empty": say("没有填写", "is not filled in"), "contains": say("包含", "contains"),
}) as Record<string, string>)[op] ?? op;

export const typeOf = (test: Test, fields: Fields): string => test.of === "answer" ? fields.find((one) => one.key === test.field)?.type ?? "" : "money";

/** With another thing to look at: what cannot be compared so is begun anew. */
export function lookingAt(test: Test, of: string, field: string | undefined, fields: Fields): Test {
  const next = { of, ...(of === "answer" ? { field: field ?? "" } : {}) };
  const type = typeOf({ ...next, op: "" }, fields);
  const [op, before] = [opsOf(type).includes(test.op) ? test.op : opsOf(type)[0], typeOf(test, fields)];
  return type === before && type === "money" && test.cents !== undefined ? { ...next, op, cents: test.cents } : { ...next, op };
}

/** With another comparison; what it is compared with stays as far as it can. */
export function comparedBy(test: Test, op: string): Test {
  const { value, cents, ...rest } = test;
  if (op === "filled" || op === "empty") return { ...rest, op };
  if (cents !== undefined) return { ...rest, op, cents };
  const list = op === "in" || op === "not-in";
  return value === undefined ? { ...rest, op } : { ...rest, op, value: list ? Array.isArray(value) ? value : [value] : Array.isArray(value) ? value[0] ?? "" : value };
}

export function testWords(test: Test, fields: Fields, say: Say): string {
  const field = fields.find((one) => one.key === test.field);
  const what = test.of === "proposed" ? say("建议金额", "amount proposed") : test.of === "approved" ? say("批准金额", "amount granted") : say(`“${field?.words ?? test.field ?? ""}”`, `“${field?.words ?? test.field ?? ""}”`);
  const named = (value: Json) => field?.options?.find((one) => one.key === String(value))?.words ?? (value === "yes" ? say("是", "yes") : value === "no" ? say("否", "no") : String(value));
  const compared = test.cents !== undefined ? say(` ${writeYuan(test.cents)} 元`, ` ${writeYuan(test.cents)} yuan`) : test.value === undefined ? "" : ` ${(Array.isArray(test.value) ? test.value : [test.value]).map(named).join(say("、", ", "))}`;
  return `${what}${say("", " ")}${opWords(test.op, say)}${compared}`;
}

export const branchWords = (branch: Branch, fields: Fields, say: Say): string =>
  branch.tests.map((test) => testWords(test, fields, say)).join(branch.match === "any" ? say(" 或者 ", " or ") : say(" 并且 ", " and "));
