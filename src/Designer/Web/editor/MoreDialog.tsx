import { useEffect, useState } from "react";
import { Dialog } from "./Dialog";
import { ServiceExchange } from "./ServiceExchange";
import type { Definition } from "./definition";
import type { Standing } from "./useDraft";
import type { Language, Say } from "./words";
import type { Overwritten, Proposal, Version, Wire } from "./wire";

interface Props { id: string; standing: Standing; language: Language; say: Say; wire: Wire; onTake: (definition: Definition) => void; onClose: () => void }

/** The history of a definition, drafts that were written over, and giving the draft up. */
export function MoreDialog({ id, standing, language, say, wire, onTake, onClose }: Props) {
  const [versions, setVersions] = useState<Version[]>([]);
  const [kept, setKept] = useState<Overwritten[]>([]);
  const [proposed, setProposed] = useState<Proposal[]>([]);
  const [isRead, setRead] = useState(false); // what gives something up stands still once it is there: nothing that comes later moves it from under the pointer
  const [wrong, setWrong] = useState("");
  const told = (error: Error) => setWrong(error.message);
  useEffect(() => { Promise.all([wire.versions(id).then(setVersions), wire.overwritten(id).then(setKept), wire.proposals(id).then((all) => setProposed([...(all.open ? [all.open] : []), ...all.past]))]).catch(told).finally(() => setRead(true)); }, [id, wire]);
  const moment = (said: string) => new Date(Date.parse(said) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " "); // China Standard Time, as everywhere in the house

  return <Dialog title={say("版本与草稿", "Versions and draft")} onClose={onClose}>
    {wrong && <p className="bad" role="alert">{wrong}</p>}
    <div className="wide" tabIndex={0}><table className="stack">
      <thead><tr><th scope="col">{say("版本", "Version")}</th><th scope="col">{say("状态", "State")}</th><th scope="col">{say("谁", "Who")}</th><th scope="col">{say("何时", "When")}</th><th scope="col">{say("为什么", "Why")}</th><td /></tr></thead>
      <tbody>{versions.map((one) => <tr key={one.id}>
        <td className="num" data-label={say("版本", "Version")}>{one.version}</td>
        <td data-label={say("状态", "State")}>{one.isPublished ? say("在用", "in force") : one.isDraft ? say("草稿", "draft") : say("已停用", "retired")}</td>
        <td data-label={say("谁", "Who")}>{one.changedBy ?? say("初始文件", "the files")}</td><td className="num" data-label={say("何时", "When")}>{moment(one.changedAt)}</td><td data-label={say("为什么", "Why")}>{one.reason ?? ""}</td>
        <td>{one.isPublished || <a href={`/admin/designer/${encodeURIComponent(id)}/compare?${one.isDraft ? `from=Published&to=${one.version}` : `from=${one.version}&to=${standing.version}`}`} aria-label={one.isDraft ? say("比较：草稿与在用版本", "Compare the draft with the version in force") : say(`比较：第 ${one.version} 版与现在的`, `Compare version ${one.version} with what stands now`)}>{say("比较", "Compare")}</a>} {!one.isDraft && <button type="button" className="small" onClick={() => { wire.revert(id, one.version).then(onTake, told); }} aria-label={say(`恢复为草稿：第 ${one.version} 版`, `Back as draft: version ${one.version}`)}>{say("恢复为草稿", "Back as draft")}</button>}</td>
      </tr>)}</tbody>
    </table></div>
    {proposed.length > 0 && <><h3>{say("提请与核准", "Proposals and approvals")}</h3><ul>{proposed.map((one, index) => <li key={index}>
      {say(`第 ${one.number} 版：${one.proposedBy} ${moment(one.proposedAt)} 提请（${one.reason}）`, `Version ${one.number}: proposed by ${one.proposedBy}, ${moment(one.proposedAt)} (${one.reason})`)}；{({
        Open: say("等待核准", "waits for approval"), Approved: say(`${one.decidedBy} 核准`, `approved by ${one.decidedBy}`), Refused: say(`${one.decidedBy} 不核准`, `refused by ${one.decidedBy}`), Withdrawn: say("已撤回", "taken back"), Void: say(`${one.decidedBy} 改了草稿，作废`, `void: ${one.decidedBy} changed the draft`),
      })[one.state]}{one.decidedAt ? ` ${moment(one.decidedAt)}` : ""}{one.remark ? `：${one.remark}` : ""}
    </li>)}</ul></>}
    {kept.length > 0 && <><h3>{say("被覆盖的草稿", "Drafts that were written over")}</h3><ul>{kept.map((one) => <li key={one.id}>
      {say(`${one.writtenBy} ${moment(one.writtenAt)} 的草稿，被 ${one.overwrittenBy} 在 ${moment(one.overwrittenAt)} 覆盖或放弃`, `By ${one.writtenBy}, ${moment(one.writtenAt)}; written over or given up by ${one.overwrittenBy}, ${moment(one.overwrittenAt)}`)} <button type="button" className="small" onClick={() => { wire.restore(id, one.id).then(onTake, told); }}>{say("恢复", "Restore")}</button>
    </li>)}</ul></>}
    <p>
      <a href={`/elsa/api/workflow-definitions/${encodeURIComponent(id)}/export?versionOptions=Latest`} download>{say("导出 JSON", "Export as JSON")}</a> · <a href={`/admin/designer/${encodeURIComponent(id)}/live`}>{say("在办案件", "What runs now")}</a>
    </p>
    {versions[0]?.service && <ServiceExchange service={versions[0].service} language={language} say={say} wire={wire} onDone={() => { wire.open(id).then(onTake, told); }} />}
    <p>
      {standing.isDraft && isRead && <button type="button" className="grave" onClick={() => { if (confirm(say("放弃这份草稿？它会留底，可在这里恢复。", "Give this draft up? It is kept and can be restored here."))) wire.discard(id, standing.stamp).then(onTake, told); }}>{say("放弃草稿", "Give the draft up")}</button>}
      <button type="button" onClick={onClose}>{say("关闭", "Close")}</button>
    </p>
  </Dialog>;
}
