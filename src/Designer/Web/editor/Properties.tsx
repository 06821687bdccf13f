import { useEffect, useState, type Ref } from "react";
import { Declared } from "./Declared";
import { InputField } from "./InputField";
import { allSteps, connect, disconnect, editStep, endsOf, portsOf, labelOf, nameFor, rename, retitle, setEnd, setInput, setNaming, setTerm, termOf, titleOf, type Definition, type Link, type Step } from "./definition";
import { TryRule } from "./inputs/TryRule";
import { WayField } from "./WayField";
import { camel, type Palette } from "./descriptors";
import { object, put, text, type Place } from "./json";
import type { Language, Say } from "./words";
import type { Finding } from "./wire";

interface Props {
  ref: Ref<HTMLElement>; definition: Definition; flow: Place; step: Step | undefined; steps: Step[]; links: Link[]; palette: Palette; findings: Finding[]; language: Language; say: Say; isService: boolean; inForce: ReadonlySet<string> | undefined;
  onEdit: (definition: Definition, as?: string) => void; onRemove: (step: string) => void; onAsk: (link: Link) => void; onDuplicate: () => void; onCopy: () => void;
}

/** What can be said of the step that is chosen; of the workflow where none is. */
export function Properties(props: Props) {
  const { ref, definition, step, say, onEdit } = props;
  return <aside ref={ref} className="properties" aria-label={say("属性", "Properties")}>
    {step === undefined ? <>
      <h2>{say("流程", "The workflow")}</h2>
      <label htmlFor="w-name">{say("名称", "Name")}</label>
      <input id="w-name" type="text" value={text(definition, "name")} maxLength={200} onChange={(event) => onEdit(put(definition, "name", event.target.value), "w-name")} />
      <label htmlFor="w-description">{say("说明", "Description")}</label>
      <textarea id="w-description" value={text(definition, "description")} onChange={(event) => onEdit(put(definition, "description", event.target.value), "w-description")} />
      <Declared definition={definition} say={say} onEdit={onEdit} />
      <p className="hint">{say("点选一步来改它；按连线上的 + 插入一步。键盘：方向键走动，回车改属性，+ 插入（Esc 不插），Delete 删除，Ctrl+Z 撤销；按空格开始选多步，再用方向键走到别的步骤按空格选入（随时可用 Ctrl+方向键只走动不改选择），Esc 结束；Ctrl+C、Ctrl+V 复制粘贴。", "Choose a step to change it; + on a link inserts one. Keys: arrows to walk, Enter for properties, + to insert (Escape gives up), Delete, Ctrl+Z to undo; Space begins choosing several: walk on with the arrows and press Space on each (Ctrl with an arrow always walks and leaves what is chosen), Escape ends it; Ctrl+C and Ctrl+V copy and paste.")}</p>
    </> : <StepProperties key={step.id} {...props} step={step} />}
  </aside>;
}

