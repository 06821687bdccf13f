import { attached, type Visit } from "./kept";

export const SIGNATURES = ["firstSignature", "secondSignature", "familySignature"];

export interface Fault {
  field: string | null;
  words: string;
}

/** What became of a record that was to be sent. */
export type Outcome =
  | { is: "taken" }
  | { is: "offline" }
  | { is: "signed-out" }
  | { is: "other-account" }
  | { is: "failed" }
  | { is: "to-mend"; faults: Fault[] }
  | { is: "stands-against"; words: string };

export interface Me {
  account: string;
  token: string;
}

/** Who is signed in; null where nobody is, undefined where there is no network. */
export async function me(): Promise<Me | null | undefined> {
  try {
    const answer = await fetch("/visits/me", { headers: { Accept: "application/json" }, cache: "no-store" });
    return answer.ok ? ((await answer.json()) as Me) : answer.status === 401 ? null : undefined;
  } catch {
    return undefined;
  }
}

/** Sends a record with everything that belongs to it; sent twice it is done once, as its key goes along. */
export async function send(visit: Visit): Promise<Outcome> {
  const who = await me();
  if (who === undefined) return { is: "offline" };
  if (who === null) return { is: "signed-out" };
  if (who.account !== visit.account) return { is: "other-account" };
  const form = new FormData();
  form.append("__RequestVerificationToken", who.token);
  form.append("key", visit.key);
  for (const name of Object.keys(visit.fields)) form.append(name, visit.fields[name]);
  for (const name of SIGNATURES.concat(visit.photos)) {
    const content = await attached(visit, name);
    if (content) form.append(SIGNATURES.indexOf(name) >= 0 ? `visit.${name}` : "visit.photos", new Blob([content], { type: "image/jpeg" }), `${name}.jpg`);
  }

  let answer: Response;
  try {
    answer = await fetch(`/visits/${visit.task}/record`, { method: "POST", body: form, headers: { Accept: "application/json" } });
  } catch {
    return { is: "offline" };
  }
  if (answer.ok) return { is: "taken" };
  if (answer.status === 401) return { is: "signed-out" };
  if (answer.status !== 400 && answer.status !== 409) return { is: "failed" };
  try {
    const refused = (await answer.json()) as { code: string; faults: Fault[] };
    if (refused.code === "act.contended") return { is: "failed" };
    return answer.status === 400 ? { is: "to-mend", faults: refused.faults } : { is: "stands-against", words: refused.faults.map(fault => fault.words).join(" ") };
  } catch {
    return { is: "failed" };
  }
}
