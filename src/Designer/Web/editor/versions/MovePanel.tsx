import { useState } from "react";
import type { Say } from "../words";
import { Refused, type Version } from "../wire";
import { sideWords } from "./CompareView";
import type { MoveResult, VersionsWire } from "./wire";

interface Props { versions: Version[]; running: (versionId: string) => number; from: string | undefined; say: Say; wire: VersionsWire; onMoved: () => void }

interface Tally { possible: number; moved: number; more: number; reasons: [string, number][]; warnings: [string, number][] }

const Most = 50; // of answers of two hundred each: an end, whatever the server says

function tallyOf(results: MoveResult[]): Tally {
  const all = results.flatMap((result) => result.instances);
  const told = new Map(all.map((one) => [one.id, one])); // one that is refused is answered again with the next two hundred
  type One = (typeof all)[number];
  const counted = (of: (one: One) => string[]): [string, number][] => {
    const counts = new Map<string, number>();
    for (const one of told.values()) for (const why of new Set(of(one))) counts.set(why, (counts.get(why) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  };
  return { possible: [...told.values()].filter((one) => one.plan?.possible).length, moved: [...told.values()].filter((one) => one.done).length, more: results[results.length - 1]?.more ?? 0, 
    reasons: counted((one) => [...(one.title ? [one.title] : []), ...(one.plan?.obstacles ?? []).map((note) => note.why)]),
    warnings: counted((one) => one.plan?.possible ? one.plan.warnings.map((note) => note.why) : []),
  };
}

/** Moves what runs on one version to another; what that would do is asked first. Each case is an act of its own, so one that cannot stops nobody. */
export function MovePanel({ versions, running, from, say, wire, onMoved }: Props) {
  const target = versions.find((one) => one.isPublished) ?? versions[0];
  const sources = versions.filter((one) => running(one.id) > 0 && one.id !== target?.id);
  const [source, setSource] = useState(from ?? "");
  const [to, setTo] = useState(`${target?.version ?? ""}`);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState<Tally>();
  const [done, setDone] = useState<Tally>();
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const chosen = sources.find((one) => one.id === source) ?? sources[0];
  if (chosen === undefined) return null;

  const of = { version: chosen.id, status: "Running" as const };
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    setWrong("");
    try { await act(); } catch (error) { setWrong(error instanceof Refused ? [error.message, ...error.errors].join(" ") : String(error)); } finally { setBusy(false); }
  };
  const dryRun = () => run(async () => { setDone(undefined); setTried(tallyOf([await wire.move({ of, to, dryRun: true })])); });
  const move = () => run(async () => {
    const results: MoveResult[] = [];
    do results.push(await wire.move({ of, to, reason, dryRun: false }));
    while (results[results.length - 1].more > 0 && results[results.length - 1].instances.some((one) => one.done) && results.length < Most);
    setTried(undefined);
    setDone(tallyOf(results));
    onMoved();
  });
  const listed = (list: [string, number][]) => list.length > 0 && <ul>{list.map(([why, count]) => <li key={why}>{why} <span className="num">×{count}</span></li>)}</ul>;

  return <details className="move">
    <summary>{say("把在办案件迁到另一版本……", "Move running cases to another version …")}</summary>
    <p><label>{say("从", "From")} <select id="move-from" value={chosen.id} onChange={(event) => { setSource(event.target.value); setTried(undefined); }}>{sources.map((one) => <option key={one.id} value={one.id}>{sideWords(one, say)}</option>)}</select></label>
      <label>{say("到", "to")} <select id="move-to" value={to} onChange={(event) => { setTo(event.target.value); setTried(undefined); }}>{versions.filter((one) => one.id !== chosen.id).map((one) => <option key={one.id} value={`${one.version}`}>{sideWords(one, say)}</option>)}</select></label></p>
    <p className="hint">{say("表单、材料和金额规则不同的版本之间不能迁移；不能迁的案件留在原来的版本。", "Between versions whose form, papers or amounts differ nothing is moved; a case that cannot be moved keeps its version.")}</p>
    <p><button type="button" id="move-try" disabled={isBusy} onClick={() => void dryRun()}>{say("试运行", "Dry run")}</button></p>
    {wrong && <p className="bad" role="alert">{wrong}</p>}
    {tried && <div role="status" className="tried">
      <p>{say(`可以迁移 ${tried.possible} 件`, `${tried.possible} can be moved`)}{tried.more > 0 ? say(`（先看了最早的 200 件，另有 ${tried.more} 件）`, ` (of the oldest 200; ${tried.more} more were not looked at)`) : ""}{tried.reasons.length > 0 ? say("；不能迁移的：", "; not these:") : ""}</p>
      {listed(tried.reasons)}
      {tried.warnings.length > 0 && <><p>{say("迁移以前请看：", "To know before:")}</p>{listed(tried.warnings)}</>}
    </div>}
    {tried && tried.possible > 0 && <form onSubmit={(event) => { event.preventDefault(); void move(); }}>
      <label htmlFor="move-why">{say("理由（记入审计）", "Why (kept in the audit trail)")}</label>
      <textarea id="move-why" value={reason} required maxLength={500} onChange={(event) => setReason(event.target.value)} />
      <p><button type="submit" className="main" disabled={isBusy}>{say("迁移", "Move them")}</button></p>
    </form>}
    {done && <div role="status" className="moved"><p>{say(`已迁移 ${done.moved} 件`, `${done.moved} moved`)}{done.more > 0 ? say(`；还有 ${done.more} 件没有处理`, `; ${done.more} are left`) : ""}</p>{listed(done.reasons)}</div>}
  </details>;
}
