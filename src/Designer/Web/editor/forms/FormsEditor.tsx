import { useCallback, useEffect, useMemo, useState, type KeyboardEvent } from "react";
import { begin, change, redo, undo } from "../history";
import { at, type Place } from "../json";
import { PublishDialog } from "../PublishDialog";
import { SavingNotice, savingWords } from "../SavingNotice";
import { sayIn, type Language } from "../words";
import type { Finding } from "../wire";
import { AccessTable } from "./AccessTable";
import { FieldPane } from "./FieldPane";
import { addField, addPaper, addSection, moveTo, placeOf, remove, sectionsOf, shift, spotAt, starts, type Doc, type Spot } from "./form";
import { QuestionList } from "./QuestionList";
import { titleOf } from "./titles";
import { useFiles } from "./useFiles";
import type { Service, ServiceWire } from "./wire";

const NoWays: [] = [];

interface Props { openedDoc: Doc; opened: Service; language: Language; wire: ServiceWire; reopen: () => Promise<{ doc: Doc; service: Service }> }

export function FormsEditor({ openedDoc, opened, language, wire, reopen }: Props) {
  const say = useMemo(() => sayIn(language), [language]);
  const [history, setHistory] = useState(() => begin(openedDoc));
  const [selected, setSelected] = useState<Place | undefined>(() => sectionsOf(openedDoc)[0]?.place);
  const [view, setView] = useState<"questions" | "access">("questions");
  const [previewed, setPreviewed] = useState({ step: "apply", language: language as string });
  const [isPublishing, setPublishing] = useState(false);
  const [told, setTold] = useState("");
  const now = history.now;
  const { saving, standing, findings, flush, take, look, overwrite } = useFiles(now, openedDoc, opened, wire, reopen);

  const spot = selected === undefined ? undefined : spotAt(now, selected);
  const places = useMemo(() => (findings ?? []).map((one) => [one, placeOf(now, one.file, one.path)] as [Finding, Place | undefined]), [findings, now]);
  const wrong = (place: Place) => places.some(([one, at]) => one.severity === "Error" && at !== undefined && starts(at, place));
  const mine = spot === undefined ? [] : places.filter(([, at]) => at !== undefined && starts(at, spot.place) && (spot.kind !== "section" || at.length <= 4 || typeof at[4] !== "number")).map(([one]) => one);
  const faultAt = useCallback((step: string, part: string, key: string) => places.find(([one, at]) => one.severity === "Error" && at?.join() === ["form.json", "steps", step, part, key].join())?.[0].reason[language], [places, language]);

  const edit = useCallback((next: Doc, as?: string) => setHistory((before) => change(before, next, as)), []);
  const focus = (place: Place) => setTimeout(() => document.querySelector<HTMLElement>(`[data-place="${CSS.escape(place.join())}"]`)?.focus(), 30);
  const put = ({ doc, place }: { doc: Doc; place: Place }, words: string) => { edit(doc); setSelected(place); setTold(words); focus(place); };

  const move = (one: Spot, by: 1 | -1) => {
    const moved = shift(now, one, by);
    if (moved === null) setTold(say("已经到头", "It is at the end"));
    else put(moved, say(`“${titleOf(one, language)}”已${by === 1 ? "下" : "上"}移`, `${titleOf(one, language)} was moved ${by === 1 ? "down" : "up"}`));
  };
  const takeOut = (one: Spot) => {
    const next = remove(now, one);
    edit(next);
    const neighbour = [one.place, [...one.place.slice(0, -1), (one.place[one.place.length - 1] as number) - 1], one.place.slice(0, -2)].find((place) => spotAt(next, place) !== undefined);
    setSelected(neighbour);
    setTold(say(`已删除“${titleOf(one, language)}”，可以撤销`, `${titleOf(one, language)} was removed; this can be undone`));
    if (neighbour !== undefined) focus(neighbour);
  };
  const drop = (from: Place, list: Place, index: number) => {
    if (from[0] !== list[0] || (from[0] === "form.json" && list.length !== 4)) return;
    const isSame = from.slice(0, -1).join() === list.join();
    put(moveTo(now, from, list, isSame && (from[from.length - 1] as number) < index ? index - 1 : index), say("已移动", "Moved"));
  };
  const listKey = (one: Spot, event: KeyboardEvent) => {
    const rows = [...document.querySelectorAll<HTMLElement>(".questions [data-place]")];
    const beside = (by: number) => rows[rows.indexOf(event.currentTarget as HTMLElement) + by]?.focus();
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); move(one, event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); beside(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Delete") { event.preventDefault(); takeOut(one); }
    else if (event.key === "Enter") { event.preventDefault(); setSelected(one.place); setTimeout(() => document.querySelector<HTMLElement>(".properties input")?.focus(), 30); }
  };
  const keyed = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    const isWritten = (event.target as HTMLElement).closest("input, select, textarea") !== null;
    const key = event.key.toLowerCase();
    if (key === "s") { event.preventDefault(); void flush(); }
    else if (!isWritten && key === "z") { event.preventDefault(); setHistory(event.shiftKey ? redo : undo); }
    else if (!isWritten && key === "y") { event.preventDefault(); setHistory(redo); }
  };

  useEffect(() => { // a question that was undone away
    if (selected !== undefined && at(now, selected) === undefined) setSelected(undefined);
  }, [now, selected]);

  const begun = ({ doc, service }: { doc: Doc; service: Service }) => { setHistory(begin(doc)); take(doc, service); };
  const errors = (findings ?? []).filter((one) => one.severity === "Error");
  const hints = (findings ?? []).length - errors.length;
  const asked = spot?.kind === "field" ? spot.key : spot?.kind === "column" ? spotAt(now, spot.place.slice(0, 5))?.key ?? "" : "";
  const preview = `/admin/designer/${encodeURIComponent(opened.serviceId)}/form/preview?step=${encodeURIComponent(previewed.step)}&language=${previewed.language}&stamp=${encodeURIComponent(standing.stamp)}${spot?.place[0] === "form.json" ? `&section=${encodeURIComponent(sectionsOf(now)[spot.place[2] as number]?.key ?? "")}${asked === "" ? "" : `#f-${asked}`}` : ""}`; // it scrolls to the question that is edited

  return <div className={`designer forms ${view}`} lang={language} onKeyDown={keyed}>
    <div className="head">
      <strong>{say("表单", "Form")}</strong>
      <span className="state">{standing.isDraft ? say(`草稿，将是第 ${standing.version} 版`, `Draft of version ${standing.version}`) : say(`第 ${standing.version} 版，在用`, `Version ${standing.version}, in force`)}</span>
      <span className={`state saving ${saving.state}`} role="status">{savingWords(saving, say)}</span>
      <span className="tools">
        <button type="button" onClick={() => setHistory(undo)} disabled={history.past.length === 0} title="Ctrl+Z">{say("撤销", "Undo")}</button>
        <button type="button" onClick={() => setHistory(redo)} disabled={history.future.length === 0} title="Ctrl+Y">{say("重做", "Redo")}</button>
        <span role="group" aria-label={say("看法", "View")}>
          <button type="button" aria-pressed={view === "questions"} onClick={() => setView("questions")}>{say("题目和材料", "Questions and papers")}</button>
          <button type="button" aria-pressed={view === "access"} onClick={() => setView("access")}>{say("谁看什么", "Who sees what")}</button>
        </span>
        <button type="button" className="main" onClick={() => setPublishing(true)}>{say("发布……", "Publish …")}</button>
      </span>
    </div>
    <SavingNotice saving={saving} say={say} onLook={() => { look((theirs) => { edit(theirs); setTold(say("这是对方的版本；按“撤销”回到您的改动", "This is theirs; Undo brings your change back")); }).catch((error: Error) => setTold(error.message)); }}
      onOverwrite={() => void overwrite()} onAgain={() => void flush()} />
    {view === "access"
      ? <AccessTable doc={now} steps={opened.steps} faults={faultAt} language={language} say={say} onEdit={edit} />
      : <>
        <QuestionList doc={now} selected={selected} wrong={wrong} language={language} say={say} onSelect={setSelected} onKey={listKey} onDrop={drop}
          onAdd={(list, index) => put(addField(now, list, index), say("已加一题", "A question was added"))} onAddSection={(after) => put(addSection(now, after), say("已加一部分", "A section was added"))} onAddPaper={() => put(addPaper(now), say("已加一份材料", "A paper was added"))} />
        {spot === undefined ? <aside className="properties"><p className="hint">{say("从左边选一题。", "Choose a question from the list.")}</p></aside>
          : <FieldPane doc={now} spot={spot} findings={mine} language={language} say={say} onEdit={edit} onSelect={setSelected} onMove={(by) => move(spot, by)} onRemove={() => takeOut(spot)} />}
        <section className="shown" aria-label={say("预览", "Preview")}>
          <p><label>{say("谁看到的：", "As seen by: ")}<select value={previewed.step} onChange={(event) => setPreviewed({ ...previewed, step: event.target.value })}>{opened.steps.map((step) => <option key={step.name} value={step.name}>{step.words[language]}</option>)}</select></label>
            {" "}<label>{say("语言：", "In: ")}<select value={previewed.language} onChange={(event) => setPreviewed({ ...previewed, language: event.target.value })}><option value="zh-CN">中文</option><option value="en">English</option></select></label></p>
          <iframe title={say("手机上的样子", "As it looks on a telephone")} src={preview} />
        </section>
      </>}
    <section className="problems" aria-label={say("检查", "Check")}>
      <h3 role="status">{say("检查", "Check")}　{findings === undefined ? say("正在检查……", "checking …") : <span className={errors.length > 0 ? "bad" : "ok"}>{errors.length === 0 ? say("没有错误", "no errors") : say(`${errors.length} 个错误`, `${errors.length} ${errors.length === 1 ? "error" : "errors"}`)}</span>}{hints > 0 && <>　<span className="warn">{say(`${hints} 个提醒`, `${hints} ${hints === 1 ? "hint" : "hints"}`)}</span></>}</h3>
      <ul>{[...places].sort(([one], [other]) => Number(one.severity === "Warning") - Number(other.severity === "Warning")).map(([one, at], index) => {
        const place = at === undefined ? undefined : [11, 7, 5, 3].map((length) => at.slice(0, length)).find((place) => typeof place[place.length - 1] === "number" && spotAt(now, place) !== undefined);
        return <li key={index} className={one.severity === "Error" ? "bad" : "warn"} data-code={one.code}>{place === undefined && <code>{one.file}</code>} {one.reason[language]} {place !== undefined && <button type="button" className="small" onClick={() => { setView("questions"); setSelected(place); focus(place); }}>{titleOf(spotAt(now, place)!, language)}</button>}
          {at?.[1] === "steps" && <button type="button" className="small" onClick={() => setView("access")}>{say("谁看什么", "Who sees what")}</button>}</li>;
      })}</ul>
    </section>
    <p className="hidden-words" role="status">{told}</p>
    {isPublishing && <PublishDialog id={opened.definitionId ?? opened.serviceId} isService errors={errors} open={NoWays} standing={standing} language={language} say={say} wire={wire} flush={flush} onGo={() => setPublishing(false)} onClose={() => setPublishing(false)}
      onDone={() => { setPublishing(false); setTold(say("已发布", "Published")); void reopen().then(begun); }} />}
  </div>;
}
