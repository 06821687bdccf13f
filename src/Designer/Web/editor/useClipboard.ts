// Steps through the clipboard of the computer, so that other tabs and browsers can take them; where that is closed to us, through this browser's own store.
import { useEffect, useRef } from "react";

const Kept = "aidworkflow.clip";

interface Does {
  /** What is to be copied; undefined where nothing is chosen. */
  copied: () => string | undefined;
  cut: () => void;
  /** Whether it was something of ours. */
  pasted: (said: string) => boolean;
}

const isWritten = (target: EventTarget | null) => target instanceof Element && target.closest("input, select, textarea, [contenteditable], dialog") !== null;

function keep(said: string) { try { localStorage.setItem(Kept, said); } catch { /* a browser that keeps nothing */ } }

const kept = () => { try { return localStorage.getItem(Kept) ?? ""; } catch { return ""; } };

export function useClipboard(does: Does) {
  const now = useRef(does);
  now.current = does;

  useEffect(() => {
    const out = (event: ClipboardEvent) => {
      if (isWritten(event.target) || (getSelection()?.toString() ?? "") !== "") return; // words that are marked are copied as words
      const said = now.current.copied();
      if (said === undefined) return;
      event.clipboardData?.setData("text/plain", said);
      event.preventDefault();
      keep(said);
      if (event.type === "cut") now.current.cut();
    };
    const into = (event: ClipboardEvent) => {
      if (isWritten(event.target)) return;
      const said = event.clipboardData?.getData("text/plain") ?? "";
      if (now.current.pasted(said) || (said === "" && now.current.pasted(kept()))) event.preventDefault();
    };
    document.addEventListener("copy", out);
    document.addEventListener("cut", out);
    document.addEventListener("paste", into);
    return () => { document.removeEventListener("copy", out); document.removeEventListener("cut", out); document.removeEventListener("paste", into); };
  }, []);

  /** By a button. */
  const copy = (): boolean => {
    const said = now.current.copied();
    if (said === undefined) return false;
    keep(said);
    void navigator.clipboard?.writeText(said).catch(() => undefined);
    return true;
  };

  const paste = async (): Promise<void> => {
    const said = await navigator.clipboard?.readText().catch(() => "") ?? "";
    if (!now.current.pasted(said)) now.current.pasted(kept());
  };

  return { copy, paste };
}
