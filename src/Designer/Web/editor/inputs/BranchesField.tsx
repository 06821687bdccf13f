import { useEffect, useState } from "react";
import { JsonField } from "./JsonField";
import { MoneyField } from "./MoneyField";
import { comparedBy, lookingAt, opWords, opsOf, readBranches, typeOf, writeBranches, type Branch, type Test } from "../branches";
import { useKnown } from "../known";
import type { Json } from "../json";

interface Props { id: string; value: Json | undefined; onSet: (value: Json | undefined) => void }

/** The ways of a branch in words, in the order in which they are asked. */
export function BranchesField({ id, value, onSet }: Props) {
  const { say } = useKnown();
  const branches = readBranches(value);
  if (branches === undefined) return <JsonField id={id} value={value} say={say} onSet={onSet} />;
  const write = (next: Branch[]) => onSet(writeBranches(next, value));
  const fresh = () => { for (let number = branches.length + 1; ; number++) { const name = say(`分支${number}`, `Branch ${number}`); if (!branches.some((one) => one.label === name)) return name; } };
  return <div className="cases" role="group" aria-labelledby={`${id}-label`}>
    {branches.map((one, index) => <BranchFields key={index} id={`${id}-${index}`} number={index + 1} branch={one} taken={(name) => branches.some((other) => other !== one && other.label === name)}
      onSet={(next) => write(next === undefined ? branches.filter((_, at) => at !== index) : branches.map((old, at) => at === index ? next : old))}
      onUp={index === 0 ? undefined : () => write(branches.map((old, at) => at === index - 1 ? one : at === index ? branches[index - 1] : old))} />)}
    <button id={branches.length === 0 ? id : undefined} type="button" onClick={() => write([...branches, { label: fresh(), tests: [{ of: "proposed", op: "at-least" }] }])}>{say("加一个分支", "Add a branch")}</button>
    <p className="hint">{say("从上到下，走第一个成立的分支；都不成立，或没有填写，走“其他情况”。", "From top to bottom, the first that holds is taken; where none does, or nothing was filled in, it goes on by “Otherwise”.")}</p>
  </div>;
}

interface BranchProps { id: string; number: number; branch: Branch; taken: (name: string) => boolean; onSet: (branch: Branch | undefined) => void; onUp: (() => void) | undefined }

function BranchFields({ id, number, branch, taken, onSet, onUp }: BranchProps) {
  const { say } = useKnown();
  const [written, setWritten] = useState(branch.label);
  useEffect(() => setWritten(branch.label), [branch.label]);
  const name = written.trim();
  const wrong = name === "" ? say("名称不能空着", "It needs a name") : taken(name) || name === "Otherwise" ? say("已有同名的出口", "Another way out has this name") : name.includes(", ") ? say("名称里不能有逗号加空格", "A name has no comma and blank in it") : "";
  const keep = () => { if (wrong === "" && name !== branch.label) onSet({ ...branch, label: name }); };
  const { tests } = branch;
  return <fieldset className="rule">
    <legend>{say(`分支 ${number}`, `Branch ${number}`)}</legend>
    <label htmlFor={`${id}-label`}>{say("名称（也是出口的名称）", "Name (and that of the way out)")}</label>
    <input id={`${id}-label`} type="text" value={written} maxLength={80} aria-invalid={wrong !== ""} onChange={(event) => setWritten(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === "Enter") keep(); }} />
    {wrong !== "" && <p className="bad">{wrong}</p>}
    {tests.length > 1 && <select aria-label={say(`分支 ${number}：几个条件之间`, `Branch ${number}: between its conditions`)} value={branch.match === "any" ? "any" : "all"} onChange={(event) => onSet({ ...branch, match: event.target.value })}>
      <option value="all">{say("全部成立", "all of these hold")}</option><option value="any">{say("任一成立", "any of these holds")}</option>
    </select>}
    {tests.map((test, index) => <TestFields key={index} id={`${id}-${index}`} name={say(`分支 ${number} 条件 ${index + 1}`, `Branch ${number}, condition ${index + 1}`)} test={test}
      onSet={(next) => onSet({ ...branch, tests: next === undefined ? tests.filter((_, at) => at !== index) : tests.map((old, at) => at === index ? next : old) })} />)}
    {tests.length === 0 && <p className="bad">{say("还没有条件", "There is no condition yet")}</p>}
    <button type="button" className="small" onClick={() => onSet({ ...branch, tests: [...tests, { of: "proposed", op: "at-least" }] })} aria-label={say(`加条件：分支 ${number}`, `Add a condition to branch ${number}`)}>{say("加条件", "Add a condition")}</button>
    {onUp && <button type="button" className="small" onClick={onUp} aria-label={say(`上移：分支“${branch.label}”`, `Up: branch ${branch.label}`)}>{say("上移", "Up")}</button>}
    <button type="button" className="small" onClick={() => onSet(undefined)} aria-label={say(`去掉：分支“${branch.label}”`, `Remove branch ${branch.label}`)}>{say("去掉", "Remove")}</button>
  </fieldset>;
}

