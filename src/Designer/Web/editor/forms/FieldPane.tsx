import { useEffect, useState } from "react";
import { isObject, items, put, text, type Json, type JsonObject } from "../json";
import type { Language, Say } from "../words";
import type { Finding } from "../wire";
import { ChecksField } from "./ChecksField";
import { addField, amongOf, columnsOf, rekey, retype, set, setWords, Types, type Doc, type Spot } from "./form";
import { titleOf } from "./titles";
import { WhenField } from "./WhenField";
import { BothLanguages } from "./BothLanguages";
import { typeWords } from "./names";
import type { Place } from "../json";

const Megabyte = 1048576;

interface Props { doc: Doc; spot: Spot; findings: Finding[]; language: Language; say: Say; onEdit: (doc: Doc, as?: string) => void; onSelect: (place: Place) => void; onMove: (by: 1 | -1) => void; onRemove: () => void }

/** Everything that is said of a section, a question, a column or a paper. */
export function FieldPane({ doc, spot, findings, language, say, onEdit, onSelect, onMove, onRemove }: Props) {
  const { kind, place, json } = spot;
  const type = text(json, "type");
  const as = place.join();
  const errors = findings.filter((one) => one.severity === "Error");
  const words = (name: string, label: string, isOwed: boolean, isLong = false) =>
    <BothLanguages id={`f-${name}`} label={label} json={json} name={name} isOwed={isOwed} isLong={isLong} say={say} onSet={(tongue, said) => onEdit(setWords(doc, place, name, tongue, said, isOwed), `${as}.${name}.${tongue}`)} />;
  const tick = (name: string, label: string, otherwise = false) => <label className="choice"><input id={`f-${name}`} type="checkbox" checked={typeof json[name] === "boolean" ? json[name] : otherwise}
    onChange={(event) => onEdit(set(doc, place, name, event.target.checked === otherwise ? undefined : event.target.checked))} /> {label}</label>;
  const count = (name: string, label: string) => <span className="words"><label htmlFor={`f-${name}`}>{label}</label>
    <input id={`f-${name}`} type="number" min={0} value={typeof json[name] === "number" ? json[name] : ""} onChange={(event) => onEdit(set(doc, place, name, event.target.value === "" ? undefined : Number(event.target.value)), `${as}.${name}`)} /></span>;

  return <aside className="properties" aria-label={say("属性", "Properties")} onKeyDown={(event) => { if (event.key === "Escape") { event.preventDefault(); document.querySelector<HTMLElement>(`[data-place="${CSS.escape(as)}"]`)?.focus(); } }}>
    <h2>{titleOf(spot, language)}</h2>
    <p className="moves">
      <button type="button" className="small" onClick={() => onMove(-1)}>{say("上移", "Up")}</button>
      <button type="button" className="small" onClick={() => onMove(1)}>{say("下移", "Down")}</button>
      <button type="button" className="small grave" onClick={onRemove}>{say("删除", "Remove")}</button>
    </p>
    {errors.length > 0 && <div role="alert"><ul className="mine">{errors.map((one, index) => <li key={index} data-code={one.code}>{one.reason[language]}</li>)}</ul></div>}
    {findings.filter((one) => one.severity === "Warning").map((one, index) => <p key={index} className="warn" data-code={one.code}>{one.reason[language]}</p>)}
    {words(kind === "section" ? "title" : kind === "paper" ? "name" : "label", kind === "section" ? say("标题", "Title") : kind === "paper" ? say("材料名称", "Name of the paper") : say("题目", "Question"), true)}
    {words("help", say("说明", "Help"), false, true)}
    <KeyField key={as} spot={spot} say={say} onSet={(key) => onEdit(rekey(doc, spot, key))} />
    {(kind === "field" || kind === "column") && <>
      <span className="words"><label htmlFor="f-type">{say("类型", "Type")}</label>
        <select id="f-type" value={type} onChange={(event) => onEdit(retype(doc, place, event.target.value))}>
          {Types.filter((one) => kind === "field" || (one !== "members" && one !== "document") || one === type).map((one) => <option key={one} value={one}>{typeWords(one, say)}</option>)}
        </select></span>
      {tick("required", say("必填", "Required"))}
      {(type === "text" || type === "address") && <>{count("most", say("最多几个字", "Characters at most"))}{count("lines", say("几行高", "Lines shown"))}</>}
      {type === "text" && tick("name", say("是人名（遮挡时只留姓）", "A person's name (masked as one)"))}
      {type === "mobile" && tick("landline", say("也可填固定电话", "A landline may be given too"))}
      {type === "members" && <>{count("least", say("至少几行", "Rows at least"))}{count("most", say("最多几行", "Rows at most"))}</>}
      {type === "document" && count("most", say("最多几个文件", "Files at most"))}
      {(type === "choice" || type === "multi-choice") && <Options json={json} say={say} onSet={(options) => onEdit(set(doc, place, "options", options), `${as}.options`)} />}
      {type === "members" && <Columns doc={doc} spot={spot} language={language} say={say} onEdit={onEdit} onSelect={onSelect} />}
    </>}
    {kind === "paper" && <>
      {tick("required", say("必须交", "Owed"), true)}
      {count("maxFiles", say("最多几个文件", "Files at most"))}
      <fieldset><legend>{say("格式", "Formats")}</legend>{["image/jpeg", "image/png", "application/pdf"].map((media) => {
        const types = items(json, "types");
        return <label key={media} className="choice"><input type="checkbox" checked={types.includes(media)} onChange={(event) => onEdit(set(doc, place, "types", event.target.checked ? [...types, media] : types.filter((one) => one !== media)))} /> {media.split("/")[1].toUpperCase()}</label>;
      })}</fieldset>
      <span className="words"><label htmlFor="f-size">{say("每个文件最大（MB）", "Largest file (MB)")}</label>
        <input id="f-size" type="number" min={1} max={10} step="any" value={typeof json.maxBytes === "number" ? json.maxBytes / Megabyte : ""} onChange={(event) => onEdit(set(doc, place, "maxBytes", event.target.value === "" ? undefined : Math.round(Number(event.target.value) * Megabyte)), `${as}.maxBytes`)} /></span>
      <Retention json={json} say={say} onSet={(retention) => onEdit(set(doc, place, "retention", retention), `${as}.retention`)} />
      <span className="words"><label htmlFor="f-basis">{say("依据（选填）", "Legal basis (optional)")}</label><input id="f-basis" type="text" value={text(json, "basis")} onChange={(event) => onEdit(set(doc, place, "basis", event.target.value === "" ? undefined : event.target.value), `${as}.basis`)} /></span>
    </>}
    <WhenField id="f-when" when={json.when} among={amongOf(doc, place).filter((one) => one.json !== json)} language={language} say={say} onSet={(when) => onEdit(set(doc, place, "when", when), `${as}.when`)} />
    {(kind === "field" || kind === "column") && <ChecksField json={json} among={amongOf(doc, place)} language={language} say={say} onSet={(checks) => onEdit(set(doc, place, "checks", checks), `${as}.checks`)} />}
  </aside>;
}

