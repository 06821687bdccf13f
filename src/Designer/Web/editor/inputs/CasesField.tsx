import { useEffect, useState } from "react";
import { ScriptField } from "./ScriptField";
import { JsonField } from "./JsonField";
import { useKnown } from "../known";
import { isObject, object, put, text, type Json, type JsonObject } from "../json";
import type { Finding } from "../wire";

interface Props { id: string; value: Json | undefined; findings: readonly Finding[]; onSet: (value: Json | undefined) => void }

/** The ways of a switch: each with its name and the condition under which it is taken, in the order in which they are asked. */
export function CasesField({ id, value, findings, onSet }: Props) {
  const { say } = useKnown();
  if (value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.every(isObject))) return <JsonField id={id} value={value} say={say} onSet={onSet} />;
  const cases = Array.isArray(value) ? value.filter(isObject) : [];
  const set = (index: number, next: JsonObject | undefined) => onSet(next === undefined ? cases.filter((_, one) => one !== index) : cases.map((old, one) => one === index ? next : old));
  const fresh = () => { for (let number = cases.length + 1; ; number++) { const name = say(`分支${number}`, `Case ${number}`); if (!cases.some((one) => text(one, "label") === name)) return name; } };
  return <div className="cases" role="group" aria-labelledby={`${id}-label`}>
    {cases.map((one, index) => <Case key={index} id={`${id}-${index}`} number={index + 1} json={one} taken={(name) => cases.some((other) => other !== one && text(other, "label") === name)} findings={findings.filter((found) => found.path.toLowerCase().includes(`cases[${index}]`))}
      onSet={(next) => set(index, next)} onUp={index === 0 ? undefined : () => onSet(cases.map((old, at) => at === index - 1 ? one : at === index ? cases[index - 1] : old))} />)}
    <button id={cases.length === 0 ? id : undefined} type="button" onClick={() => onSet([...cases, { label: fresh(), condition: { type: "JavaScript", value: "" } }])}>{say("加一个分支", "Add a case")}</button>
    {cases.length === 0 && <p className="hint warn">{say("没有分支：总是走“其他”。", "There is no case: it always goes the way of “Default”.")}</p>}
  </div>;
}

interface CaseProps { id: string; number: number; json: JsonObject; taken: (name: string) => boolean; findings: readonly Finding[]; onSet: (json: JsonObject | undefined) => void; onUp: (() => void) | undefined }

function Case({ id, number, json, taken, findings, onSet, onUp }: CaseProps) {
  const { say } = useKnown();
  const name = text(json, "label");
  const [written, setWritten] = useState(name);
  useEffect(() => setWritten(name), [name]);
  const wrong = written.trim() === "" ? say("名称不能空着", "It needs a name") : taken(written.trim()) || written.trim() === "Default" ? say("已有同名的出口", "Another way out has this name") : "";
  const keep = () => { if (wrong === "" && written.trim() !== name) onSet(put(json, "label", written.trim())); };
  const condition = object(json, "condition");
  const type = condition === undefined ? "JavaScript" : text(condition, "type") || "Literal";
  const said = condition?.value;
  const isEmpty = said === undefined || said === null || (typeof said === "string" && said.trim() === "");
  return <fieldset className="rule">
    <legend>{say(`分支 ${number}`, `Case ${number}`)}</legend>
    <label htmlFor={`${id}-label`}>{say("名称（也是出口的名称）", "Name (and that of the way out)")}</label>
    <input id={`${id}-label`} type="text" value={written} aria-invalid={wrong !== ""} onChange={(event) => setWritten(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === "Enter") keep(); }} />
    {wrong !== "" && <p className="bad">{wrong}</p>}
    <label htmlFor={`${id}-condition`}>{say("条件（表达式，成立时走这里）", "Condition (an expression; this way is taken where it holds)")}</label>
    {type === "JavaScript"
      ? <ScriptField id={`${id}-condition`} value={typeof said === "string" ? said : ""} findings={findings} onSet={(script) => onSet(put(json, "condition", { ...(condition ?? {}), type: "JavaScript", value: script }))} />
      : <JsonField id={`${id}-condition`} value={condition} say={say} onSet={(next) => onSet(put(json, "condition", next))} />}
    {isEmpty && <p className="bad">{say("没有写条件，这一支走不到", "Without a condition this way is never taken")}</p>}
    {onUp && <button type="button" className="small" onClick={onUp} aria-label={say(`上移：分支“${name}”`, `Up: case ${name}`)}>{say("上移", "Up")}</button>}
    <button type="button" className="small" onClick={() => onSet(undefined)} aria-label={say(`去掉：分支“${name}”`, `Remove case ${name}`)}>{say("去掉", "Remove")}</button>
  </fieldset>;
}
