import { useState } from "react";
import { expressionOf, type Definition, type Expression } from "./definition";
import { camel, type Input } from "./descriptors";
import { readDuration, writeDuration } from "./duration";
import { isObject, items, text, type Json, type JsonObject } from "./json";
import { describe, wordsOf } from "./looks";
import { BranchesField } from "./inputs/BranchesField";
import { CasesField } from "./inputs/CasesField";
import { JsonField } from "./inputs/JsonField";
import { AudienceField, EventField, Preview } from "./inputs/MessageFields";
import { MoneyField } from "./inputs/MoneyField";
import { ScriptField } from "./inputs/ScriptField";
import { StepsField } from "./inputs/StepsField";
import { WhoField } from "./inputs/WhoField";
import type { Language, Say } from "./words";
import type { Finding } from "./wire";

interface Props { input: Input; inputs: readonly Input[]; json: JsonObject; definition: Definition; findings: Finding[]; language: Language; say: Say; onSet: (expression: Expression | undefined) => void }

/** One input of a step: a field for what is written down, or an expression. */
export function InputField({ input, inputs, json, definition, findings, language, say, onSet }: Props) {
  const expression = expressionOf(json, input);
  const syntax = expression?.type ?? (input.isWrapped ? input.defaultSyntax || "Literal" : "Object");
  const id = `i-${camel(input.name)}`;
  const label = input.displayName + (input.isRequired ? say("（必填）", " (required)") : "");
  const described = describe(input);
  const [isAsked, setAsked] = useState(false); // how it is given is rarely anything but written down
  const isUsual = syntax === "Literal" && (input.defaultSyntax || "Literal") === "Literal";
  const known = ["Literal", "JavaScript", "Variable", "Input", "Object"];
  return <div className={`input ${findings.length > 0 ? "wrong" : ""}`}>
    <span className="above">
      {syntax === "Literal" && input.uiHint === "checkbox" ? <span /> : <label id={`${id}-label`} htmlFor={id}>{label}</label>}
      {input.isWrapped && isUsual && !isAsked && <button type="button" className="small syntax" aria-label={say(`${input.displayName}：换一种方式给出`, `${input.displayName}: give it in another way`)} title={say("用表达式、变量或流程输入给出", "By an expression, a variable or an input of the workflow")} onClick={() => { setAsked(true); setTimeout(() => document.getElementById(`${id}-syntax`)?.focus()); }}>…</button>}
      {input.isWrapped && (!isUsual || isAsked) && <select id={`${id}-syntax`} className="syntax" aria-label={say(`${input.displayName}：怎样给出`, `${input.displayName}: how it is given`)} value={known.includes(syntax) ? syntax : "other"} onChange={(event) => onSet({ type: event.target.value, value: event.target.value === "Object" ? {} : "" })}>
        <option value="Literal">{say("固定值", "Value")}</option><option value="JavaScript">{say("由表达式算出", "An expression")}</option><option value="Variable">{say("变量", "Variable")}</option><option value="Input">{say("流程输入", "Workflow input")}</option><option value="Object">JSON</option>
        {!known.includes(syntax) && <option value="other">{syntax}</option>}
      </select>}
    </span>
    <Field id={id} label={label} input={input} inputs={inputs} json={json} findings={findings} syntax={syntax} value={expression?.value} definition={definition} say={say} onSet={(value) => onSet(value === undefined ? undefined : { type: syntax, value })} />
    {isPassedOver(input, inputs, json) && <p className="warn">{say("下面写了审批人规则：由规则找人，这一项不再起作用。", "Rules below say who decides: this is not used to find anybody.")}</p>}
    {camel(input.name) === "condition" && input.typeName === "Boolean" && (expression === undefined || expression.value === "" || expression.value === null) && <p className="warn">{say("没有写条件：总是当作不成立", "Without a condition it never holds")}</p>}
    {described !== "" && <p className="hint">{described}</p>}
    {expression === undefined ? !input.isRequired && <p className="hint">{input.defaultValue === null || input.defaultValue === undefined ? say("没有设定", "Not set") : say(`没有设定，按“${defaultOf(input, say)}”`, `Not set: ${defaultOf(input, say)}`)}</p>
      : <button type="button" className="small" onClick={() => onSet(undefined)} aria-label={say(`清除：${input.displayName}`, `Clear ${input.displayName}`)}>{say("清除", "Clear")}</button>}
    {findings.map((one, index) => <p key={index} className={one.severity === "Error" ? "bad" : "warn"}>{one.reason[language]}</p>)}
  </div>;
}

