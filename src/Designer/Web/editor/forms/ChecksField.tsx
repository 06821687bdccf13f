import { isObject, items, object, put, text, type Json, type JsonObject } from "../json";
import type { Language, Say } from "../words";
import { checksFor, type Spot } from "./form";
import { titleOf } from "./titles";
import { checkWords } from "./names";

interface Props { json: JsonObject; among: Spot[]; language: Language; say: Say; onSet: (checks: Json[] | undefined) => void }

/** What an answer must keep besides its type. */
export function ChecksField({ json, among, language, say, onSet }: Props) {
  const type = text(json, "type");
  const checks = items(json, "checks").filter(isObject);
  const fitting = checksFor(type);
  if (fitting.length === 0 && checks.length === 0) return null;
  const write = (next: JsonObject[]) => onSet(next.length === 0 ? undefined : next);
  const others = among.filter((one) => one.json !== json && text(one.json, "type") === (type === "date" ? "date" : text(one.json, "type")));
  const begun = (kind: string): JsonObject => {
    const other = others.find((one) => text(one.json, "type") === type)?.key ?? "";
    switch (kind) {
      case "at-least": case "at-most": return { check: kind, value: type === "money" ? "0.00" : 0 };
      case "cap": return { check: kind, value: "cap-per-case" };
      case "not-above": case "not-before": case "differs-from": return { check: kind, field: other };
      case "sum-of": case "at-least-sum-of": return { check: kind, fields: other === "" ? [] : [other] };
      case "pattern": return { check: kind, pattern: "", hint: { "zh-CN": "", "en": "" } };
      default: return { check: kind };
    }
  };
  return <fieldset id="f-checks" tabIndex={-1}>
    <legend>{say("检查", "Checks")}</legend>
    {checks.map((check, index) => <Check key={index} check={check} number={index + 1} type={type} others={others} language={language} say={say}
      onSet={(next) => write(next === undefined ? checks.filter((_, one) => one !== index) : checks.map((old, one) => one === index ? next : old))} />)}
    <select aria-label={say("加一项检查", "Add a check")} value="" onChange={(event) => write([...checks, begun(event.target.value)])}>
      <option value="">{say("＋ 加检查……", "+ Add a check …")}</option>
      {fitting.map((kind) => <option key={kind} value={kind}>{checkWords(kind, say)}</option>)}
    </select>
  </fieldset>;
}

interface CheckProps { check: JsonObject; number: number; type: string; others: Spot[]; language: Language; say: Say; onSet: (check: JsonObject | undefined) => void }

function Check({ check, number, type, others, language, say, onSet }: CheckProps) {
  const kind = text(check, "check");
  const name = `${checkWords(kind, say)} ${number}`;
  const fields = Array.isArray(check.fields) ? check.fields.map(String) : [];
  const hint = object(check, "hint") ?? {};
  return <span className="part">
    <strong>{checkWords(kind, say)}</strong>
    {(kind === "at-least" || kind === "at-most") && <input aria-label={name} inputMode="decimal" value={String(check.value ?? "")} onChange={(event) =>
      onSet(put(check, "value", type === "money" ? event.target.value : /^\d+$/.test(event.target.value) ? Number(event.target.value) : event.target.value))} />}
    {kind === "cap" && <select aria-label={name} value={text(check, "value")} onChange={(event) => onSet(put(check, "value", event.target.value))}>
      {[...new Set(["cap-per-case", "cap-per-year", text(check, "value")])].map((cap) => <option key={cap} value={cap}>{cap === "cap-per-case" ? say("单次封顶", "Cap per case") : cap === "cap-per-year" ? say("年度封顶", "Cap per year") : cap}</option>)}
    </select>}
    {"field" in check && <select aria-label={name} value={text(check, "field")} onChange={(event) => onSet(put(check, "field", event.target.value))}>
      {!others.some((one) => one.key === check.field) && <option value={text(check, "field")}>{text(check, "field")}</option>}
      {others.map((one) => <option key={one.key} value={one.key}>{titleOf(one, language)}</option>)}
    </select>}
    {"fields" in check && <select multiple aria-label={name} value={fields} onChange={(event) => onSet(put(check, "fields", [...event.target.selectedOptions].map((one) => one.value)))}>
      {others.filter((one) => ["money", "number"].includes(text(one.json, "type"))).map((one) => <option key={one.key} value={one.key}>{titleOf(one, language)}</option>)}
    </select>}
    {kind === "pattern" && <>
      <input aria-label={say(`写法（正则表达式）${number}`, `Pattern (regular expression) ${number}`)} value={text(check, "pattern")} onChange={(event) => onSet(put(check, "pattern", event.target.value))} />
      {(["zh-CN", "en"] as const).map((one) => <input key={one} lang={one} aria-label={`${say("应写成什么样", "What is expected")} (${one === "en" ? "English" : "中文"}) ${number}`} placeholder={one === "en" ? "What is expected" : "应写成什么样"} value={text(hint, one)} onChange={(event) => onSet(put(check, "hint", put(hint, one, event.target.value)))} />)}
    </>}
    <button type="button" className="small" aria-label={say(`删除检查 ${number}`, `Remove check ${number}`)} onClick={() => onSet(undefined)}>×</button>
  </span>;
}
