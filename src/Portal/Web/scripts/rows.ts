/** The row of a list that one opened, and what stood around it: kept by the tab, so that whoever comes back goes on from there. Addresses of tasks alone, no words. */
interface Left {
  rows: string[];
  at: number;
  /** By a key: then the row has the focus again, as nobody would look for it with the mouse. */
  byKey: boolean;
}

const Kept = "aid-row";

export const rows = (): HTMLAnchorElement[] => Array.from(document.querySelectorAll<HTMLAnchorElement>(".inbox a"));

export function leave(row: HTMLAnchorElement, byKey: boolean): void {
  const all = rows();
  const left: Left = { rows: all.map(one => one.pathname), at: all.indexOf(row), byKey };
  sessionStorage.setItem(Kept, JSON.stringify(left));
}

let start: string | undefined;

/** The row to go on from where none has the focus: the one that was left, or, where it is gone, the nearest that stood behind it, else before it. */
export const from = (): HTMLAnchorElement | undefined => rows().find(row => row.pathname === start);

/** On a list that one comes back to. */
export function comeBack(): void {
  const said = sessionStorage.getItem(Kept);
  const here = new Map(rows().map(row => [row.pathname, row]));
  if (!said || here.size === 0) return;
  sessionStorage.removeItem(Kept);
  const left = JSON.parse(said) as Left;
  const near = left.rows.slice(left.at).concat(left.rows.slice(0, left.at).reverse());
  start = near.find(one => here.has(one));
  if (left.byKey) from()?.focus();
}