/** How long a paper is kept after the case is closed. */
function Retention({ json, say, onSet }: { json: JsonObject; say: Say; onSet: (retention: JsonObject) => void }) {
  const term = isObject(json.retention) ? json.retention : {};
  const units: [string, string][] = [["years", say("年", "years")], ["months", say("个月", "months")], ["calendar-days", say("天", "days")], ["working-days", say("个工作日", "working days")]];
  return <fieldset><legend>{say("结案后保存", "Kept after the case is closed")}</legend>
    <input id="f-retention" type="number" min={1} max={1000} aria-label={say("多久", "How long")} value={typeof term.count === "number" ? term.count : ""} onChange={(event) => onSet(put(term, "count", Number(event.target.value)))} />
    <select aria-label={say("单位", "Unit")} value={text(term, "unit")} onChange={(event) => onSet(put(term, "unit", event.target.value))}>
      {!units.some(([unit]) => unit === term.unit) && <option value={text(term, "unit")}>{text(term, "unit")}</option>}
      {units.map(([unit, words]) => <option key={unit} value={unit}>{words}</option>)}
    </select>
  </fieldset>;
}

/** The key by which files and answers call it: written when it is left, since what speaks of it goes along. */
function KeyField({ spot, say, onSet }: { spot: Spot; say: Say; onSet: (key: string) => void }) {
  const [written, setWritten] = useState(spot.key);
  useEffect(() => setWritten(spot.key), [spot.key]);
  const keep = () => { if (written.trim() !== "" && written !== spot.key) onSet(written.trim()); };
  return <span className="words"><label htmlFor="f-key">{say("代号（英文，存答案用）", "Key (answers are kept under it)")}</label>
    <input id="f-key" type="text" spellCheck={false} value={written} onChange={(event) => setWritten(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === "Enter") keep(); }} /></span>;
}

