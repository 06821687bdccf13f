import type { Language, Say } from "../words";
import type { Way } from "./wire";

interface Props { way: Way; title: (step: string) => string; isKnown: (step: string) => boolean; isContainer: (step: string) => boolean; language: Language; say: Say; onSelect: (step: string) => void }

const moment = (said: string) => new Date(Date.parse(said) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " "); // China Standard Time, as everywhere in the house

/** The way of one case in words: where it is, what failed, and what it passed, in order. */
export function WayList({ way, title, isKnown, isContainer, language, say, onSelect }: Props) {
  const events: Record<string, string> = { Started: say("开始", "began"), Completed: say("完成", "done"), Faulted: say("出错", "failed"), Rewound: say("退回时撤下", "taken back by a return"), Cancelled: say("取消", "cancelled") };
  const now = way.steps.filter((step) => step.standing !== "Visited" && isKnown(step.activityId) && !isContainer(step.activityId));
  const step = (id: string) => isKnown(id) ? <button type="button" className="plain" onClick={() => onSelect(id)}>{title(id)}</button> : <span>{id}{say("（这一版没有的步骤）", " (not a step of this version)")}</span>;
  return <>
    <h2>{say("现在", "Now")}</h2>
    {now.length === 0 ? <p>{say("已经走完。", "It has come to its end.")}</p> : <ul>{now.map((one) => <li key={one.activityId}>{step(one.activityId)} {one.standing === "Faulted" && <b className="bad">! {say("出错", "failed")}</b>}</li>)}</ul>}
    {way.incidents.length > 0 && <><h3>{say("异常", "Incidents")}</h3><ul>{way.incidents.map((one) => <li key={one.id}>{step(one.activityId)}: {one.reason[language]} <span className="num">{moment(one.at)}</span> <a href={`/admin#i-${one.id}`}>{say("去处理", "Settle it")}</a></li>)}</ul></>}
    <h3>{say("经过", "The way so far")}</h3>
    <ol className="path">{way.path.filter((one) => !isContainer(one.activityId)).map((one, index) => <li key={index}><span className="num">{moment(one.at)}</span> {step(one.activityId)} {events[one.event] ?? one.event}</li>)}</ol>
  </>;
}
