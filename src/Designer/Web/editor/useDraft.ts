// The draft of a definition on the server, and the check of it as it stands.
import { useCallback, useEffect, useMemo, useState } from "react";
import { held, stampOf, stamped, type Definition } from "./definition";
import { member, sorted } from "./json";
import { useSaving } from "./useSaving";
import type { Finding, Wire } from "./wire";

const CheckAfter = 500;

/** Of what stands on the server. */
export interface Standing { version: number; isDraft: boolean; stamp: string }

export const standingOf = (definition: Definition): Standing => ({ version: Number(member(definition, "version") ?? 1), isDraft: member(definition, "isPublished") !== true, stamp: stampOf(definition) });

export function useDraft(id: string, now: Definition, opened: Definition, wire: Wire) {
  const [findings, setFindings] = useState<Finding[]>();
  const keeps = useMemo(() => ({
    save: async (_: Definition, sent: Definition, stamp: string | undefined) => standingOf(await wire.save(stamped(sent, stamp))),
    latest: async () => { const doc = await wire.open(id); return { doc, standing: standingOf(doc) }; },
    alike: (a: Definition, b: Definition) => sorted(held(a)) === sorted(held(b)),
  }), [id, wire]);
  const { take: takeIt, ...kept } = useSaving(now, { doc: opened, standing: standingOf(opened) }, keeps);
  const take = useCallback((definition: Definition) => takeIt(definition, standingOf(definition)), [takeIt]);

  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(() => wire.check(now).then((found) => { if (!isOld) setFindings(found); }, () => { /* the next change asks again; publishing asks the server anyway */ }), CheckAfter);
    return () => { isOld = true; clearTimeout(timer); };
  }, [now, wire]);

  return { ...kept, take, findings };
}
