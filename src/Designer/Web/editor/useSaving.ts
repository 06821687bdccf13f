// What is edited, on the server: saved by itself a moment after each change, never over what somebody else saved, and again when the network is back.
import { useCallback, useEffect, useRef, useState } from "react";
import { Refused } from "./wire";

const SaveAfter = 1200;
const AgainAfter = 10_000;

export type Saving = { state: "saved" | "changed" | "saving" } | { state: "offline" } | { state: "stale" | "failed"; words: string };

/** @typeParam T What is edited here. @typeParam S What is said of it on the server. */
export interface Keeps<T, S> {
  save: (before: T, now: T, stamp: string | undefined) => Promise<S>;
  latest: () => Promise<{ doc: T; standing: S }>;
  /** Whether two say the same of all that is edited here. */
  alike: (a: T, b: T) => boolean;
}

export function useSaving<T, S extends { stamp: string }>(now: T, opened: { doc: T; standing: S }, keeps: Keeps<T, S>) {
  const [saving, setSaving] = useState<Saving>({ state: "saved" });
  const [standing, setStanding] = useState(opened.standing);
  const saved = useRef(opened.doc);
  const newest = useRef(now);
  const stamp = useRef<string | undefined>(opened.standing.stamp);
  const running = useRef<Promise<boolean> | undefined>(undefined);
  const aside = useRef<{ mine: T; theirs: T; stamp: string }>(undefined);
  newest.current = now;

  /** Another save may have changed only what is not edited here, as the form beside the drawing: then this one goes on from there. */
  const send = useCallback(async (sent: T): Promise<S> => {
    try {
      return await keeps.save(saved.current, sent, stamp.current);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 409) throw error;
      const there = await keeps.latest();
      if (!keeps.alike(there.doc, saved.current)) throw error;
      return await keeps.save(saved.current, sent, there.standing.stamp);
    }
  }, [keeps]);

  /** Saves what is not saved; true when everything is. */
  const flush = useCallback((): Promise<boolean> => {
    if (running.current !== undefined) return running.current.then((went) => went && newest.current !== saved.current ? flush() : went);
    if (newest.current === saved.current) return Promise.resolve(true);
    const sent = newest.current;
    setSaving((before) => before.state === "offline" ? before : { state: "saving" });
    const run = send(sent).then((kept) => {
      saved.current = sent;
      stamp.current = kept.stamp;
      setStanding(kept);
      setSaving({ state: newest.current === sent ? "saved" : "changed" });
      return true;
    }, (error: unknown) => {
      const words = error instanceof Error ? error.message : String(error);
      setSaving(!(error instanceof Refused) ? { state: "failed", words } : error.status === 0 ? { state: "offline" } : error.status === 409 ? { state: "stale", words } : { state: "failed", words });
      return false;
    }).finally(() => { running.current = undefined; });
    running.current = run;
    return run;
  }, [send]);

  const isStale = saving.state === "stale";
  useEffect(() => {
    if (aside.current !== undefined && now === aside.current.mine) stamp.current = undefined; // taken back to mine after looking at theirs: theirs is kept, as when saving over it
    if (now === saved.current) {
      if (now === aside.current?.theirs) stamp.current = aside.current.stamp;
      setSaving((before) => before.state === "changed" ? { state: "saved" } : before);
      return;
    }
    if (isStale) return; // somebody else saved: the person decides first
    setSaving((before) => before.state === "offline" ? before : { state: "changed" });
    const timer = setTimeout(() => void flush(), SaveAfter);
    return () => clearTimeout(timer);
  }, [now, isStale, flush]);

  const isOffline = saving.state === "offline";
  useEffect(() => {
    if (!isOffline) return;
    const again = () => void flush();
    const timer = setInterval(again, AgainAfter);
    addEventListener("online", again);
    return () => { clearInterval(timer); removeEventListener("online", again); };
  }, [isOffline, flush]);

  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => { if (newest.current !== saved.current) event.preventDefault(); };
    addEventListener("beforeunload", guard);
    return () => removeEventListener("beforeunload", guard);
  }, []);

  /** Takes what the server has as the state of things. */
  const take = useCallback((doc: T, on: S) => {
    saved.current = doc;
    stamp.current = on.stamp;
    setStanding(on);
    setSaving({ state: "saved" });
  }, []);

  /** Takes what somebody else saved, to be shown in the place of what is here, which is one step of undoing away. */
  const look = useCallback(async (show: (doc: T) => void) => {
    const there = await keeps.latest();
    aside.current = { mine: newest.current, theirs: there.doc, stamp: there.standing.stamp };
    take(there.doc, there.standing);
    show(there.doc);
  }, [keeps, take]);

  /** Writes over what somebody else saved; the server keeps theirs, to be brought back. */
  const overwrite = useCallback(() => {
    stamp.current = undefined;
    return flush();
  }, [flush]);

  return { saving, standing, flush, take, look, overwrite };
}