const isNothing = (value: unknown): boolean => value === "" || value === "[]" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);

/** Of a step whose rules say who decides, its own role and level. */
const isPassedOver = (input: Input, inputs: readonly Input[], json: JsonObject): boolean =>
  ["role", "level"].includes(camel(input.name)) && inputs.some((one) => one.editor === "who" && expressionOf(json, one) !== undefined);

const defaultOf = (input: Input, say: Say): string => isNothing(input.defaultValue) ? say("无", "none") : typeof input.defaultValue === "boolean" ? (input.defaultValue ? say("是", "yes") : say("否", "no")) : wordsOf(input, input.defaultValue);

interface FieldProps { id: string; label: string; input: Input; inputs: readonly Input[]; json: JsonObject; findings: Finding[]; syntax: string; value: Json | undefined; definition: Definition; say: Say; onSet: (value: Json | undefined) => void }

function Field({ id, label, input, inputs, json, findings, syntax, value, definition, say, onSet }: FieldProps) {
  if (syntax === "JavaScript" || !["Literal", "Variable", "Input", "Object"].includes(syntax)) return <ScriptField id={id} value={typeof value === "string" ? value : ""} findings={findings} onSet={onSet} />;
  if (syntax === "Variable" || syntax === "Input") {
    const choices = items(definition, syntax === "Variable" ? "variables" : "inputs").filter(isObject);
    const chosen = isObject(value) ? text(value, "name") : "";
    return <select id={id} value={chosen} onChange={(event) => onSet(choices.find((one) => text(one, "name") === event.target.value) ?? "")}>
      <option value="">{choices.length === 0 ? say("这个流程没有声明", "this workflow declares none") : say("请选择", "choose")}</option>
      {choices.map((one) => <option key={text(one, "name")} value={text(one, "name")}>{text(one, "displayName") || text(one, "name")}</option>)}
      {chosen !== "" && !choices.some((one) => text(one, "name") === chosen) && <option value={chosen}>{chosen}</option>}
    </select>;
  }
  const beside = (name: string) => { const one = inputs.find((other) => camel(other.name) === name); const given = one && expressionOf(json, one); return given?.type === "Literal" && typeof given.value === "string" ? given.value : ""; };
  if (input.editor === "branches" && (syntax === "Object" || syntax === "Literal")) return <BranchesField id={id} value={value} onSet={onSet} />;
  if (input.editor === "who" && (syntax === "Object" || syntax === "Literal")) return <WhoField id={id} value={value} step={json} inputs={inputs} onSet={onSet} />;
  if (syntax === "Literal" && input.editor === "steps") return <StepsField id={id} value={value} self={text(json, "name")} isReturn={camel(input.name) === "returnTo"} onSet={onSet} />;
  if (syntax === "Literal" && input.editor === "event") return <EventField id={id} value={typeof value === "string" ? value : ""} audience={beside("audience")} onSet={onSet} />;
  if (syntax === "Literal" && input.editor === "audience") return <AudienceField id={id} value={typeof value === "string" ? value : ""} event={beside("event")} onSet={onSet} />;
  if (syntax === "Literal" && input.editor === "money") return <MoneyField id={id} cents={value === undefined || value === null || value === "" ? undefined : Number(value)} onSet={onSet} />;
  if (input.uiHint === "flow-switch-editor") return <CasesField id={id} value={value} findings={findings} onSet={onSet} />;
  if (syntax === "Object" || ["json-editor", "dictionary", "flow-switch-editor", "switch-editor", "variable-picker", "dynamic-outcomes"].includes(input.uiHint)) return <JsonField id={id} value={value} say={say} onSet={onSet} />;
  const options = Object.values(input.uiSpecifications ?? {}).flatMap((one) => one?.selectList?.items ?? []);
  const said = value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
  if (options.length > 0 && !input.typeName.endsWith("[]")) return <><select id={id} value={said} onChange={(event) => onSet(event.target.value === "" ? undefined : event.target.value)}>
    <option value="">{say("请选择", "choose")}</option>
    {options.map((option) => <option key={option.value} value={option.value}>{option.text}</option>)}
    {said !== "" && !options.some((option) => option.value === said) && <option value={said}>{said}</option>}
  </select>
    {input.editor === "document" && said !== "" && <Preview about={{ document: said }} />}</>;
  if (input.uiHint === "checkbox") return <label className="choice"><input id={id} type="checkbox" checked={said.toLowerCase() === "true"} onChange={(event) => onSet(typeof value === "boolean" ? event.target.checked : event.target.checked ? "True" : "False")} /> {label}</label>;
  if (input.typeName.endsWith("[]") || input.uiHint === "multitext") return <ListField id={id} value={value} say={say} onSet={onSet} />;
  if (input.typeName === "TimeSpan") return <DurationField id={id} value={said} say={say} onSet={onSet} />;
  if (["Int32", "Int64", "Double", "Decimal"].includes(input.typeName)) return <input id={id} type="number" step={input.typeName.startsWith("Int") ? 1 : "any"} value={said} onChange={(event) => onSet(event.target.value === "" ? undefined : typeof value === "number" || value === undefined ? Number(event.target.value) : event.target.value)} />;
  return input.uiHint === "multiline" || input.uiHint === "code-editor" ? <textarea id={id} value={said} onChange={(event) => onSet(event.target.value)} /> : <input id={id} type="text" value={said} onChange={(event) => onSet(event.target.value)} />;
}

