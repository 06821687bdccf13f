import type { DragEvent, KeyboardEvent } from "react";
import { text, type Place } from "../json";
import type { Language, Say } from "../words";
import { Form, fieldsIn, papersOf, sectionsOf, type Doc, type Spot } from "./form";
import { titleOf } from "./titles";
import { typeWords } from "./names";

interface Props {
  doc: Doc; selected: Place | undefined; wrong: (place: Place) => boolean; language: Language; say: Say;
  onSelect: (place: Place) => void; onKey: (spot: Spot, event: KeyboardEvent) => void; onDrop: (from: Place, list: Place, index: number) => void; onAdd: (list: Place, index: number) => void; onAddSection: (after: number) => void; onAddPaper: () => void;
}

const Carried = "application/x-question";

/** The form as a list: sections with their questions, then the papers. Dragged, or moved by Alt and the arrows. */
export function QuestionList({ doc, selected, wrong, language, say, onSelect, onKey, onDrop, onAdd, onAddSection, onAddPaper }: Props) {
  const sections = sectionsOf(doc);
  const over = (event: DragEvent) => { if (event.dataTransfer.types.includes(Carried)) event.preventDefault(); };
  const row = (spot: Spot, list: Place, index: number, under?: string) => <button type="button" className={`row ${selected?.join() === spot.place.join() ? "chosen" : ""} ${wrong(spot.place) ? "wrong" : ""}`} data-place={spot.place.join()} data-key={spot.key}
    aria-pressed={selected?.join() === spot.place.join()} draggable={spot.kind === "field" || spot.kind === "paper"} onClick={() => onSelect(spot.place)} onKeyDown={(event) => onKey(spot, event)}
    onDragStart={(event) => { event.dataTransfer.setData(Carried, JSON.stringify(spot.place)); event.dataTransfer.effectAllowed = "move"; }} onDragOver={over}
    onDrop={(event) => { const from = event.dataTransfer.getData(Carried); if (from !== "") { event.preventDefault(); onDrop(JSON.parse(from) as Place, list, index); } }}>
    <b>{titleOf(spot, language)}</b>{under && <span>{under}</span>}{wrong(spot.place) && <em>{say("有错", "fault")}</em>}
  </button>;
  const about = (field: Spot) => [typeWords(text(field.json, "type"), say), field.json.required === true ? say("必填", "required") : "", field.json.when !== undefined ? say("有条件", "conditional") : ""].filter((one) => one !== "").join(" · ");

  return <nav className="palette questions" aria-label={say("题目", "Questions")}>
    <p className="hint">{say("拖动，或选中后按 Alt+↑↓ 移动；Delete 删除。", "Drag, or move with Alt+↑↓; Delete removes.")}</p>
    <ol>{sections.map((section, at) => {
      const fields = fieldsIn(section);
      const list = [Form, "sections", at, "fields"];
      return <li key={at}>{row(section, [], at)}
        <ol>{fields.map((field, index) => <li key={index}>{row(field, list, index, about(field))}</li>)}
          <li><button type="button" className="small" onDragOver={over} onDrop={(event) => { const from = event.dataTransfer.getData(Carried); if (from !== "") { event.preventDefault(); onDrop(JSON.parse(from) as Place, list, fields.length); } }}
            onClick={() => onAdd(list, fields.length)} aria-label={say(`在“${titleOf(section, language)}”加一题`, `Add a question to ${titleOf(section, language)}`)}>{say("＋ 加一题", "+ Question")}</button></li></ol>
      </li>;
    })}</ol>
    <button type="button" onClick={() => onAddSection(sections.length - 1)}>{say("＋ 加一部分", "+ Section")}</button>
    <h3>{say("要交的材料", "Papers asked for")}</h3>
    <ol>{papersOf(doc).map((paper, index) => <li key={index}>{row(paper, paper.place.slice(0, -1), index, paper.json.required === false ? say("可以不交", "not owed") : "")}</li>)}</ol>
    <button type="button" onClick={onAddPaper}>{say("＋ 加一份材料", "+ Paper")}</button>
  </nav>;
}
