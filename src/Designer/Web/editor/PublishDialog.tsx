import { useEffect, useState, type FormEvent } from "react";
import { Dialog } from "./Dialog";
import type { Definition } from "./definition";
import type { Standing } from "./useDraft";
import type { Language, Say } from "./words";
import { Refused, type Finding, type Proposals, type Wire } from "./wire";

interface Props {
  id: string; isService: boolean; errors: Finding[]; open: { step: string; words: string }[]; standing: Standing; language: Language; say: Say; wire: Wire; flush: () => Promise<boolean>;
  onDone: (definition: Definition) => void; onClose: () => void; onGo: (step: string) => void;
}

/** Publishing: refused while an error stands, with the list; ways out that lead nowhere are to be meant so. Of a service with a reason, which the history keeps. Where it takes two, it is proposed. */
export function PublishDialog({ id, isService, errors, open, standing, language, say, wire, flush, onDone, onClose, onGo }: Props) {
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<{ words: string; errors: string[]; code: string }>();
  const [overNewer, setOverNewer] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [proposals, setProposals] = useState<Proposals>();
  useEffect(() => { wire.proposals(id).then(setProposals, (error: Error) => setRefused({ words: error.message, errors: [], code: "" })); }, [id, wire]);

  const next = standing.isDraft ? standing.version : standing.version + 1; // a draft that is only being saved

  const publish = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused(undefined);
    try {
      if (!await flush()) {
        setRefused({ words: say("草稿还没有保存，先处理保存的问题。", "The draft is not saved yet: see to that first."), errors: [], code: "" });
        return;
      }
      const { stamp } = await wire.open(id).then((latest) => ({ stamp: String((latest.customProperties as Record<string, string>)["AidWorkflow:Stamp"] ?? "") }));
      if (proposals?.isRequired) setProposals(await wire.propose(id, { reason, stamp, overNewer }));
      else onDone(await wire.publish(id, { reason, stamp, overNewer }));
    } catch (error) {
      setRefused(error instanceof Refused ? { words: error.message, errors: error.errors, code: error.code } : { words: String(error), errors: [], code: "" });
    } finally {
      setBusy(false);
    }
  };

  return <Dialog title={say("发布", "Publish")} onClose={onClose}>
    {errors.length > 0 ? <>
      <p className="bad" role="alert">{say(`还有 ${errors.length} 个错误，改好后才能发布。`, `There ${errors.length === 1 ? "is 1 error" : `are ${errors.length} errors`} to mend before it can be published.`)}</p>
      <ul>{errors.map((one, index) => <li key={index}>{one.file && <code>{one.file}</code>} {one.reason[language]} {one.activityId && <button type="button" className="small" onClick={() => onGo(one.activityId!)}>{say("定位", "Go there")}</button>}</li>)}</ul>
      <button type="button" onClick={onClose}>{say("关闭", "Close")}</button>
    </> : proposals?.open ? <>
      <p role="status">{say(`${proposals.open.proposedBy} 已提请发布第 ${proposals.open.number} 版，正等另一位管理员核准：${proposals.open.reason}`, `${proposals.open.proposedBy} proposed version ${proposals.open.number}; it waits for another administrator: ${proposals.open.reason}`)}</p>
      <p className="hint">{say("核准前再改草稿，这次提请就作废。", "Changing the draft before that makes the proposal void.")}</p>
      <p><a href={`/admin/designer/${encodeURIComponent(id)}/compare?from=Published&to=Draft`}>{proposals.isOwn ? say("看改动", "Look at the changes") : say("比较改动，再决定", "Compare the changes and decide")}</a></p>
      {refused && <p className="bad" role="alert">{refused.words}</p>}
      <p>{proposals.isOwn && <button type="button" onClick={() => { wire.decide(id, "withdraw", {}).then(setProposals, (error: Error) => setRefused({ words: error.message, errors: [], code: "" })); }}>{say("撤回提请", "Take it back")}</button>}
        <button type="button" onClick={onClose}>{say("关闭", "Close")}</button></p>
    </> : <form onSubmit={(event) => void publish(event)}>
      {proposals?.isRequired && <p>{say("这里发布须由另一位管理员核准：您提请，没有参与起草的管理员比较改动后核准。", "Publishing takes two here: you propose, and an administrator who wrote nothing of it compares the changes and approves.")}</p>}
      {proposals?.past[0]?.state === "Refused" && <p className="warn">{say(`上次提请由 ${proposals.past[0].decidedBy} 退回：${proposals.past[0].remark}`, `The last proposal was refused by ${proposals.past[0].decidedBy}: ${proposals.past[0].remark}`)}</p>}
      <p>{say(`发布后成为第 ${next} 版：新申请走新流程，在办案件仍走原来的版本。`, `It becomes version ${next}: new applications take it, and those under way keep the version they have.`)}</p>
      {(isService || proposals?.isRequired) && <p>
        <label htmlFor="reason">{say("为什么改（留在版本记录里）", "Why (kept in the history)")}</label>
        <textarea id="reason" value={reason} maxLength={1000} required autoFocus onChange={(event) => setReason(event.target.value)} />
      </p>}
      {open.length > 0 && <div className="warn">
        <p>{say("这些出口没有接，案件走到那里流程就停了：", "These ways out lead nowhere, and a case that goes by one ends there:")}</p>
        <ul>{open.map((one) => <li key={one.step} data-code="open-way">{one.words} <button type="button" className="small" onClick={() => onGo(one.step)}>{say("定位", "Go there")}</button></li>)}</ul>
        <label className="choice"><input id="open-ways" type="checkbox" required /> {say("就是要这样，仍然发布", "It is meant so: publish all the same")}</label>
      </div>}
      {refused && <div className="bad" role="alert"><p>{refused.words}</p>{refused.errors.length > 0 && <ul>{refused.errors.map((words, index) => <li key={index}>{words}</li>)}</ul>}</div>}
      {refused?.code === "service.published-meanwhile" && <p><label className="choice"><input type="checkbox" checked={overNewer} onChange={(event) => setOverNewer(event.target.checked)} /> {say("我已核对，仍以这份草稿代替它", "I have looked at it, and this draft takes its place")}</label></p>}
      <p><button type="submit" className="main" disabled={isBusy || proposals === undefined}>{proposals?.isRequired ? say("提请发布", "Propose") : say("发布", "Publish")}</button> <button type="button" onClick={onClose}>{say("先不发布", "Not yet")}</button></p>
    </form>}
  </Dialog>;
}
