// The same flow as a list: everything that the drawing can do, for whoever reads it by ear or on a narrow screen.
import { flowsWithin, portsOf, titleOf, type Definition, type Link, type Step } from "./definition";
import type { Palette } from "./descriptors";
import type { Place } from "./json";
import { inOrder } from "./layout";
import { NoteBox } from "./NoteBox";
import type { Note } from "./notes";
import { useKnown } from "./known";
import { meaningsOf, summaryOf, tintOf } from "./looks";
import type { Language, Say } from "./words";
import type { Finding } from "./wire";

interface Props {
  definition: Definition; flow: Place; steps: Step[]; links: Link[]; positions: Map<string, { x: number; y: number }>; palette: Palette; findings: Finding[]; open: Map<string, string[]>; selected: string | undefined; picked: readonly string[]; notes: Note[]; say: Say; language: Language;
  onSelect: (step: string | undefined, isFocused?: boolean) => void; onAsk: (link: Link) => void; onRemove: (step: string) => void; onOpen: (flow: Place) => void;
  onPick: (step: string) => void; onNote: (id: string, text: string | undefined) => void;
}

export function Outline({ definition, steps, links, positions, palette, findings, open, selected, picked, notes, say, language, onSelect, onAsk, onRemove, onOpen, onPick, onNote }: Props) {
  const { choices } = useKnown();
  const byId = new Map(steps.map((step) => [step.id, step]));
  const title = (id: string) => { const step = byId.get(id); return step ? titleOf(step, palette) : id; };
  return <ol className="outline" aria-label={say("流程提纲", "Outline of the workflow")}>
    {inOrder(positions).flatMap((id) => byId.get(id) ?? []).map((step) => {
      const inner = flowsWithin(definition, step)[0];
      const meaning = meaningsOf(step, palette, choices.fields, say);
      return <li key={step.id}>
        <div className="line"><label className="pick"><input type="checkbox" checked={picked.includes(step.id)} onChange={() => onPick(step.id)} /><span className="hidden-words">{say(`选入“${title(step.id)}”`, `Choose ${title(step.id)} too`)}</span></label>
        <button type="button" className="row" data-step={step.id} aria-pressed={step.id === selected} onClick={() => onSelect(step.id, true)}><i className={`tint ${tintOf(step.type)}`} /><b>{title(step.id)}</b> <span>{summaryOf(step, palette, definition, say, choices)}</span></button>
          {inner && <button type="button" className="small" onClick={() => onOpen(inner)}>{say("打开里层流程", "Open inner flow")}</button>}
          <button type="button" className="small" onClick={() => onRemove(step.id)} aria-label={say(`删除“${title(step.id)}”`, `Delete ${title(step.id)}`)}>{say("删除", "Delete")}</button></div>
        {findings.filter((one) => one.activityId === step.id).map((one, index) => <p key={index} className={one.severity === "Error" ? "bad" : "warn"}>{one.reason[language]}</p>)}
        <ul>
          {portsOf(step, palette).map((port) => {
            const out = links.filter((link) => link.source === step.id && link.port === port.name);
            return <li key={port.name}>{port.words || say("之后", "then")}{meaning.has(port.name) && <span className="hint">{say("（", " (")}{meaning.get(port.name)}{say("）", ")")}</span>}：{out.length === 0 ? (open.get(step.id)?.includes(port.words || port.name) ? <span className="warn">{say("没有接", "leads nowhere")}</span> : say("结束", "ends"))
              : out.map((link) => <span key={link.index}>{title(link.target)} <button type="button" className="small" onClick={() => onAsk(link)} aria-label={say(`插入：在“${title(step.id)}”和“${title(link.target)}”之间`, `Insert a step between ${title(step.id)} and ${title(link.target)}`)}>{say("插入", "Insert")}</button> </span>)}</li>;
          })}
        </ul>
      </li>;
    })}
    {notes.map((note) => <li key={note.id}><NoteBox note={note} say={say} onText={(text) => onNote(note.id, text)} onRemove={() => onNote(note.id, undefined)} /></li>)}
  </ol>;
}
