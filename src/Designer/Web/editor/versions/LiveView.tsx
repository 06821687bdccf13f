// What runs, on the drawing of the version that it runs on: numbers and heat by waiting time, or the way of one case; the same as a table.
import { useCallback, useEffect, useMemo, useState } from "react";
import { findStep, isFlowchart, linksIn, rootOf, allSteps, stepsIn, titleOf, type Definition } from "../definition";
import type { Palette } from "../descriptors";
import type { Place } from "../json";
import type { Language, Say } from "../words";
import type { Version } from "../wire";
import { sideWords } from "./CompareView";
import { daysBetween, heatOf, loadsOf, waitWords, type Load } from "./heat";
import { MovePanel } from "./MovePanel";
import { Picture, type LinkMark, type Mark } from "./Picture";
import { WayList } from "./WayList";
import type { Live, VersionsWire, Way } from "./wire";

const Anew = 30_000;

interface Props { id: string; versions: Version[]; version: string; instance: string; palette: Palette; language: Language; say: Say; wire: VersionsWire }

const listAt = (id: string, version: string | undefined, step: { waitsAt: string } | { failedAt: string }) =>
  "/admin/instances?" + new URLSearchParams({ definition: id, ...(version === undefined ? {} : { version }), ...step }).toString();

export function LiveView({ id, versions, version, instance, palette, language, say, wire }: Props) {
  const inForce = versions.find((one) => one.isPublished) ?? versions[0];
  const [live, setLive] = useState<Live>();
  const [way, setWay] = useState<Way>();
  const [chosen, setChosen] = useState<string | undefined>(() => versions.find((one) => `${one.version}` === version)?.id); // undefined: all versions, on the drawing of the one in force
  const [drawings, setDrawings] = useState<ReadonlyMap<string, Definition>>(new Map());
  const [flow, setFlow] = useState<Place>();
  const [selected, setSelected] = useState<string>();
  const [wrong, setWrong] = useState("");

  const read = useCallback(() => {
    const asked = instance === "" ? wire.live(id).then(setLive) : wire.way(instance).then(setWay);
    asked.then(() => setWrong(""), (error: Error) => setWrong(error.message));
  }, [id, instance, wire]);
  useEffect(() => {
    read();
    const timer = setInterval(() => { if (document.visibilityState === "visible" && instance === "") read(); }, Anew); // each look at a case is put on record: not again by itself
    return () => clearInterval(timer);
  }, [read, instance]);

  const shown = way?.versionId ?? chosen ?? inForce.id;
  useEffect(() => {
    if (drawings.has(shown) || (instance !== "" && way === undefined)) return;
    wire.byVersionId(shown).then((definition) => setDrawings((before) => new Map(before).set(shown, definition)), (error: Error) => setWrong(error.message));
  }, [shown, drawings, wire, instance, way]);

  const definition = drawings.get(shown);
  const loads = useMemo(() => live === undefined ? new Map<string, Load>() : loadsOf(live, chosen), [live, chosen]);
  const flows = useMemo(() => definition === undefined ? [] : allSteps(definition).filter((one) => isFlowchart(one.json)), [definition]);
  const place = flow ?? (definition && rootOf(definition));
  const steps = useMemo(() => definition && place ? stepsIn(definition, place) : [], [definition, place]);
  const links = useMemo(() => definition && place ? linksIn(definition, place) : [], [definition, place]);
  const byId = useMemo(() => new Map(definition === undefined ? [] : allSteps(definition).map((step) => [step.id, step])), [definition]);
  const title = (step: string) => { const found = byId.get(step); return found ? titleOf(found, palette) : step; };

  /** What stands within a step belongs to it where the drawing does not show the inside. */
  const within = useCallback((step: string): string[] => { const found = byId.get(step); return found && definition ? allSteps(definition, found.place).map((one) => one.id) : [step]; }, [byId, definition]);

  const marks = useMemo(() => {
    const found = new Map<string, Mark>();
    for (const step of steps) {
      if (way !== undefined) {
        const here = way.steps.filter((one) => one.activityId === step.id);
        const inner = way.steps.filter((one) => within(step.id).includes(one.activityId));
        const standing = (["Faulted", "Current", "Visited"] as const).find((one) => here.some((at) => at.standing === one) || (one !== "Visited" && inner.some((at) => at.standing === one)));
        if (standing === undefined) continue;
        const times = Math.max(0, ...here.map((one) => one.times));
        const failed = way.incidents.find((one) => within(step.id).includes(one.activityId));
        found.set(step.id, {
          look: `way-${standing.toLowerCase()}`, sign: { Faulted: "!", Current: "▶", Visited: "✓" }[standing], href: failed && `/admin#i-${failed.id}`,
          words: { Faulted: say("出错，等待处理", "failed, waits to be mended"), Current: say("现在在这里", "now here"), Visited: say("已经过", "passed") }[standing] + (times > 1 ? say(`，${times} 次`, `, ${times} times`) : ""),
        });
      } else {
        const parts = within(step.id).flatMap((one) => loads.get(one) ?? []);
        if (parts.length === 0 || live === undefined) continue;
        const load = parts.reduce((sum, one) => ({ ...sum, count: sum.count + one.count, faults: sum.faults + one.faults, over: sum.over.map((count, index) => count + one.over[index]) as Load["over"] }), { ...parts[0], count: 0, faults: 0, over: [0, 0, 0] });
        const own = loads.get(step.id);
        found.set(step.id, {
          look: load.count === 0 ? "heat-failed" : `heat-${heatOf(load)}`, sign: `${load.count > 0 ? load.count : "!"}`, words: waitWords(load, live.days, say),
          href: own === undefined ? undefined : listAt(id, chosen, load.count > 0 ? { waitsAt: step.id } : { failedAt: step.id }),
        });
      }
    }
    return found;
  }, [steps, loads, live, way, within, chosen, id, say]);

  const linkMarks = useMemo(() => {
    const walked = new Map<number, LinkMark>();
    if (way !== undefined)
      for (const entry of way.path.filter((one) => one.event === "Completed"))
        for (const link of links.filter((one) => one.source === entry.activityId && (entry.detail ?? "").split(", ").includes(one.port))) walked.set(link.index, { look: "walked", sign: "" });
    return walked;
  }, [way, links]);

  const choose = (step: string | undefined) => {
    setSelected(step);
    const found = step === undefined ? undefined : byId.get(step);
    if (found && definition && !steps.some((one) => one.id === step)) {
      const around = flows.filter((one) => one.place.length < found.place.length && one.place.every((part, index) => found.place[index] === part)).pop();
      setFlow(around?.place);
    }
  };

  const listed = [...loads.values()].sort((a, b) => b.count - a.count || b.faults - a.faults);
  const standing = listed.filter((load) => byId.has(load.activityId));
  const gone = definition === undefined ? [] : listed.filter((load) => !byId.has(load.activityId));
  const running = (versionId: string) => live?.waiting.filter((one) => one.versionId === versionId).reduce((sum, one) => sum + one.count, 0) ?? 0;
  const numberOf = (versionId: string) => versions.find((one) => one.id === versionId)?.version;
  const drawn = versions.find((one) => one.id === shown);

  return <div className="designer versions" lang={language}>
    <div className="head">
      <strong>{way ? say(`${way.receiptNumber ?? "流程实例"} 的位置`, `Where ${way.receiptNumber ?? "the instance"} stands`) : say("正在办理", "What runs now")}</strong>
      {way ? <span className="state">{drawn ? say(`第 ${drawn.version} 版的流程图`, `on the drawing of version ${drawn.version}`) : ""}</span>
        : <label className="sides">{say("版本", "Version")} <select value={chosen ?? ""} onChange={(event) => { setChosen(event.target.value || undefined); setFlow(undefined); setSelected(undefined); }}>
          <option value="">{say(`全部版本，画在第 ${inForce.version} 版的图上`, `all versions, on the drawing of version ${inForce.version}`)}</option>
          {versions.filter((one) => !one.isDraft).map((one) => <option key={one.id} value={one.id}>{sideWords(one, say)}{say(`：等待 ${running(one.id)} 处`, `: waits at ${running(one.id)} places`)}</option>)}
        </select></label>}
      <span className="tools">
        {instance === "" ? <button type="button" onClick={read}>{say("刷新", "Read anew")}</button> : <a href={`/admin/designer/${encodeURIComponent(id)}/live`}>{say("全部在办", "All that runs")}</a>}
        {way?.case && <a href={`/cases/${way.case}`}>{say("案件", "The case")}</a>}
        {way && <a href={`/admin/instances/${way.id}`}>{say("流程实例", "The instance")}</a>}
        <a href={`/admin/designer/${encodeURIComponent(id)}`}>{say("回到编辑器", "Back to the editor")}</a>
      </span>
    </div>
    {live && way === undefined && <p className="legend">{([0, 1, 2, 3] as const).map((heat) => <span key={heat} className={`tagged heat-${heat}`}>{heat === 0 ? say(`多数等不到 ${live.days[0]} 天`, `most under ${live.days[0]} days`) : say(`半数等 ${live.days[heat - 1]} 天以上`, `half over ${live.days[heat - 1]} days`)}</span>)}</p>}
    {way && <p className="legend"><span className="tagged way-visited"><b>✓</b> {say("已经过", "passed")}</span> <span className="tagged way-current"><b>▶</b> {say("现在在这里", "now here")}</span> <span className="tagged way-faulted"><b>!</b> {say("出错", "failed")}</span></p>}
    <div className="middle">
      {wrong && <p className="crumbs bad" role="alert">{wrong}</p>}
      {flows.length > 1 && <p className="crumbs"><label>{say("流程图", "Flowchart")} <select value={place?.join("/")} onChange={(event) => { setFlow(flows.find((one) => one.place.join("/") === event.target.value)?.place); setSelected(undefined); }}>
        {flows.map((one) => <option key={one.id} value={one.place.join("/")}>{one.place.length === 1 ? say("整个流程", "the whole workflow") : titleOf(one, palette)}</option>)}
      </select></label></p>}
      {definition && place && <Picture key={`${shown}${place.join("/")}`} definition={definition} flow={place} steps={steps} links={links} marks={marks} linkMarks={linkMarks} palette={palette} selected={selected} say={say} onSelect={choose} />}
    </div>
    <section className="told" aria-label={say("列表", "As a list")}>
      {way ? <WayList way={way} title={title} isKnown={(step) => definition === undefined || findStep(definition, step) !== undefined} isContainer={(step) => { const found = byId.get(step); return found !== undefined && isFlowchart(found.json); }} language={language} say={say} onSelect={choose} />
        : live && <>
          <h2>{say("各步骤等待的办件", "What waits at each step")}</h2>
          {standing.length === 0 && gone.length === 0 && <p>{say("现在没有等待的办件。", "Nothing waits now.")}</p>}
          <Loads loads={standing} live={live} id={id} version={chosen} title={title} selected={selected} say={say} onSelect={choose} />
          {gone.length > 0 && <>
            <h3>{say(`第 ${inForce.version} 版的图上已没有的步骤`, `Steps that version ${inForce.version} does not have any more`)}</h3>
            <Loads loads={gone} live={live} id={id} version={chosen} title={(step) => `${step}${say("（第 ", " (version ")}${loads.get(step)!.versions.map(numberOf).join(", ")}${say(" 版）", ")")}`} selected={selected} say={say} onSelect={() => undefined} />
          </>}
          <MovePanel versions={versions.filter((one) => !one.isDraft)} running={running} from={chosen} say={say} wire={wire} onMoved={read} />
        </>}
    </section>
  </div>;
}