function StepProperties({ definition, flow, step, steps, links, palette, findings, language, say, isService, inForce, onEdit, onRemove, onAsk, onDuplicate, onCopy }: Props & { step: Step }) {
  const descriptor = palette.get(step.type);
  const term = termOf(definition, step.name);
  const waits = descriptor?.canWait === true && step.type !== "Aid.PublicNotice";
  const mine = findings.filter((one) => one.activityId === step.id);
  const ofInput = (name: string) => mine.filter((one) => one.path.toLowerCase().includes(`.${name.toLowerCase()}`) && one.path.split(".").some((part) => part.toLowerCase() === name.toLowerCase()));
  const title = labelOf(step);
  const ports = portsOf(step, palette);
  const house = palette.house?.titles[step.name];
  const isHouse = house !== undefined && (title === "" || house.labels.includes(title));
  // Nobody knows a new step by its name yet: it is called by its title, until its author calls it otherwise.
  const follows = inForce !== undefined && !inForce.has(step.name) && (/^[A-Za-z]+\d+$/.test(step.name) || step.name === nameFor(definition, step, title));
  const titleAt = (id: string) => titleOf(steps.find((one) => one.id === id) ?? step, palette);
  const isHere = steps.some((one) => one.id === step.id);

  return <>
    <h2>{titleOf(step, palette)}</h2>
    <p className="hint">{descriptor?.description ?? step.type}</p>
    {mine.length > 0 && <ul className="mine">{mine.map((one, index) => <li key={index} className={one.severity === "Error" ? "bad" : "warn"}>{one.reason[language]}</li>)}</ul>}
    <label htmlFor="p-title">{say("显示名称", "Title")}</label>
    <input id="p-title" type="text" value={isHouse ? house.words : title} placeholder={descriptor?.displayName} onChange={(event) => { const titled = retitle(definition, step.place, event.target.value); onEdit(follows ? rename(titled, step.place, nameFor(titled, step, event.target.value)) : titled, `title ${step.id}`); }} />
    {house !== undefined && (isHouse
      ? <p className="hint">{say("办理页面、时限和消息里也这样称呼这一步，中英文都有。", "Desks, limits and messages call the step so too, in both languages.")}</p>
      : palette.house?.seconds[title] === undefined && <p className="hint warn">{say(`办理页面、时限和消息里仍叫“${house.words}”。要改成新的称呼，请改环节代号，或另插入一步。`, `Desks, limits and messages still call it ${house.words}. To have them call it anew, change its name below, or insert another step.`)} <button type="button" className="small" onClick={() => onEdit(retitle(definition, step.place, house.labels[0]))}>{say(`改回“${house.words}”`, `Call it ${house.words} again`)}</button></p>)}
    {follows && <p className="hint">{say("新环节的代号随显示名称，办理人看到的就是它；两种语言写成“第二审核 / Second review”。", "A new step is called by its title, which those who handle it read; both languages are written “第二审核 / Second review”.")}</p>}
    <label htmlFor="p-name">{say("环节代号", "Name")}</label>
    <NameField name={text(step.json, "name")} taken={(name) => allSteps(definition).some((one) => one.id !== step.id && one.name === name)} say={say} onSet={(name) => onEdit(rename(definition, step.place, name))} />
    <p className="hint">{say("时限、退回和表单权限按代号认这一步；待办、案件和消息里也用它称呼这一步。", "Terms, returns and form permissions know the step by this name, and the inbox, cases and messages call it so.")}</p>
    {isService && waits && <fieldset className={term ? "" : "owed"}>
      <legend>{say("时限", "Term")}</legend>
      <label className="hidden-words" htmlFor="p-count">{say("时限：数量", "Term: how many")}</label>
      <input id="p-count" type="number" min={1} max={1000} value={term?.count || ""} onChange={(event) => onEdit(setTerm(definition, step.name, event.target.value === "" ? undefined : { count: Number(event.target.value), unit: term?.unit || "working-days" }), `term ${step.id}`)} />
      <label className="hidden-words" htmlFor="p-unit">{say("时限：单位", "Term: unit")}</label>
      <select id="p-unit" value={term?.unit ?? "working-days"} disabled={!term} onChange={(event) => term && onEdit(setTerm(definition, step.name, { ...term, unit: event.target.value }))}>
        <option value="working-days">{say("个工作日", "working days")}</option><option value="calendar-days">{say("天（自然日）", "calendar days")}</option><option value="months">{say("个月", "months")}</option>
      </select>
      <p className="hint">{term?.unit === "calendar-days" ? say("自然日：周末和节假日也算。", "Calendar days: weekends and holidays count.") : term?.unit === "months" ? say("到对应月份的同一天。", "To the same day of that month.") : say("工作日：按工作日历，不含周末和节假日。", "Working days: by the working calendar, without weekends and holidays.")} {!term && say("没有设定就不能发布。", "Without one it cannot be published.")}</p>
    </fieldset>}
    {descriptor?.inputs.map((input) => <InputField key={input.name} input={input} inputs={descriptor.inputs} json={step.json} definition={definition} findings={ofInput(camel(input.name))} language={language} say={say}
      onSet={(expression) => onEdit((camel(input.name) === descriptor.portsFrom ? setNaming : setInput)(definition, step.place, input, expression), `${step.id}.${input.name}`)} />)}
    {descriptor?.inputs.some((input) => camel(input.name) === "role") && !descriptor.inputs.some((input) => input.editor === "who") && <TryRule rules={[]} step={step.json} />}
    {descriptor === undefined && <><label htmlFor="p-json">{say("未知类型，原样保留", "Of an unknown type, kept as it is")}</label><textarea id="p-json" readOnly value={JSON.stringify(step.json, null, 2)} /></>}
    {isHere && <fieldset>
      <legend>{say("之后走到", "Leads to")}</legend>
      {ports.map((port) => {
        const out = links.filter((link) => link.source === step.id && link.port === port.name);
        return <div key={port.name} className="way">
          <span>{port.words || say("完成后", "then")}</span>
          {out.map((link) => <span key={link.index} className="to">{titleAt(link.target)}
            <button type="button" className="small" onClick={() => onAsk(link)} aria-label={say(`在“${titleOf(step, palette)}”和“${titleAt(link.target)}”之间插入步骤`, `Insert a step between ${titleOf(step, palette)} and ${titleAt(link.target)}`)}>+</button>
            <button type="button" className="small" onClick={() => onEdit(disconnect(definition, flow, link.index))} aria-label={say(`断开到“${titleAt(link.target)}”`, `Take the link to ${titleAt(link.target)} away`)}>×</button></span>)}
          <WayField port={port.name} label={say(`“${port.words || port.name}”接到`, `Where ${port.words || port.name} leads`)} empty={out.length === 0 ? say("没有接，选一步……", "nowhere: choose a step …") : say("再接一步……", "one more …")}
            choices={steps.filter((one) => one.id !== step.id && !out.some((link) => link.target === one.id)).map((one) => ({ id: one.id, title: titleOf(one, palette) }))} say={say} onChoose={(target) => onEdit(connect(definition, flow, step.id, port.name, target))} />
          {out.length === 0 && ports.length > 1 && <label className="choice"><input type="checkbox" data-end={port.name} checked={endsOf(step).includes(port.name)} onChange={(event) => onEdit(setEnd(definition, step, port.name, event.target.checked))} /> {say("流程到这里结束，是有意的", "The flow is meant to end here")}</label>}
        </div>;
      })}
    </fieldset>}
    <label htmlFor="p-note">{say("说明（给下一位管理员）", "Note (for the next administrator)")}</label>
    <textarea id="p-note" value={noteOf(step)} onChange={(event) => onEdit(noted(definition, step, event.target.value), `note ${step.id}`)} />
    {isHere && <p><button type="button" onClick={onCopy}>{say("复制", "Copy")}</button> <button type="button" onClick={onDuplicate}>{say("复制一份", "Duplicate")}</button> <button type="button" className="grave" onClick={() => onRemove(step.id)}>{say("删除这一步", "Delete this step")}</button></p>}
  </>;
}

