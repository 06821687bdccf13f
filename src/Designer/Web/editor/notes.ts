// Notes beside the steps. They stand in the metadata of the flowchart, which Elsa keeps and passes over.
import { editStep, type Definition } from "./definition";
import { at, isObject, items, member, object, put, text, type JsonObject, type Place } from "./json";

export interface Note { id: string; text: string; x: number; y: number }

const Key = "aidNotes";

const metadataOf = (definition: Definition, flow: Place): JsonObject => { const container = at(definition, flow); return isObject(container) ? object(container, "metadata") ?? {} : {}; };

export const notesIn = (definition: Definition, flow: Place): Note[] => items(metadataOf(definition, flow), Key).flatMap((note) => {
  if (!isObject(note) || text(note, "id") === "") return [];
  const [x, y] = [member(note, "x"), member(note, "y")];
  return [{ id: text(note, "id"), text: text(note, "text"), x: typeof x === "number" ? x : 0, y: typeof y === "number" ? y : 0 }];
});

const write = (definition: Definition, flow: Place, notes: Note[]): Definition =>
  editStep(definition, flow, (json) => put(json, "metadata", put(object(json, "metadata") ?? {}, Key, notes.length === 0 ? undefined : notes.map((note) => ({ ...note, x: Math.round(note.x), y: Math.round(note.y) })))));

export function addNote(definition: Definition, flow: Place, x: number, y: number): { definition: Definition; id: string } {
  const notes = notesIn(definition, flow);
  let number = 1;
  while (notes.some((note) => note.id === `aid-note-${number}`)) number++;
  return { definition: write(definition, flow, [...notes, { id: `aid-note-${number}`, text: "", x, y }]), id: `aid-note-${number}` };
}

export const editNote = (definition: Definition, flow: Place, id: string, change: Partial<Note>): Definition =>
  write(definition, flow, notesIn(definition, flow).map((note) => note.id === id ? { ...note, ...change } : note));

export const removeNote = (definition: Definition, flow: Place, id: string): Definition => write(definition, flow, notesIn(definition, flow).filter((note) => note.id !== id));
