/** What was, what is, and what was taken back. */
export interface History<T> { past: T[]; now: T; future: T[]; last?: string }

const Most = 300;

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [] });

/** @param as Edits of one kind that follow each other (typing in one field) are taken back together. */
export function change<T>(history: History<T>, now: T, as?: string): History<T> {
  if (now === history.now) return history;
  const past = as !== undefined && as === history.last ? history.past : [...history.past, history.now].slice(-Most);
  return { past, now, future: [], last: as };
}

export const undo = <T>(history: History<T>): History<T> => history.past.length === 0 ? history
  : { past: history.past.slice(0, -1), now: history.past[history.past.length - 1], future: [history.now, ...history.future] };

export const redo = <T>(history: History<T>): History<T> => history.future.length === 0 ? history
  : { past: [...history.past, history.now], now: history.future[0], future: history.future.slice(1) };
