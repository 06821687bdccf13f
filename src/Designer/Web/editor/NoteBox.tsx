import type { Note } from "./notes";
import type { Say } from "./words";

interface Props { note: Note; say: Say; onText: (text: string) => void; onRemove: () => void }

/** A note beside the steps: on the drawing, and in the outline. */
export function NoteBox({ note, say, onText, onRemove }: Props) {
  return <div className="note" data-note={note.id}>
    <span className="top">{say("便签", "Note")} <button type="button" className="small nodrag" onClick={onRemove} aria-label={say("删除便签", "Delete the note")}>×</button></span>
    <textarea className="nodrag nowheel" aria-label={say("便签", "Note")} value={note.text} maxLength={1000} placeholder={say("写给其他管理员看的话", "For other administrators to read")} onChange={(event) => onText(event.target.value)} />
  </div>;
}
