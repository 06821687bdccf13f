import { useState } from "react";
import { Combo } from "./Combo";
import { useFound, useKnown } from "../known";
import { member, object, text, type Json, type JsonObject } from "../json";
import type { Rule } from "../rules";
import type { Tried } from "../wire";

/** An input that is written down; what an expression would make is not known. */
const said = (step: JsonObject, name: string): Json | undefined => {
  const expression = object(object(step, name) ?? {}, "expression");
  return expression === undefined ? member(step, name) : text(expression, "type") === "Literal" ? member(expression, "value") : undefined;
};

export const literal = (step: JsonObject, name: string): string => { const value = said(step, name); return typeof value === "string" ? value : ""; };

function names(step: JsonObject): string[] {
  const value = said(step, "notDecidersOf");
  try { return Array.isArray(value) ? value.map(String) : typeof value === "string" && value ? (JSON.parse(value) as unknown[]).map(String) : []; } catch { return []; }
}

/** Whom the rules would find, and why each is in or out: for a case, or for any case of a unit. Without rules, those of the step's own role. */
export function TryRule({ rules, step }: { rules: Rule[]; step: JsonObject }) {
  const { say, wire } = useKnown();
  const [number, setNumber] = useState("");
  const [unit, setUnit] = useState<{ id: string; name: string }>();
  const [term, setTerm] = useState("");
  const [tried, setTried] = useState<Tried[]>();
  const [wrong, setWrong] = useState("");
  const units = useFound(unit === undefined ? term : "", wire.units);
  const [role, level] = [literal(step, "role"), literal(step, "level")];
  const asked: Rule[] = rules.length > 0 ? rules : role && level ? [{ of: "role", role, level }] : [];
  const id = "try-rule";

  const run = () => {
    setWrong("");
    wire.tryRules({ rules: asked, step: text(step, "name"), role, level, nobodyFound: literal(step, "nobodyFound"), applicantFound: literal(step, "applicantFound"), notDecidersOf: names(step), ...(unit ? { unit: unit.id } : { number }) })
      .then(setTried, (error: Error) => { setTried(undefined); setWrong(error.message); });
  };

  return <details className="trial">
    <summary>{say("试一试这条规则", "Test this rule")}</summary>
    <label htmlFor={`${id}-number`}>{say("按案件：受理编号", "For a case: its number")}</label>
    <input id={`${id}-number`} type="text" value={number} disabled={unit !== undefined} onChange={(event) => setNumber(event.target.value)} />
    <label htmlFor={`${id}-unit`}>{say("或按单位", "Or for a unit")}</label>
    <Combo id={`${id}-unit`} label={say("单位", "Unit")} value={term} placeholder={say("单位名称", "name of the unit")} onType={(typed) => { setTerm(typed); setUnit(undefined); }}
      options={units.map((one) => ({ key: one.id, words: one.name, hint: one.level }))} onChoose={(option) => { setUnit({ id: option.key, name: option.words }); setTerm(option.words); }} />
    <p><button type="button" disabled={asked.length === 0 || (unit === undefined && number.trim() === "")} onClick={run}>{say("看看会找到谁", "See whom it finds")}</button></p>
    {wrong && <p className="bad" role="alert">{wrong}</p>}
    <div role="status">{tried?.map((one, at) => <Found key={at} number={tried.length > 1 ? at + 1 : undefined} tried={one} />)}</div>
    {tried && unit && <p className="hint">{say("是否申请人亲属、是否办过前面环节，要按案件试才知道。", "Whether somebody is close to the applicant or decided before, a trial for a case tells.")}</p>}
  </details>;
}

function Found({ number, tried }: { number: number | undefined; tried: Tried }) {
  const { say } = useKnown();
  const about = [
    !tried.applies && say("金额不到，不用这条规则", "not used: the amount is below it"),
    tried.rests && say("要看具体案件", "rests on the case"),
    tried.nobody && say("找不到人", "finds nobody"),
    tried.superior && say("交上级岗位", "the role above is asked"),
  ].filter(Boolean).join(say("；", "; "));
  const why = (one: Tried["people"][number]) => [
    one.out, one.load !== null && say(`在办 ${one.load} 项`, `${one.load} open`), one.turn === 0 && say("还没有轮到过", "never had a turn"), one.covers && say("其单位代管", "their unit covers this one"),
  ].filter(Boolean).join(say("；", "; "));
  return <>
    {(number !== undefined || about) && <p className={tried.nobody ? "bad" : "hint"}>{number !== undefined && say(`规则 ${number}：`, `Rule ${number}: `)}{about}</p>}
    <ul className="found">{tried.people.map((one) => <li key={one.userName} className={one.taken ? "ok" : one.out ? "warn" : ""} data-person={one.userName}>
      <b>{one.taken ? "✓ " : one.out ? "✗ " : ""}{one.name}</b>（{one.userName}）{[one.unit, one.role].filter(Boolean).join(" ")} {why(one) && <small>{why(one)}</small>}</li>)}</ul>
  </>;
}
