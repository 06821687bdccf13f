// Steps that inputs of other steps name: to whom one may send back, and whose deciders may not decide.
import { isObject, member, object, put, type Json, type JsonObject } from "./json";

const Naming = ["returnTo", "notDecidersOf"];

/** The step with other names in its inputs, in the form that they had: a list, or a text that holds one. A name for which there is none is taken out, and the input with the last. */
export const namingOthers = (json: JsonObject, other: (name: string) => string | undefined): JsonObject => Naming.reduce((step, input) => inInput(step, input, other), json);

function inInput(json: JsonObject, input: string, other: (name: string) => string | undefined): JsonObject {
  const given = member(json, input);
  const expression = isObject(given) ? object(given, "expression") : undefined;
  const value = expression === undefined ? given : member(expression, "value");
  const list = listIn(value);
  if (list === undefined) return json;
  const next = list.flatMap((name) => typeof name === "string" ? other(name) ?? [] : name);
  if (next.length === list.length && next.every((name, index) => name === list[index])) return json;
  if (next.length === 0) return put(json, input, undefined);
  const written: Json = Array.isArray(value) ? next : JSON.stringify(next);
  return put(json, input, expression === undefined ? written : put(given as JsonObject, "expression", put(expression, "value", written)));
}

function listIn(value: Json | undefined): Json[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string" || !value.trim().startsWith("[")) return undefined;
  try { return JSON.parse(value) as Json[]; } catch { return undefined; }
}
