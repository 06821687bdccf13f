// The files on the server: saved by themselves a moment after each change, never over what somebody else saved, and checked as they stand.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Saving } from "../useDraft";
import { Refused, type Finding } from "../wire";
import { changedFiles, written, type Doc } from "./form";
import type { Service, ServiceWire } from "./wire";

const SaveAfter = 1200;
const CheckAfter = 500;

export function useFiles(now: Doc, openedDoc: Doc, opened: Service, wire: ServiceWire) {
  const [saving, setSaving] = useState<Saving>({ state: "saved" });
  const [standing, setStanding] = useState(opened);
  const [findings, setFindings] = useState<Finding[]>();
  const saved = useRef(openedDoc);
  const newest = useRef(now);
  const stamp = useRef<string | undefined>(opened.stamp);
  const running = useRef<Promise<boolean> | undefined>(undefined);
  newest.current = now;

  /** Saves what is not saved; true when everything is. */
  const flush = useCallback((): Promise<boolean> => {
    if (running.current !== undefined) return running.current.then((went) => went && newest.current !== saved.current ? flush() : went);
    if (newest.current === saved.current) return Promise.resolve(true);
    const sent = newest.current;
    setSaving({ state: "saving" });
    const run = wire.keep(opened.serviceId, changedFiles(saved.current, sent), stamp.current).then((kept) => {
      saved.current = sent;
      stamp.current = kept.stamp;
      setStanding(kept);
      setSaving({ state: newest.current === sent ? "saved" : "changed" });
      return true;
    }, (error: unknown) => {
      const words = error instanceof Error ? error.message : String(error);
      setSaving(error instanceof Refused && error.status === 409 ? { state: "stale", words } : { state: "failed", words });
      return false;
    }).finally(() => { running.current = undefined; });
    running.current = run;
    return run;
  }, [wire, opened.serviceId]);

  const isStale = saving.state === "stale";
  useEffect(() => {
    if (now === saved.current || isStale) return; // somebody else saved: the person decides first
    setSaving({ state: "changed" });
    const timer = setTimeout(() => void flush(), SaveAfter);
    return () => clearTimeout(timer);
  }, [now, isStale, flush]);

  useEffect(() => {
    let isOld = false;
    const files = Object.fromEntries(Object.entries(now).map(([file, json]) => [file, written(json)]));
    const timer = setTimeout(() => wire.checkFiles(opened.serviceId, files).then((found) => { if (!isOld) setFindings(found); }, () => { /* the next change asks again; publishing asks the server anyway */ }), CheckAfter);
    return () => { isOld = true; clearTimeout(timer); };
  }, [now, wire, opened.serviceId]);

  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => { if (newest.current !== saved.current) event.preventDefault(); };
    addEventListener("beforeunload", guard);
    return () => removeEventListener("beforeunload", guard);
  }, []);

  /** Takes what the server has as the state of things. */
  const take = useCallback((doc: Doc, service: Service) => {
    saved.current = doc;
    stamp.current = service.stamp;
    setStanding(service);
    setSaving({ state: "saved" });
  }, []);

  /** Writes over what somebody else saved; the server keeps theirs, to be brought back. */
  const overwrite = useCallback(() => {
    stamp.current = undefined;
    return flush();
  }, [flush]);

  return { saving, standing, findings, flush, take, overwrite };
}
