// The files on the server, and the check of them as they stand.
import { useEffect, useMemo, useState } from "react";
import { sorted } from "../json";
import { useSaving } from "../useSaving";
import type { Finding } from "../wire";
import { changedFiles, written, type Doc } from "./form";
import type { Service, ServiceWire } from "./wire";

const CheckAfter = 500;

export function useFiles(now: Doc, openedDoc: Doc, opened: Service, wire: ServiceWire, reopen: () => Promise<{ doc: Doc; service: Service }>) {
  const [findings, setFindings] = useState<Finding[]>();
  const keeps = useMemo(() => ({
    save: (before: Doc, sent: Doc, stamp: string | undefined) => wire.keep(opened.serviceId, changedFiles(before, sent), stamp),
    latest: async () => { const { doc, service } = await reopen(); return { doc, standing: service }; },
    alike: (a: Doc, b: Doc) => sorted(a) === sorted(b),
  }), [wire, opened.serviceId, reopen]);
  const kept = useSaving(now, { doc: openedDoc, standing: opened }, keeps);

  useEffect(() => {
    let isOld = false;
    const files = Object.fromEntries(Object.entries(now).map(([file, json]) => [file, written(json)]));
    const timer = setTimeout(() => wire.checkFiles(opened.serviceId, files).then((found) => { if (!isOld) setFindings(found); }, () => { /* the next change asks again; publishing asks the server anyway */ }), CheckAfter);
    return () => { isOld = true; clearTimeout(timer); };
  }, [now, wire, opened.serviceId]);

  return { ...kept, findings };
}
