// The draft on the server: saved by itself a moment after each change, never over what somebody else saved, and checked as it stands.
import { useCallback, useEffect, useRef, useState } from "react";
import { stampOf, stamped, type Definition } from "./definition";
import { member } from "./json";
import { Refused, type Finding, type Wire } from "./wire";

const SaveAfter = 1200;
const CheckAfter = 500;

export type Saving = { state: "saved" | "changed" | "saving" } | { state: "stale" | "failed"; words: string };

/** Of what stands on the server. */
export interface Standing { version: number; isDraft: boolean; stamp: string }

export const standingOf = (definition: Definition): Standing => ({ version: Number(member(definition, "version") ?? 1), isDraft: member(definition, "isPublished") !== true, stamp: stampOf(definition) });

export function useDraft(now: Definition, opened: Definition, wire: Wire) {
  const [saving, setSaving] = useState<Saving>({ state: "saved" });
  const [standing, setStanding] = useState<Standing>(() => standingOf(opened));
  const [findings, setFindings] = useState<Finding[]>();
  const saved = useRef(opened);
  const newest = useRef(now);
  const stamp = useRef<string | undefined>(stampOf(opened));
  const running = useRef<Promise<boolean> | undefined>(undefined);
  newest.current = now;

  /** Saves what is not saved; true when everything is. */
  const flush = useCallback((): Promise<boolean> => {
    if (running.current !== undefined) return running.current.then((went) => went && newest.current !== saved.current ? flush() : went);
    if (newest.current === saved.current) return Promise.resolve(true);
    const sent = newest.current;
    setSaving({ state: "saving" });
    const run = wire.save(stamped(sent, stamp.current)).then((kept) => {
      saved.current = sent;
      stamp.current = stampOf(kept);
      setStanding(standingOf(kept));
      setSaving({ state: newest.current === sent ? "saved" : "changed" });
      return true;
    }, (error: unknown) => {
      const words = error instanceof Error ? error.message : String(error);
      setSaving(error instanceof Refused && error.status === 409 ? { state: "stale", words } : { state: "failed", words });
      return false;
    }).finally(() => { running.current = undefined; });
    running.current = run;
    return run;
  }, [wire]);

  useEffect(() => {
    if (now === saved.current) return;
    setSaving((before) => before.state === "stale" ? before : { state: "changed" });
    if (saving.state === "stale") return; // somebody else saved: the person decides first
    const timer = setTimeout(() => void flush(), SaveAfter);
    return () => clearTimeout(timer);
  }, [now, saving.state === "stale", flush]);

  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(() => wire.check(now).then((found) => { if (!isOld) setFindings(found); }, () => { /* the next change asks again; publishing asks the server anyway */ }), CheckAfter);
    return () => { isOld = true; clearTimeout(timer); };
  }, [now, wire]);

  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => { if (newest.current !== saved.current) event.preventDefault(); };
    addEventListener("beforeunload", guard);
    return () => removeEventListener("beforeunload", guard);
  }, []);

  /** Takes what the server has as the state of things. */
  const take = useCallback((definition: Definition) => {
    saved.current = definition;
    stamp.current = stampOf(definition);
    setStanding(standingOf(definition));
    setSaving({ state: "saved" });
  }, []);

  /** Writes over what somebody else saved; the server keeps theirs, to be brought back. */
  const overwrite = useCallback(() => {
    stamp.current = undefined;
    return flush();
  }, [flush]);

  return { saving, standing, findings, flush, take, overwrite };
}
