import { Combo } from "./Combo";
import { MoneyField } from "./MoneyField";
import { TryRule } from "./TryRule";
import { JsonField } from "./JsonField";
import { useState } from "react";
import { useFound, useKnown } from "../known";
import type { Input } from "../descriptors";
import type { Json, JsonObject } from "../json";
import { literal } from "./TryRule";
import { ofKind, plain, readRules, writeRules, type Rule } from "../rules";

interface Props { id: string; value: Json | undefined; step: JsonObject; inputs: readonly Input[]; onSet: (value: Json | undefined) => void }

/** Who decides beyond one role at one level: rules by fields, and a trial of them. */
export function WhoField({ id, value, step, inputs, onSet }: Props) {
  const { say } = useKnown();
  const rules = readRules(value);
  if (rules === undefined) return <JsonField id={id} value={value} say={say} onSet={onSet} />;
  const write = (next: Rule[]) => onSet(writeRules(next, value));
  const [role, level] = [literal(step, "role"), literal(step, "level")];
  const own: Rule = { of: "role", ...(role === "" ? {} : { role }), ...(level === "" ? {} : { level }) }; // one begins with what the step says already
  return <div className="rules">
    {rules.map((rule, at) => <RuleFields key={at} id={`${id}-${at}`} number={at + 1} rule={rule} inputs={inputs}
      onSet={(next) => write(rules.map((one, index) => index === at ? plain(next) : one))} onRemove={() => write(rules.filter((_, index) => index !== at))} />)}
    <button id={rules.length === 0 ? id : undefined} type="button" onClick={() => write([...rules, ofKind(own, "role")])}>{rules.length === 0 ? say("改用规则……", "Use rules …") : say("再加一条规则", "Add a rule")}</button>
    <TryRule rules={rules} step={step} />
  </div>;
}

interface RuleProps { id: string; number: number; rule: Rule; inputs: readonly Input[]; onSet: (rule: Rule) => void; onRemove: () => void }

function RuleFields({ id, number, rule, inputs, onSet, onRemove }: RuleProps) {
  const { say, choices } = useKnown();
  const options = (name: string) => Object.values(inputs.find((one) => one.name.toLowerCase() === name)?.uiSpecifications ?? {}).flatMap((one) => one?.selectList?.items ?? []);
  const kind = rule.of.toLowerCase();
  const choose = (key: keyof Rule, words: string, items: { text: string; value: string }[], empty?: string) => {
    const said = String(rule[key] ?? "");
    return <><label htmlFor={`${id}-${key}`}>{words}</label>
      <select id={`${id}-${key}`} value={items.find((one) => one.value.toLowerCase() === said.toLowerCase())?.value ?? said} onChange={(event) => onSet({ ...rule, [key]: event.target.value || undefined })}>
        {empty !== undefined && <option value="">{empty}</option>}
        {items.map((one) => <option key={one.value} value={one.value}>{one.text}</option>)}
        {said !== "" && !items.some((one) => one.value.toLowerCase() === said.toLowerCase()) && <option value={said}>{said}</option>}
      </select></>;
  };
  const isNamed = kind !== "role" && kind !== "head";
  return <fieldset className="rule">
    <legend>{say(`规则 ${number}`, `Rule ${number}`)}</legend>
    <label htmlFor={`${id}-of`}>{say("找谁", "Where it looks")}</label>
    <select id={`${id}-of`} value={kind} onChange={(event) => onSet(ofKind(rule, event.target.value))}>
      <option value="role">{say("某岗位的人员", "those with a role")}</option><option value="head">{say("单位负责人", "the head of the unit")}</option><option value="people">{say("指定的人员", "people by name")}</option>
      <option value="group">{say("人员组", "a group")}</option><option value="applicant">{say("申请人选择的人", "whom the applicant chose")}</option><option value="previous">{say("上一环节指定的人", "whom the decision before named")}</option>
    </select>
    {kind === "role" && choose("role", say("岗位", "Role"), options("role"))}
    {!isNamed && (rule.above === undefined ? choose("level", say("哪一级单位", "Of the unit at which level"), options("level"))
      : <p className="hint">{say(`案件所属单位往上 ${rule.above} 级`, `${rule.above} units above the one of the case`)}</p>)}
    {kind === "people" && <People id={`${id}-people`} people={rule.people ?? []} onSet={(people) => onSet({ ...rule, people })} />}
    {kind === "group" && choose("group", say("人员组", "Group"), choices.groups.map((group) => ({ text: group.words, value: group.key })), choices.groups.length === 0 ? say("还没有人员组", "there is no group yet") : say("请选择", "choose"))}
    {kind === "applicant" && choose("answer", say("申请人在哪个问题中选择", "By which question of the form"), choices.fields.map((field) => ({ text: field.words, value: field.key })), say("请选择", "choose"))}
    {kind !== "head" && choose("take", say("找到的人中由谁办理", "Which of those found are asked"), [
      ...(kind === "role" ? [{ value: "any", text: say("其中任一人", "any one of them") }] : []), { value: "all", text: say("每人都办", "each of them") }, { value: "leastLoaded", text: say("在办最少的人", "whoever has the fewest open tasks") }, { value: "roundRobin", text: say("轮流", "in turn") },
    ], kind === "role" ? say("按惯例：其中任一人", "the usual: any one of them") : say("按惯例：每人都办", "the usual: each of them"))}
    <label htmlFor={`${id}-from`}>{say("只用于金额不低于", "Only from this amount on")}</label>
    <MoneyField id={`${id}-from`} cents={rule.fromCents} onSet={(fromCents) => onSet({ ...rule, fromCents })} />
    <button type="button" className="small" onClick={onRemove} aria-label={say(`去掉规则 ${number}`, `Remove rule ${number}`)}>{say("去掉", "Remove")}</button>
  </fieldset>;
}

function People({ id, people, onSet }: { id: string; people: string[]; onSet: (people: string[]) => void }) {
  const { say, wire } = useKnown();
  const [term, setTerm] = useState("");
  const found = useFound(term, wire.people);
  return <>
    <label htmlFor={id}>{say("人员", "People")}</label>
    <ul className="chosen">{people.map((name) => <li key={name}>{name} <button type="button" className="small" aria-label={say(`去掉 ${name}`, `Take ${name} away`)} onClick={() => onSet(people.filter((one) => one !== name))}>×</button></li>)}</ul>
    <Combo id={id} label={say("人员", "People")} value={term} placeholder={say("姓名或用户名", "name or user name")} onType={setTerm}
      options={found.filter((person) => !people.includes(person.userName)).map((person) => ({ key: person.userName, words: `${person.name}（${person.userName}）`, hint: person.roles.join(say("、", "; ")) }))}
      onChoose={(option) => { onSet([...people, option.key]); setTerm(""); }} />
  </>;
}