/** A list, a line each; written back in the form that it had, a text with JSON in it where there was none. */
function ListField({ id, value, say, onSet }: { id: string; value: Json | undefined; say: Say; onSet: (value: Json | undefined) => void }) {
  const list = Array.isArray(value) ? value.map(String) : typeof value === "string" && value.trim().startsWith("[") ? (JSON.parse(value) as unknown[]).map(String) : typeof value === "string" && value ? [value] : [];
  const [written, setWritten] = useState("");
  const linesOf = (all: string) => all.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return <><textarea id={id} value={linesOf(written).join("\n") === list.join("\n") ? written : list.join("\n")} onChange={(event) => {
    setWritten(event.target.value);
    const said = linesOf(event.target.value);
    onSet(Array.isArray(value) ? said : JSON.stringify(said));
  }} /><p className="hint">{say("一行一个", "One a line")}</p></>;
}

function DurationField({ id, value, say, onSet }: { id: string; value: string; say: Say; onSet: (value: Json | undefined) => void }) {
  const parts = readDuration(value);
  if (value !== "" && parts === undefined) return <input id={id} type="text" value={value} onChange={(event) => onSet(event.target.value)} />;
  const now = parts ?? { days: 0, hours: 0, minutes: 0, seconds: 0 };
  const part = (key: keyof typeof now, words: string, first = false) => <label className="part"><input id={first ? id : undefined} type="number" min={0} value={now[key] || ""} onChange={(event) => onSet(writeDuration({ ...now, [key]: Math.max(0, Number(event.target.value)) }))} /> {words}</label>;
  return <span className="duration">{part("days", say("天", "days"), true)}{part("hours", say("小时", "hours"))}{part("minutes", say("分", "min"))}{part("seconds", say("秒", "s"))}</span>;
}
