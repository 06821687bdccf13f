// Where a control is taken away from under the focus, what stands nearest to it has it next: whoever works by keyboard does not begin again at the top of the page.
import { useEffect, useRef, type RefObject } from "react";

const Controls = "button, input, select, textarea, a[href], [tabindex='0']";

const isUsable = (one: Element) => one.isConnected && !(one as HTMLButtonElement).disabled;

/** A field before a button, and the first of either. */
function nextIn(around: Element): HTMLElement | undefined {
  const all = [...around.querySelectorAll<HTMLElement>(Controls)].filter((one) => isUsable(one) && one.getClientRects().length > 0);
  return all.find((one) => one.matches("input, select, textarea") && !one.matches(".syntax")) ?? all[0];
}

/** Looks after each drawing of what uses it. */
export function useKeptFocus(root: RefObject<HTMLElement | null>) {
  const last = useRef<Element[]>([]); // what had the focus, and what stands around it, nearest first
  useEffect(() => {
    const place = root.current!;
    const came = (event: FocusEvent) => {
      last.current = [];
      for (let one = event.target as Element | null; one !== null && one !== place.parentElement; one = one.parentElement) last.current.push(one);
    };
    const left = (event: FocusEvent) => queueMicrotask(() => { if (isUsable(event.target as Element) && document.activeElement === document.body) last.current = []; }); // by a press beside it, not by being taken away
    place.addEventListener("focusin", came);
    place.addEventListener("focusout", left);
    return () => { place.removeEventListener("focusin", came); place.removeEventListener("focusout", left); };
  }, [root]);
  useEffect(() => {
    const [had, ...around] = last.current;
    if (had === undefined || isUsable(had) || (document.activeElement !== document.body && document.activeElement !== had)) return;
    around.filter((one) => one.isConnected).map(nextIn).find((one) => one !== undefined)?.focus();
  });
}
