// What fields of a step choose among, as the server tells it; and who asks it.
import { createContext, useContext, useEffect, useState } from "react";
import type { Definition } from "./definition";
import type { Palette } from "./descriptors";
import type { Language, Say } from "./words";
import type { Choices, Wire } from "./wire";

export interface Known { id: string; wire: Wire; choices: Choices; palette: Palette; definition: Definition; say: Say; language: Language;
  /** Names of steps of other workflows of the service; undefined where it is not known yet. */
  elsewhere: readonly string[] | undefined;
}

const Knowing = createContext<Known | undefined>(undefined);

export const KnownProvider = Knowing.Provider;

export function useKnown(): Known {
  const known = useContext(Knowing);
  if (known === undefined) throw new Error("Fields stand within an editor.");
  return known;
}

/** What was found a moment after somebody stopped typing; the newest wins. */
export function useFound<T>(term: string, find: (term: string) => Promise<T[]>): T[] {
  const [found, setFound] = useState<T[]>([]);
  useEffect(() => {
    if (term.trim() === "") { setFound([]); return; }
    let isOld = false;
    const timer = setTimeout(() => find(term).then((all) => { if (!isOld) setFound(all); }, () => { /* the next letter asks again */ }), 250);
    return () => { isOld = true; clearTimeout(timer); };
  }, [term]);
  return found;
}
