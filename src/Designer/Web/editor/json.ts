// JSON as Elsa reads it: names of properties in any case, lists also wrapped in $values. What is not understood is kept as it is.
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject { [key: string]: Json }

/** Where a value stands: names and numbers from the top. */
export type Place = readonly (string | number)[];

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** The name under which an object has a property, whatever its case. */
export function keyOf(json: JsonObject, name: string): string | undefined {
  if (Object.prototype.hasOwnProperty.call(json, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(json).find((key) => key.toLowerCase() === lower);
}

export function member(json: JsonObject, name: string): Json | undefined {
  const key = keyOf(json, name);
  return key === undefined ? undefined : json[key];
}

export const text = (json: JsonObject, name: string): string => {
  const value = member(json, name);
  return typeof value === "string" ? value : "";
};

export const object = (json: JsonObject, name: string): JsonObject | undefined => {
  const value = member(json, name);
  return isObject(value) ? value : undefined;
};

/** With a property set, or taken out where the value is undefined; the others stay where they are. */
export function put(json: JsonObject, name: string, value: Json | undefined): JsonObject {
  const key = keyOf(json, name) ?? name;
  if (value !== undefined) return { ...json, [key]: value };
  const { [key]: _, ...rest } = json;
  return rest;
}

/** The entries of a list; a single object is a list of one. */
export function items(json: JsonObject, name: string): Json[] {
  const value = member(json, name);
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  const wrapped = member(value, "$values");
  return wrapped === undefined ? [value] : Array.isArray(wrapped) ? wrapped : [];
}

/** With other entries in a list, wrapped as it was. */
export function putItems(json: JsonObject, name: string, list: Json[]): JsonObject {
  const value = member(json, name);
  return put(json, name, isObject(value) && keyOf(value, "$values") !== undefined ? put(value, "$values", list) : list);
}

export function at(json: Json, place: Place): Json | undefined {
  let value: Json | undefined = json;
  for (const step of place)
    value = typeof step === "number" ? (Array.isArray(value) ? value[step] : undefined) : isObject(value) ? value[step] : undefined;
  return value;
}

/** With another value at a place; everything beside the way there is shared with the old one. */
export function putAt(json: Json, place: Place, value: Json): Json {
  if (place.length === 0) return value;
  const [step, ...rest] = place;
  if (typeof step === "number") {
    const list = [...(json as Json[])];
    list[step] = putAt(list[step], rest, value);
    return list;
  }
  const owner = json as JsonObject;
  return { ...owner, [step]: putAt(owner[step], rest, value) };
}

/** The same text for the same content, whatever the order of properties. */
export const sorted = (value: Json | undefined): string => JSON.stringify(value, (_, one: unknown) =>
  typeof one === "object" && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => a < b ? -1 : 1)) : one) ?? "";
