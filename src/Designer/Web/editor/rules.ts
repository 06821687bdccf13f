// Rules of who decides, as they stand in a definition: a list, or a text of JSON that holds one.
import { isObject, type Json, type JsonObject } from "./json";

export interface Rule { of: string; role?: string; level?: string; above?: number; people?: string[]; group?: string; answer?: string; take?: string; weight?: number; stage?: number; fromCents?: number }

/** Undefined where it is something that the fields cannot show. */
export function readRules(value: Json | undefined): Rule[] | undefined {
  if (value === undefined || value === null || value === "") return [];
  try {
    const list = typeof value === "string" ? JSON.parse(value) as Json : value;
    return Array.isArray(list) && list.every((one) => isObject(one) && typeof one.of === "string") ? list as unknown as Rule[] : undefined;
  } catch { return undefined; }
}

/** In the form that was there before; a text where nothing was, as Elsa's clients write it. */
export const writeRules = (rules: Rule[], before: Json | undefined): Json | undefined =>
  rules.length === 0 ? undefined : before !== undefined && before !== null && typeof before !== "string" ? rules as unknown as JsonObject[] : JSON.stringify(rules);

/** Another kind has use for other members; what it has none for would be refused. */
export function ofKind(rule: Rule, of: string): Rule {
  const place = { level: rule.level ?? (rule.above === undefined ? "District" : undefined), above: rule.above };
  const rest = { ...(rule.weight === undefined ? {} : { weight: rule.weight }), ...(rule.stage === undefined ? {} : { stage: rule.stage }), ...(rule.fromCents === undefined ? {} : { fromCents: rule.fromCents }) };
  const kind = of.toLowerCase();
  return plain(kind === "role" ? { of, role: rule.role ?? "DistrictReviewer", ...place, take: rule.take, ...rest }
    : kind === "head" ? { of, ...place, ...rest }
    : kind === "people" ? { of, people: rule.people ?? [], take: named(rule.take), ...rest }
    : kind === "group" ? { of, group: rule.group ?? "", take: named(rule.take), ...rest }
    : kind === "applicant" ? { of, answer: rule.answer ?? "", take: named(rule.take), ...rest }
    : { of, take: named(rule.take), ...rest });
}

/** Of people by name there is no "any one". */
const named = (take: string | undefined) => take?.toLowerCase() === "any" ? undefined : take;

export const plain = (rule: Rule): Rule => Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as unknown as Rule;
