import { useEffect, useState, type FormEvent } from "react";
import type { Language, Say } from "../words";
import { Refused, type Proposals } from "../wire";
import type { VersionsWire } from "./wire";

interface Props { id: string; number: number; language: Language; say: Say; wire: VersionsWire }

const moment = (said: string) => new Date(Date.parse(said) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " "); // China Standard Time, as everywhere in the house

/** What was proposed of the draft that is compared here, and the decision of another administrator over exactly that. */
export function ProposalBox({ id, number, language, say, wire }: Props) {
  const [view, setView] = useState<Proposals>();
  const [remark, setRemark] = useState("");
  const [wrong, setWrong] = useState("");
  const [done, setDone] = useState("");
  const [isBusy, setBusy] = useState(false);
  useEffect(() => { wire.proposals(id).then(setView, (error: Error) => setWrong(error.message)); }, [id, wire]);
  const open = view?.open;

  const decide = async (what: "approve" | "refuse" | "withdraw", words: string) => {
    setBusy(true);
    setWrong("");
    try {
      setView(await wire.decide(id, what, what === "approve" ? { stamp: open!.stamp, remark } : what === "refuse" ? { reason: remark } : {}));
      setDone(words);
    } catch (error) {
      setWrong(error instanceof Refused ? [error.message, ...error.errors].join(" ") : String(error));
    } finally {
      setBusy(false);
    }
  };

  if (view === undefined || (!open && !done && !wrong)) return null;
  return <section className="proposal" aria-label={say("提请发布", "Proposed for publishing")}>
    {done && <p role="status" className="ok">{done} <a href={`/admin/designer/${encodeURIComponent(id)}`}>{say("回到编辑器", "Back to the editor")}</a></p>}
    {wrong && <p className="bad" role="alert">{wrong}</p>}
    {open && <>
      <h2>{say(`提请发布第 ${number} 版`, `Proposed: version ${number}`)}</h2>
      <p>{say(`${open.proposedBy}，${moment(open.proposedAt)}：${open.reason}`, `${open.proposedBy}, ${moment(open.proposedAt)}: ${open.reason}`)}</p>
      {view.obstacle ? <p className="hint">{view.obstacle[language]}</p> : <form onSubmit={(event: FormEvent) => { event.preventDefault(); void decide("approve", say("已核准并发布。", "Approved and published.")); }}>
        <p><label htmlFor="remark">{say("意见（不核准时必填）", "What you say to it (needed to refuse)")}</label><textarea id="remark" value={remark} maxLength={1000} onChange={(event) => setRemark(event.target.value)} /></p>
        <p><button type="submit" className="main" disabled={isBusy}>{say("核准并发布", "Approve and publish")}</button> <button type="button" className="grave" disabled={isBusy} onClick={() => void decide("refuse", say("已退回，草稿仍在。", "Refused; the draft is kept."))}>{say("不核准", "Refuse")}</button></p>
      </form>}
      {view.isOwn && <p><button type="button" disabled={isBusy} onClick={() => void decide("withdraw", say("已撤回。", "Taken back."))}>{say("撤回提请", "Take it back")}</button></p>}
    </>}
  </section>;
}