function Options({ json, say, onSet }: { json: JsonObject; say: Say; onSet: (options: Json[]) => void }) {
  const options = items(json, "options").filter(isObject);
  const write = (index: number, option: JsonObject) => onSet(options.map((old, one) => one === index ? option : old));
  const move = (index: number, by: number) => { const next = [...options]; const [one] = next.splice(index, 1); next.splice(index + by, 0, one); onSet(next); };
  const fresh = () => { for (let number = options.length + 1; ; number++) if (!options.some((one) => one.value === `option-${number}`)) return `option-${number}`; };
  return <fieldset id="f-options" tabIndex={-1}><legend>{say("选项", "Choices")}</legend>
    {options.map((option, index) => {
      const label = isObject(option.label) ? option.label : {};
      const name = say(`选项 ${index + 1}`, `Choice ${index + 1}`);
      return <span className="part" key={index}>
        <input className="short" spellCheck={false} aria-label={`${name}${say("：代号", ": key")}`} value={text(option, "value")} onChange={(event) => write(index, put(option, "value", event.target.value))} />
        {(["zh-CN", "en"] as const).map((language) => <input key={language} lang={language} aria-label={`${name} (${language === "en" ? "English" : "中文"})`} aria-invalid={text(label, language) === ""} value={text(label, language)} onChange={(event) => write(index, put(option, "label", put(label, language, event.target.value)))} />)}
        <button type="button" className="small" disabled={index === 0} aria-label={say(`上移选项 ${index + 1}`, `Move choice ${index + 1} up`)} onClick={() => move(index, -1)}>↑</button>
        <button type="button" className="small" disabled={index === options.length - 1} aria-label={say(`下移选项 ${index + 1}`, `Move choice ${index + 1} down`)} onClick={() => move(index, 1)}>↓</button>
        <button type="button" className="small" aria-label={say(`删除选项 ${index + 1}`, `Remove choice ${index + 1}`)} onClick={() => onSet(options.filter((_, one) => one !== index))}>×</button>
      </span>;
    })}
    <button type="button" className="small" onClick={() => onSet([...options, { value: fresh(), label: { "zh-CN": "新选项", en: "New choice" } }])}>{say("＋ 加选项", "+ Add a choice")}</button>
  </fieldset>;
}

function Columns({ doc, spot, language, say, onEdit, onSelect }: { doc: Doc; spot: Spot; language: Language; say: Say; onEdit: (doc: Doc) => void; onSelect: (place: Place) => void }) {
  const columns = columnsOf(spot);
  return <fieldset><legend>{say("每行问什么", "What each row asks")}</legend>
    <ul className="columns">{columns.map((column) => <li key={column.place.join()}><button type="button" onClick={() => onSelect(column.place)}>{titleOf(column, language)}</button></li>)}</ul>
    <button type="button" className="small" onClick={() => { const made = addField(doc, [...spot.place, "columns"], columns.length); onEdit(made.doc); onSelect(made.place); }}>{say("＋ 加一列", "+ Add a column")}</button>
  </fieldset>;
}