/** Taken when one goes on or presses Enter: half of a name may be that of another step. */
function NameField({ name, taken, say, onSet }: { name: string; taken: (name: string) => boolean; say: Say; onSet: (name: string) => void }) {
  const [written, setWritten] = useState(name);
  useEffect(() => setWritten(name), [name]);
  const wrong = written.trim() === "" ? say("不能空着，没有写入", "It cannot be empty, and is not written") : written !== name && taken(written.trim()) ? say("另一步已用这个代号，没有写入", "Another step has this name; it is not written") : "";
  const keep = () => { if (wrong === "" && written.trim() !== name) onSet(written.trim()); };
  return <>
    <input id="p-name" type="text" value={written} aria-invalid={wrong !== ""} aria-describedby={wrong === "" ? undefined : "p-name-wrong"} onChange={(event) => setWritten(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === "Enter" || (event.key === "s" && (event.ctrlKey || event.metaKey))) keep(); }} />
    {wrong !== "" && <p id="p-name-wrong" className="bad">{wrong}</p>}
  </>;
}

const noteOf = (step: Step) => text(object(step.json, "metadata") ?? {}, "description");

const noted = (definition: Definition, step: Step, note: string): Definition =>
  editStep(definition, step.place, (json) => put(json, "metadata", put(object(json, "metadata") ?? {}, "description", note === "" ? undefined : note)));
