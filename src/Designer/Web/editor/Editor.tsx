import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Canvas } from "./Canvas";
import { Outline } from "./Outline";
import { PalettePane } from "./PalettePane";
import { Problems } from "./Problems";
import { PublishDialog } from "./PublishDialog";
import { MoreDialog } from "./MoreDialog";
import { Properties } from "./Properties";
import { append, findStep, flowAround, insertOnLink, isFlowchart, linksIn, openWays, portsOf, remove, rootOf, stepsIn, termsOf, titleOf, type Definition, type Link } from "./definition";
import type { Descriptor, Palette } from "./descriptors";
import { begin, change, redo, undo } from "./history";
import { at, isObject, text, type Place } from "./json";
import { arrange, inOrder, shapeOf } from "./layout";
import { useDraft } from "./useDraft";
import { sayIn, type Language } from "./words";
import type { Wire } from "./wire";

interface Props { id: string; opened: Definition; stamp: string; palette: Palette; language: Language; wire: Wire }

export function Editor({ id, opened, palette, language, wire }: Props) {
  const say = useMemo(() => sayIn(language), [language]);
  const [history, setHistory] = useState(() => begin(opened));
  const [selected, setSelected] = useState<string>();
  const [shown, setShown] = useState<Place>(() => rootOf(opened));
  const [spot, setSpot] = useState<Link>(); // where the next step of the palette goes
  const [view, setView] = useState<"canvas" | "outline">(() => matchMedia("(max-width: 900px)").matches ? "outline" : "canvas");
  const [isFree, setFree] = useState(false);
  const [dialog, setDialog] = useState<"publish" | "more">();
  const [told, setTold] = useState("");
  const finder = useRef<HTMLInputElement>(null);
  const properties = useRef<HTMLElement>(null);
  const now = history.now;
  const { saving, standing, findings, flush, take, overwrite } = useDraft(now, opened, wire);

  const container = at(now, shown);
  const flow = isObject(container) ? shown : rootOf(now);
  const shape = useMemo(() => shapeOf(now, flow), [now, flow]);
  const { steps: positions, ways } = useMemo(() => arrange(now, flow), [shape]); // words and places change nothing of it
  const steps = useMemo(() => stepsIn(now, flow), [now, flow]);
  const links = useMemo(() => linksIn(now, flow), [now, flow]);
  const open = useMemo(() => openWays(now, flow, palette), [now, flow, palette]);
  const step = selected === undefined ? undefined : findStep(now, selected);
  const errors = (findings ?? []).filter((one) => one.severity === "Error");

  const edit = useCallback((next: Definition, as?: string) => setHistory((before) => change(before, next, as)), []);
  const begun = useCallback((definition: Definition) => { setHistory(begin(definition)); take(definition); setSelected(undefined); setSpot(undefined); }, [take]);

  const select = useCallback((step: string | undefined, isFocused = false) => {
    setSelected(step);
    setSpot(undefined);
    const found = step === undefined ? undefined : findStep(now, step);
    if (found !== undefined && !stepsIn(now, flow).some((one) => one.id === step)) setShown(flowAround(now, found));
    if (isFocused) setTimeout(() => properties.current?.querySelector<HTMLElement>("input, select, textarea")?.focus());
  }, [now, flow]);

  const goTo = useCallback((step: string) => {
    select(step);
    const focus = () => {
      const box = document.querySelector<HTMLElement>(`[data-step="${CSS.escape(step)}"]`);
      box?.focus({ preventScroll: box.closest(".canvas") !== null }); // the drawing moves itself
      return box !== null;
    };
    if (!focus()) setTimeout(focus, 50);
  }, [select]);

  const ask = useCallback((link: Link) => { setSpot(link); setTimeout(() => finder.current?.focus()); }, []);

  const insert = (descriptor: Descriptor) => {
    const behind = step !== undefined && steps.some((one) => one.id === step.id) ? step : undefined;
    const onward = spot ?? (behind && links.find((link) => link.source === behind.id));
    const free = behind && portsOf(behind, palette)[0];
    const made = onward ? insertOnLink(now, flow, onward, descriptor, palette) : append(now, flow, descriptor, behind && free && { source: behind.id, port: free.name });
    edit(made.definition);
    setSpot(undefined);
    setSelected(made.id);
    setTold(say(`已插入“${descriptor.displayName}”`, `${descriptor.displayName} was inserted`));
    setTimeout(() => properties.current?.querySelector<HTMLElement>("input, select, textarea")?.focus(), 50);
  };

  const takeOut = (id: string) => {
    const gone = steps.find((one) => one.id === id);
    if (gone === undefined) return;
    const next = links.find((link) => link.source === id)?.target ?? links.find((link) => link.target === id)?.source;
    edit(remove(now, flow, id));
    setTold(say(`已删除“${titleOf(gone, palette)}”，可以撤销`, `${titleOf(gone, palette)} was deleted; this can be undone`));
    if (next !== undefined) goTo(next); else setSelected(undefined);
  };

  const keyed = (event: KeyboardEvent<HTMLElement>) => {
    const written = (event.target as HTMLElement).closest("input, select, textarea, [contenteditable]") !== null;
    if (event.ctrlKey || event.metaKey) {
      const key = event.key.toLowerCase();
      if (key === "s") { event.preventDefault(); void flush(); }
      else if (key === "k") { event.preventDefault(); finder.current?.focus(); }
      else if (!written && key === "z") { event.preventDefault(); setHistory(event.shiftKey ? redo : undo); }
      else if (!written && key === "y") { event.preventDefault(); setHistory(redo); }
      return;
    }
    if (event.key === "Escape" && selected !== undefined && (event.target as HTMLElement).closest("aside") !== null) { event.preventDefault(); goTo(selected); return; }
    const here = (event.target as HTMLElement).closest<HTMLElement>("[data-step]");
    if (here === null || event.target !== here) return;
    const id = here.dataset.step!;
    const order = inOrder(positions);
    const beside = (way: 1 | -1) => order[(order.indexOf(id) + way + order.length) % order.length];
    const ways: Record<string, () => void> = {
      ArrowDown: () => goTo(links.find((link) => link.source === id)?.target ?? beside(1)),
      ArrowUp: () => goTo(links.find((link) => link.target === id)?.source ?? beside(-1)),
      ArrowRight: () => goTo(beside(1)),
      ArrowLeft: () => goTo(beside(-1)),
      Enter: () => select(id, true),
      Delete: () => takeOut(id),
      Backspace: () => takeOut(id),
      Insert: () => { select(id); const onward = links.find((link) => link.source === id); if (onward) ask(onward); else finder.current?.focus(); },
    };
    const does = ways[event.key === "+" ? "Insert" : event.key];
    if (does !== undefined) { event.preventDefault(); does(); }
  };

  useEffect(() => { // a step that was undone away
    if (selected !== undefined && findStep(now, selected) === undefined) setSelected(undefined);
  }, [now, selected]);

  const state = { saved: say("已保存", "Saved"), changed: say("有改动，正在保存……", "Changed, saving …"), saving: say("正在保存……", "Saving …"), stale: say("没有保存：别人已改过", "Not saved: somebody else changed it"), failed: say("没有保存", "Not saved") }[saving.state];
  const name = text(now, "name") || id;
  const isService = termsOf(now) !== undefined;
  const crumbs = flow.length > 1 && isObject(at(now, flow)) ? say("里层流程", "inner flow") : undefined;

  return <div className="designer" onKeyDown={keyed} lang={language}>
    <div className="head">
      <strong>{name}</strong>
      <span className="state">{standing.isDraft ? say(`草稿，将是第 ${standing.version} 版`, `Draft of version ${standing.version}`) : say(`第 ${standing.version} 版，在用`, `Version ${standing.version}, in force`)}</span>
      <span className={`state saving ${saving.state}`} role="status">{state}</span>
      <span className="tools">
        <button type="button" onClick={() => setHistory(undo)} disabled={history.past.length === 0} title="Ctrl+Z">{say("撤销", "Undo")}</button>
        <button type="button" onClick={() => setHistory(redo)} disabled={history.future.length === 0} title="Ctrl+Y">{say("重做", "Redo")}</button>
        <span role="group" aria-label={say("看法", "View")}>
          <button type="button" aria-pressed={view === "canvas"} onClick={() => setView("canvas")}>{say("图", "Drawing")}</button>
          <button type="button" aria-pressed={view === "outline"} onClick={() => setView("outline")}>{say("提纲", "Outline")}</button>
        </span>
        <button type="button" aria-pressed={isFree} onClick={() => setFree(!isFree)}>{say("自由摆放", "Own places")}</button>
        {isService && <a className="button" href={`/admin/designer/${encodeURIComponent(id)}/rehearsal`}>{say("演练", "Rehearse")}</a>}
        <button type="button" onClick={() => setDialog("more")}>{say("版本与草稿……", "Versions and draft …")}</button>
        <button type="button" className="main" onClick={() => setDialog("publish")}>{say("发布……", "Publish …")}</button>
      </span>
    </div>
    {(saving.state === "stale" || saving.state === "failed") && <div className="notice" role="alert">
      <p>{saving.words}</p>
      {saving.state === "stale"
        ? <p>
          <button type="button" onClick={() => { if (confirm(say("看对方的版本会放下您没有保存的改动。继续吗？", "Looking at theirs puts your unsaved changes aside. Go on?"))) void wire.open(id).then(begun); }}>{say("看对方的版本", "Show theirs")}</button>
          <button type="button" onClick={() => void overwrite()}>{say("保存我的（对方的会留底，可恢复）", "Save mine (theirs is kept and can be restored)")}</button>
        </p>
        : <button type="button" onClick={() => void flush()}>{say("再保存一次", "Save again")}</button>}
    </div>}
    <PalettePane palette={palette} say={say} finder={finder} onChoose={insert} spot={spot && [spot.source, spot.target].map((end) => { const found = steps.find((one) => one.id === end); return found ? titleOf(found, palette) : end; })}
      onGiveUp={() => setSpot(undefined)} steps={steps} onFind={goTo} />
    <div className="middle">
      {crumbs && <p className="crumbs"><button type="button" onClick={() => setShown(rootOf(now))}>{say("← 回到整个流程", "← Back to the whole workflow")}</button> {crumbs}</p>}
      {isObject(container) && !isFlowchart(container) && <p className="crumbs">{say("这个流程不是流程图，只能在提纲中编辑各步的属性。", "This workflow is no flowchart: its steps can be edited in the outline alone.")}</p>}
      {view === "canvas" && isObject(container) && isFlowchart(container)
        ? <Canvas definition={now} flow={flow} steps={steps} links={links} positions={positions} ways={ways} isFree={isFree} palette={palette} findings={findings ?? []} open={open} selected={selected} spot={spot} say={say}
          onSelect={select} onEdit={edit} onAsk={ask} onOpen={setShown} />
        : <Outline definition={now} flow={flow} steps={steps} links={links} positions={positions} palette={palette} findings={findings ?? []} open={open} selected={selected} say={say} language={language}
          onSelect={select} onAsk={ask} onRemove={takeOut} onOpen={setShown} />}
    </div>
    <Properties ref={properties} definition={now} flow={flow} step={step} steps={steps} links={links} palette={palette} findings={findings ?? []} language={language} say={say} isService={isService} onEdit={edit} onRemove={takeOut} onAsk={ask} />
    <Problems findings={findings} open={open} steps={steps} palette={palette} language={language} say={say} onGo={goTo} />
    <p className="hidden-words" role="status">{told}</p>
    {dialog === "publish" && <PublishDialog id={id} isService={isService} errors={errors} standing={standing} language={language} say={say} wire={wire} flush={flush} onDone={(definition) => { begun(definition); setDialog(undefined); setTold(say("已发布", "Published")); }} onClose={() => setDialog(undefined)} onGo={(step) => { setDialog(undefined); goTo(step); }} />}
    {dialog === "more" && <MoreDialog id={id} standing={standing} language={language} say={say} wire={wire} onTake={(definition) => { begun(definition); setDialog(undefined); }} onClose={() => setDialog(undefined)} />}
  </div>;
}