function Loads({ loads, live, id, version, title, selected, say, onSelect }: { loads: Load[]; live: Live; id: string; version: string | undefined; title: (step: string) => string; selected: string | undefined; say: Say; onSelect: (step: string) => void }) {
  if (loads.length === 0) return null;
  return <div className="wide" tabIndex={0}><table className="stack">
    <thead><tr><th scope="col">{say("步骤", "Step")}</th><th scope="col" className="num">{say("等待", "Waiting")}</th><th scope="col">{say(`超 ${live.days.join("/")} 天`, `Over ${live.days.join("/")} days`)}</th><th scope="col" className="num">{say("最久（天）", "Longest (days)")}</th><th scope="col" className="num">{say("异常", "Failed")}</th></tr></thead>
    <tbody>{loads.map((load) => <tr key={load.activityId} data-load={load.activityId}>
      <td><button type="button" className="plain" aria-pressed={load.activityId === selected} onClick={() => onSelect(load.activityId)}>{title(load.activityId)}</button></td>
      <td className="num" data-label={say("等待", "Waiting")}>{load.count > 0 ? <a href={listAt(id, version, { waitsAt: load.activityId })} aria-label={say(`${title(load.activityId)}：${load.count} 件，看名单`, `${title(load.activityId)}: ${load.count}, the list`)}>{load.count}</a> : 0}</td>
      <td data-label={say(`超 ${live.days.join("/")} 天`, `Over ${live.days.join("/")} days`)}><span className={`tagged heat-${heatOf(load)}`}>{load.over.join(" / ")}</span></td>
      <td className="num" data-label={say("最久（天）", "Longest (days)")}>{load.oldestSince === undefined ? "" : daysBetween(load.oldestSince, live.at)}</td>
      <td className="num" data-label={say("异常", "Failed")}>{load.faults > 0 ? <a className="bad" href={listAt(id, version, { failedAt: load.activityId })} aria-label={say(`${title(load.activityId)}：${load.faults} 件异常，看名单`, `${title(load.activityId)}: ${load.faults} failed, the list`)}>{load.faults}</a> : ""}</td>
    </tr>)}</tbody>
  </table></div>;
}
