import { isObject, items, put, text, type Json, type JsonObject } from "../json";
import type { Language, Say } from "../words";
import type { Spot } from "./form";
import { titleOf } from "./titles";
import { Ops, opWords } from "./names";

interface Props { id: string; when: Json | undefined; among: Spot[]; language: Language; say: Say; onSet: (when: Json | undefined) => void }

/** When something is asked: always, or under one or several conditions. Conditions within conditions are shown as JSON and kept. */
export function WhenField({ id, when, among, language, say, onSet }: Props) {
  const how = !isObject(when) ? undefined : "all" in when ? "all" : "any" in when ? "any" : undefined;
  const parts = !isObject(when) ? [] : how === undefined ? [when] : items(when, how).filter(isObject);
  const isDeep = parts.some((part) => "all" in part || "any" in part);
  const write = (next: JsonObject[], joined = how ?? "all") => onSet(next.length === 0 ? undefined : next.length === 1 && how === undefined ? next[0] : { [joined]: next });
  const first = among[0]?.key ?? "";

  if (isDeep) return <pre className="code">{JSON.stringify(when, null, 1)}</pre>;
  return <fieldset id={id} tabIndex={-1}>
    <legend>{say("什么时候问", "When it is asked")}</legend>
    {parts.length === 0 && <p className="hint">{say("总是问", "Always")}</p>}
    {parts.length > 1 && <select aria-label={say("几个条件之间", "Between the conditions")} value={how} onChange={(event) => write(parts, event.target.value as "all" | "any")}>
      <option value="all">{say("全部成立", "all of these hold")}</option><option value="any">{say("任一成立", "any of these holds")}</option>
    </select>}
    {parts.map((part, index) => <Part key={index} part={part} number={index + 1} among={among} language={language} say={say}
      onSet={(next) => write(next === undefined ? parts.filter((_, one) => one !== index) : parts.map((old, one) => one === index ? next : old))} />)}
    <button type="button" className="small" disabled={first === ""} onClick={() => write([...parts, { field: first, op: "filled" }])}>{say("＋ 加条件", "+ Add a condition")}</button>
  </fieldset>;
}

interface PartProps { part: JsonObject; number: number; among: Spot[]; language: Language; say: Say; onSet: (part: JsonObject | undefined) => void }

function Part({ part, number, among, language, say, onSet }: PartProps) {
  const [field, op] = [text(part, "field"), text(part, "op")];
  const asked = among.find((one) => one.key === field);
  const name = (words: [string, string]) => say(`条件 ${number}：${words[0]}`, `Condition ${number}: ${words[1]}`);
  const needs = (next: string, value: Json | undefined): Json | undefined => next === "filled" || next === "empty" ? undefined
    : next === "in" || next === "not-in" ? (Array.isArray(value) ? value : value === undefined ? [] : [String(value)]) : Array.isArray(value) ? value[0] ?? "" : value ?? "";
  return <span className="part">
    <select aria-label={name(["看哪一题", "which question"])} value={field} onChange={(event) => onSet(put(put(part, "field", event.target.value), "value", needs(op, undefined)))}>
      {asked === undefined && <option value={field}>{field}</option>}
      {among.map((one) => <option key={one.key} value={one.key}>{titleOf(one, language)}</option>)}
    </select>
    <select aria-label={name(["怎样比较", "how it is compared"])} value={op} onChange={(event) => onSet(put(put(part, "op", event.target.value), "value", needs(event.target.value, part.value)))}>
      {Ops.map((one) => <option key={one} value={one}>{opWords(one, say)}</option>)}
    </select>
    <Value label={name(["与什么比较", "with what"])} op={op} value={part.value} asked={asked} language={language} say={say} onSet={(value) => onSet(put(part, "value", value))} />
    <button type="button" className="small" aria-label={say(`删除条件 ${number}`, `Remove condition ${number}`)} onClick={() => onSet(undefined)}>×</button>
  </span>;
}

interface ValueProps { label: string; op: string; value: Json | undefined; asked: Spot | undefined; language: Language; say: Say; onSet: (value: Json) => void }

function Value({ label, op, value, asked, language, say, onSet }: ValueProps) {
  if (op === "filled" || op === "empty") return null;
  const type = asked === undefined ? "" : text(asked.json, "type");
  const options = asked === undefined ? [] : items(asked.json, "options").filter(isObject);
  const words = (option: JsonObject) => isObject(option.label) ? text(option.label, language) : text(option, "value");
  if (op === "in" || op === "not-in") {
    const list = Array.isArray(value) ? value.map(String) : [];
    if (options.length === 0) return <input type="text" aria-label={label} value={list.join(",")} onChange={(event) => onSet(event.target.value.split(/[,，]/).map((one) => one.trim()).filter((one) => one !== ""))} />;
    return <span role="group" aria-label={label}>{options.map((option) => {
      const one = text(option, "value");
      return <label key={one} className="choice"><input type="checkbox" checked={list.includes(one)} onChange={(event) => onSet(event.target.checked ? [...list, one] : list.filter((other) => other !== one))} /> {words(option)}</label>;
    })}</span>;
  }
  if (type === "yes-no") return <select aria-label={label} value={value === true || value === "yes" ? "yes" : value === false || value === "no" ? "no" : ""} onChange={(event) => onSet(event.target.value === "yes")}>
    <option value="" disabled /><option value="yes">{say("是", "Yes")}</option><option value="no">{say("否", "No")}</option>
  </select>;
  if (options.length > 0) return <select aria-label={label} value={String(value ?? "")} onChange={(event) => onSet(event.target.value)}>
    <option value="" disabled />{options.map((option) => <option key={text(option, "value")} value={text(option, "value")}>{words(option)}</option>)}
  </select>;
  return <input type={type === "date" ? "date" : "text"} aria-label={label} value={String(value ?? "")} onChange={(event) => onSet(event.target.value)} />;
}