interface TestProps { id: string; name: string; test: Test; onSet: (test: Test | undefined) => void }

/** One comparison: what, how, with what. */
function TestFields({ id, name, test, onSet }: TestProps) {
  const { say, choices } = useKnown();
  const { fields } = choices;
  const type = typeOf(test, fields);
  const subject = test.of === "answer" ? `answer:${test.field ?? ""}` : test.of;
  const choose = (said: string) => onSet(said.startsWith("answer:") ? lookingAt(test, "answer", said.slice(7), fields) : lookingAt(test, said, undefined, fields));
  const ops = opsOf(type);
  return <div className="test" role="group" aria-label={name}>
    <select id={`${id}-of`} aria-label={say(`${name}：看什么`, `${name}: what it looks at`)} value={subject} onChange={(event) => choose(event.target.value)}>
      <option value="proposed">{say("建议金额", "the amount proposed")}</option><option value="approved">{say("批准金额（审批以后）", "the amount granted (after the decision)")}</option>
      {fields.length > 0 && <optgroup label={say("表单中的回答", "Answers of the form")}>{fields.map((field) => <option key={field.key} value={`answer:${field.key}`}>{field.words}</option>)}</optgroup>}
      {test.of === "answer" && !fields.some((field) => field.key === test.field) && <option value={subject}>{say(`“${test.field ?? ""}”（表单里没有）`, `“${test.field ?? ""}” (not in the form)`)}</option>}
    </select>
    <select id={`${id}-op`} aria-label={say(`${name}：怎样比较`, `${name}: how it is compared`)} value={test.op} onChange={(event) => onSet(comparedBy(test, event.target.value))}>
      {ops.map((op) => <option key={op} value={op}>{opWords(op, say)}</option>)}
      {!ops.includes(test.op) && <option value={test.op}>{opWords(test.op, say)}</option>}
    </select>
    <Compared id={`${id}-value`} label={say(`${name}：与什么比较`, `${name}: with what`)} type={type} test={test} onSet={onSet} />
    <button type="button" className="small" onClick={() => onSet(undefined)} aria-label={say(`去掉${name}`, `Remove ${name}`)}>×</button>
  </div>;
}

function Compared({ id, label, type, test, onSet }: { id: string; label: string; type: string; test: Test; onSet: (test: Test) => void }) {
  const { say, choices } = useKnown();
  const options = choices.fields.find((one) => one.key === test.field)?.options ?? [];
  const put = (value: Json) => onSet({ ...test, value });
  if (test.op === "filled" || test.op === "empty") return null;
  if (type === "money") return <MoneyField id={id} label={label} cents={test.cents} onSet={(cents) => { const { cents: _, ...rest } = test; onSet(cents === undefined ? rest : { ...rest, cents }); }} />;
  if (test.op === "in" || test.op === "not-in") {
    const list = Array.isArray(test.value) ? test.value.map(String) : [];
    return <span role="group" aria-label={label}>{options.map((option) => <label key={option.key} className="choice"><input type="checkbox" checked={list.includes(option.key)} onChange={(event) => put(event.target.checked ? [...list, option.key] : list.filter((one) => one !== option.key))} /> {option.words}</label>)}</span>;
  }
  const said = test.value === undefined || Array.isArray(test.value) ? "" : String(test.value);
  const listed = type === "yes-no" ? [{ key: "yes", words: say("是", "yes") }, { key: "no", words: say("否", "no") }] : options;
  if (listed.length > 0) return <select id={id} aria-label={label} value={said} onChange={(event) => put(event.target.value)}>
    <option value="" disabled>{say("请选择", "choose")}</option>
    {listed.map((option) => <option key={option.key} value={option.key}>{option.words}</option>)}
    {said !== "" && !listed.some((option) => option.key === said) && <option value={said}>{said}</option>}
  </select>;
  return <input id={id} aria-label={label} type={type === "date" ? "date" : type === "number" ? "number" : "text"} value={said} onChange={(event) => put(event.target.value)} />;
}
