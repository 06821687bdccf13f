import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Canvas } from "./Canvas";
import { copySteps, paste, readClip, type Clip } from "./clip";
import { declare } from "./Declared";
import { Outline } from "./Outline";
import { PalettePane } from "./PalettePane";
import { Problems } from "./Problems";
import { PublishDialog } from "./PublishDialog";
import { MoreDialog } from "./MoreDialog";
import { Properties } from "./Properties";
import { allSteps, append, findStep, flowAround, insertOnLink, isFlowchart, linksIn, openWays, portsOf, remove, rootOf, stepsIn, termsOf, titleOf, type Definition, type Link } from "./definition";
import type { Descriptor, Palette } from "./descriptors";
import { begin, change, redo, undo } from "./history";
import { at, isObject, text, type Place } from "./json";
import { Arranger, besideAll, inOrder, shapeOf, startOf, type Spot } from "./layout";
import { KnownProvider } from "./known";
import { addNote, editNote, notesIn, removeNote } from "./notes";
import { SavingNotice, savingWords } from "./SavingNotice";
import { Several } from "./Several";
import { align, moveAll, removeAll, spotsOf } from "./together";
import { useClipboard } from "./useClipboard";
import { useDraft } from "./useDraft";
import { useKeptFocus } from "./useKeptFocus";
import { sayIn, type Language } from "./words";
import { NoChoices, type Wire } from "./wire";

interface Props { id: string; title: string | undefined; opened: Definition; stamp: string; palette: Palette; language: Language; wire: Wire }

export function Editor({ id, title, opened, palette, language, wire }: Props) {
  const say = useMemo(() => sayIn(language), [language]);
  const [history, setHistory] = useState(() => begin(opened));
  const [selected, setSelected] = useState<string>();
  const [shown, setShown] = useState<Place>(() => rootOf(opened));
  const [picked, setPicked] = useState<readonly string[]>([]); // all that are chosen, the one whose properties are shown among them
  const [missing, setMissing] = useState<readonly string[]>([]); // what was pasted speaks of, and nobody declares
  const [elsewhere, setElsewhere] = useState<readonly string[]>();
  const [choices, setChoices] = useState(NoChoices);
  const [inForce, setInForce] = useState<ReadonlySet<string>>(); // names of steps that are known outside the draft
  const [spot, setSpot] = useState<Link>(); // where the next step of the palette goes
  const asked = useRef<Element>(null); // what had the focus when that was asked for
  const [near, setNear] = useState<string>(); // the step that has the focus without being chosen
  const [isGathering, setGathering] = useState(false); // arrows walk and leave chosen what is
  const [view, setView] = useState<"canvas" | "outline">(() => matchMedia("(max-width: 900px)").matches ? "outline" : "canvas");
  const [isFree, setFree] = useState(false);
  const [movedFrom, setMovedFrom] = useState<Definition>(); // as it stood when a move took it out of the arrangement
  const [dialog, setDialog] = useState<"publish" | "more">();
  const [told, setTold] = useState("");
  const finder = useRef<HTMLInputElement>(null);
  const properties = useRef<HTMLElement>(null);
  const root = useRef<HTMLDivElement>(null);
  useKeptFocus(root);
  const now = history.now;
  const { saving, standing, findings, flush, take, look, overwrite } = useDraft(id, now, opened, wire);

  const container = at(now, shown);
  const flow = isObject(container) ? shown : rootOf(now);
  const shape = useMemo(() => shapeOf(now, flow), [now, flow]);
  const [arranger] = useState(() => new Arranger());
  const { steps: positions, ways } = useMemo(() => arranger.arrange(now, flow, shape), [shape]); // words and places change nothing of it
  const steps = useMemo(() => stepsIn(now, flow), [now, flow]);
  const links = useMemo(() => linksIn(now, flow), [now, flow]);
  const open = useMemo(() => openWays(now, flow, palette), [now, flow, palette]);
  const openAnywhere = useMemo(() => dialog !== "publish" ? [] : allSteps(now).filter((one) => isFlowchart(one.json)).flatMap((one) => [...openWays(now, one.place, palette)]), [now, palette, dialog]);
  const step = selected === undefined ? undefined : findStep(now, selected);
  const errors = (findings ?? []).filter((one) => one.severity === "Error");

  const edit = useCallback((next: Definition, as?: string) => setHistory((before) => change(before, next, as)), []);
  const begun = useCallback((definition: Definition) => { setHistory(begin(definition)); take(definition); setSelected(undefined); setPicked([]); setSpot(undefined); }, [take]);

  const lookAtTheirs = () => {
    look((theirs) => { edit(theirs); setSelected(undefined); setPicked([]); setSpot(undefined); setTold(say("这是对方的版本；按“撤销”回到您的改动", "This is theirs; Undo brings your change back")); }).catch((error: Error) => setTold(error.message));
  };

  const select = useCallback((step: string | undefined, isFocused = false) => {
    setSelected(step);
    setPicked(step === undefined ? [] : [step]);
    setSpot(undefined);
    setNear(undefined);
    setGathering(false);
    const found = step === undefined ? undefined : findStep(now, step);
    if (found !== undefined && !stepsIn(now, flow).some((one) => one.id === step)) setShown(flowAround(now, found));
    if (isFocused) setTimeout(() => properties.current?.querySelector<HTMLElement>("input, select, textarea")?.focus());
  }, [now, flow]);

  /** The drawing moves there first where it is out of sight: a large one draws only what is in sight. */
  const focusOn = useCallback((step: string) => {
    setNear(step);
    const focus = () => {
      const box = document.querySelector<HTMLElement>(`[data-step="${CSS.escape(step)}"]`);
      box?.focus({ preventScroll: box.closest(".canvas") !== null }); // the drawing moves itself
      return box !== null && document.activeElement === box; // a dialog that closes only now lets nothing outside have it
    };
    if (!focus()) setTimeout(() => { if (!focus()) setTimeout(focus, 150); }, 50);
  }, []);

  const goTo = useCallback((step: string) => { select(step); focusOn(step); }, [select, focusOn]);

  const ask = useCallback((link: Link) => { asked.current = document.activeElement; setSpot(link); setTimeout(() => finder.current?.focus()); }, []);

  const giveUp = () => {
    setSpot(undefined);
    if (asked.current instanceof HTMLElement && asked.current.isConnected) asked.current.focus();
  };

  const insert = (descriptor: Descriptor) => {
    const behind = step !== undefined && steps.some((one) => one.id === step.id) ? step : undefined;
    const onward = spot ?? (behind && links.find((link) => link.source === behind.id));
    const free = behind && portsOf(behind, palette)[0];
    const made = onward ? insertOnLink(now, flow, onward, descriptor, palette) : append(now, flow, descriptor, behind && free && { source: behind.id, port: free.name });
    edit(made.definition);
    setSpot(undefined);
    setNear(undefined);
    setSelected(made.id);
    setPicked([made.id]);
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

  const pick = useCallback((ids: readonly string[]) => { setPicked(ids); setSelected(ids[ids.length - 1]); setSpot(undefined); setNear(undefined); if (ids.length === 0) setGathering(false); }, []);
  const toggle = useCallback((id: string) => pick(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]), [picked, pick]);

  const takeOutAll = () => {
    edit(removeAll(now, flow, picked));
    setTold(say(`已删除 ${picked.length} 步，可以撤销`, `${picked.length} steps were deleted; this can be undone`));
    pick([]);
  };

  const put = (clip: Clip) => {
    const made = paste(now, flow, clip);
    edit(made.definition);
    pick(made.ids);
    setMissing(made.missing);
    setTold(say(`已粘贴 ${made.ids.length} 步`, `${made.ids.length} ${made.ids.length === 1 ? "step was" : "steps were"} pasted`));
    const first = made.ids[0];
    setTimeout(() => document.querySelector<HTMLElement>(`[data-step="${CSS.escape(first)}"]`)?.focus({ preventScroll: true }), 50);
  };

  const clipboard = useClipboard({
    copied: () => picked.length === 0 ? undefined : JSON.stringify(copySteps(now, flow, picked)),
    cut: takeOutAll,
    pasted: (said) => { const clip = readClip(said); if (clip) put(clip); return clip !== undefined; },
  });
  const copy = () => { if (clipboard.copy()) setTold(say(`已复制 ${picked.length} 步`, `${picked.length} ${picked.length === 1 ? "step" : "steps"} copied`)); };
  const duplicate = () => { if (picked.length > 0) put(copySteps(now, flow, picked)); };
  const moved = useCallback((to: ReadonlyMap<string, Spot>) => {
    const noted = [...to].reduce((all, [id, spot]) => notesIn(all, flow).some((note) => note.id === id) ? editNote(all, flow, id, spot) : all, now);
    if (isFree || ![...to.keys()].some((id) => positions.has(id))) { edit(moveAll(noted, flow, to)); return; }
    leaveArrangement(moveAll(noted, flow, new Map([...positions, ...to])));
  }, [now, flow, edit, isFree, positions]);
  /** A step that is moved out of the arrangement stays where it was put, and all others where they are seen. */
  const leaveArrangement = (next: Definition) => {
    edit(next);
    setFree(true);
    setMovedFrom(now);
    setTold(say("已改为自由摆放：这一步留在您放的地方，其他步骤停在原处", "Own places now: the step stays where you put it, and the others where they are"));
  };
  const backToArrangement = () => {
    if (movedFrom !== undefined && history.past[history.past.length - 1] === movedFrom) setHistory(undo);
    setFree(false);
    setMovedFrom(undefined);
    setTold(say("已回到自动排列", "Arranged by itself again"));
  };
  const nudge = (ids: readonly string[], x: number, y: number) => {
    const from = isFree ? spotsOf(now, flow, ids, positions) : new Map([...positions].filter(([id]) => ids.includes(id)));
    const to = new Map([...from].map(([id, spot]) => [id, { x: spot.x + x, y: spot.y + y }]));
    if (isFree) edit(moveAll(now, flow, to), `nudge ${ids.join()}`); else leaveArrangement(moveAll(now, flow, new Map([...positions, ...to])));
  };
  const note = useCallback((id: string, text: string | undefined) => edit(text === undefined ? removeNote(now, flow, id) : editNote(now, flow, id, { text }), text === undefined ? undefined : `note ${id}`), [now, flow, edit]);
  const newNote = () => {
    const y = (selected === undefined ? undefined : positions.get(selected))?.y ?? 0;
    const made = addNote(now, flow, besideAll([...spotsOf(now, flow, isFree ? steps.map((one) => one.id) : [], positions).values(), ...isFree ? [] : positions.values(), ...notes], y), y);
    edit(made.definition);
    setTimeout(() => document.querySelector<HTMLElement>(`[data-note="${made.id}"] textarea`)?.focus(), 80);
  };

  const leadsTo = (id: string, arrow: string): string => {
    const order = inOrder(positions);
    const beside = (way: 1 | -1) => order[(order.indexOf(id) + way + order.length) % order.length];
    return arrow === "ArrowDown" ? links.find((link) => link.source === id)?.target ?? beside(1) : arrow === "ArrowUp" ? links.find((link) => link.target === id)?.source ?? beside(-1) : beside(arrow === "ArrowRight" ? 1 : -1);
  };

  const keyed = (event: KeyboardEvent<HTMLElement> | globalThis.KeyboardEvent) => {
    const written = (event.target as HTMLElement).closest("input, select, textarea, [contenteditable]") !== null;
    const here = (event.target as HTMLElement).closest<HTMLElement>("[data-step]");
    const id = here !== null && event.target === here ? here.dataset.step! : undefined;
    if ((event.ctrlKey || event.metaKey) && id !== undefined && (event.key.startsWith("Arrow") || event.key === " ")) {
      event.preventDefault();
      if (event.key === " ") { setGathering(true); toggle(id); } else focusOn(leadsTo(id, event.key));
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      const key = event.key.toLowerCase();
      if (key === "s") { event.preventDefault(); void flush(); }
      else if (key === "k") { event.preventDefault(); finder.current?.focus(); }
      else if (!written && key === "z") { event.preventDefault(); setHistory(event.shiftKey ? redo : undo); }
      else if (!written && key === "y") { event.preventDefault(); setHistory(redo); }
      else if (!written && key === "d") { event.preventDefault(); duplicate(); }
      else if (!written && key === "a") { event.preventDefault(); pick(steps.map((one) => one.id)); }
      return;
    }
    if (event.key === "Escape" && spot !== undefined) { event.preventDefault(); giveUp(); return; }
    if (event.key === "Escape" && selected !== undefined && (event.target as HTMLElement).closest("aside") !== null) { event.preventDefault(); goTo(selected); return; }
    if (id === undefined) return;
    if (event.altKey && view === "canvas" && event.key.startsWith("Arrow")) {
      event.preventDefault();
      nudge(picked.includes(id) ? picked : [id], event.key === "ArrowLeft" ? -20 : event.key === "ArrowRight" ? 20 : 0, event.key === "ArrowUp" ? -20 : event.key === "ArrowDown" ? 20 : 0);
      return;
    }
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      if (isGathering) focusOn(leadsTo(id, event.key)); else goTo(leadsTo(id, event.key));
      return;
    }
    const ways: Record<string, () => void> = {
      Enter: () => select(id, true),
      " ": () => { if (isGathering || !picked.includes(id) || picked.length > 1) toggle(id); setGathering(true); }, // the one that is chosen already is the first of several
      Escape: () => pick([]),
      Delete: () => picked.length > 1 ? takeOutAll() : takeOut(id),
      Backspace: () => picked.length > 1 ? takeOutAll() : takeOut(id),
      Insert: () => { select(id); const onward = links.find((link) => link.source === id); if (onward) ask(onward); else finder.current?.focus(); },
    };
    const does = ways[event.key === "+" ? "Insert" : event.key];
    if (does !== undefined) { event.preventDefault(); does(); }
  };

  useEffect(() => { // the keys are the editor's on its whole page, but where one types, and while a dialog asks something
    const beside = (event: globalThis.KeyboardEvent) => {
      const at = event.target as Element;
      if (root.current?.contains(at) !== true && at.closest("input, select, textarea, [contenteditable], dialog") === null && document.querySelector("dialog[open]") === null) keyed(event);
    };
    document.addEventListener("keydown", beside);
    return () => document.removeEventListener("keydown", beside);
  });

  useEffect(() => { // a step that was undone away
    if (selected !== undefined && findStep(now, selected) === undefined) setSelected(undefined);
    if (picked.some((id) => findStep(now, id) === undefined)) setPicked(picked.filter((id) => findStep(now, id) !== undefined));
  }, [now, selected, picked]);

  useEffect(() => {
    const own = new Set(allSteps(opened).map((one) => one.name));
    const service = termsOf(opened) === undefined ? Promise.resolve([]) : wire.versions(id).then(([version]) => version?.service ? wire.steps(version.service) : []);
    service.then((names) => setElsewhere(names.filter((name) => !own.has(name))), () => { /* then nothing is said of it */ });
  }, [id, wire, opened]);


  useEffect(() => { wire.choices(id).then(setChoices, () => { /* fields then take what is typed */ }); }, [id, wire]);

  const name = title || text(now, "name") || id;
  const isService = termsOf(now) !== undefined;
  useEffect(() => { if (isService) void wire.publishedNames(id).then(setInForce); }, [id, wire, standing.version, isService]);
  const crumbs = flow.length > 1 && isObject(at(now, flow)) ? say("里层流程", "inner flow") : undefined;

  const known = useMemo(() => ({ id, wire, choices, palette, definition: now, say, language, elsewhere }), [id, wire, choices, palette, now, say, language, elsewhere]);
  const notes = useMemo(() => notesIn(now, flow), [now, flow]);

  return <KnownProvider value={known}><div ref={root} className="designer" onKeyDown={keyed} lang={language}>
    <div className="head">
      <strong>{name}</strong>
      <span className="state">{standing.isDraft ? say(`草稿，将是第 ${standing.version} 版`, `Draft of version ${standing.version}`) : say(`第 ${standing.version} 版，在用`, `Version ${standing.version}, in force`)}</span>
      <span className={`state saving ${saving.state}`} role="status">{savingWords(saving, say)}</span>
      <span className="tools">
        <button type="button" onClick={() => setHistory(undo)} disabled={history.past.length === 0} title="Ctrl+Z">{say("撤销", "Undo")}</button>
        <button type="button" onClick={() => setHistory(redo)} disabled={history.future.length === 0} title="Ctrl+Y">{say("重做", "Redo")}</button>
        <span role="group" aria-label={say("看法", "View")}>
          <button type="button" aria-pressed={view === "canvas"} onClick={() => setView("canvas")}>{say("图", "Drawing")}</button>
          <button type="button" aria-pressed={view === "outline"} onClick={() => setView("outline")}>{say("提纲", "Outline")}</button>
        </span>
        <button type="button" aria-pressed={isFree} onClick={() => { setFree(!isFree); setMovedFrom(undefined); }}>{say("自由摆放", "Own places")}</button>
        <button type="button" onClick={() => void clipboard.paste()} title="Ctrl+V">{say("粘贴", "Paste")}</button>
        <button type="button" onClick={newNote}>{say("便签", "Note")}</button>
        {isService && <a className="button" href={`/admin/designer/${encodeURIComponent(id)}/rehearsal`}>{say("演练", "Rehearse")}</a>}
        <button type="button" onClick={() => setDialog("more")}>{say("版本与草稿……", "Versions and draft …")}</button>
        <button type="button" className="main" onClick={() => setDialog("publish")}>{say("发布……", "Publish …")}</button>
      </span>
    </div>
    <SavingNotice saving={saving} say={say} onLook={lookAtTheirs} onOverwrite={() => void overwrite()} onAgain={() => void flush()} />
    <button type="button" className="skip" onClick={() => { const first = selected ?? startOf(links, positions); if (first !== undefined) focusOn(first); }}>{say("到流程图", "To the drawing")}</button>
    <PalettePane palette={palette} say={say} finder={finder} onChoose={insert} spot={spot && [spot.source, spot.target].map((end) => { const found = steps.find((one) => one.id === end); return found ? titleOf(found, palette) : end; })}
      onGiveUp={giveUp} steps={steps} onFind={goTo} />
    <div className="middle">
      {missing.length > 0 && <p className="crumbs warn" role="alert">{say(`粘贴的步骤用到了这里没有声明的：${missing.join("、")}`, `What was pasted speaks of what is not declared here: ${missing.join(", ")}`)} <button type="button" className="small" onClick={() => { edit(declare(now, missing)); setMissing([]); }}>{say("声明为变量", "Declare as variables")}</button> <button type="button" className="small" onClick={() => setMissing([])}>{say("知道了", "I see")}</button></p>}
      {movedFrom !== undefined && isFree && <p className="crumbs" role="note">{say("已改为自由摆放：这一步留在您放的地方，其他步骤停在原处。", "Own places now: the step stays where you put it, and the others where they are.")} <button type="button" className="small" onClick={backToArrangement}>{say("回到自动排列", "Arrange by itself again")}</button> <button type="button" className="small" onClick={() => setMovedFrom(undefined)}>{say("知道了", "I see")}</button></p>}
      {picked.length > 1 && <Several count={picked.length} isFree={isFree} say={say} onCopy={copy} onDuplicate={duplicate} onRemove={takeOutAll} onAlign={(how) => edit(moveAll(now, flow, align(spotsOf(now, flow, picked, positions), how)))} onLeave={() => pick([])} />}
      {crumbs && <p className="crumbs"><button type="button" onClick={() => setShown(rootOf(now))}>{say("← 回到整个流程", "← Back to the whole workflow")}</button> {crumbs}</p>}
      {isObject(container) && !isFlowchart(container) && <p className="crumbs">{say("这个流程不是流程图，只能在提纲中编辑各步的属性。", "This workflow is no flowchart: its steps can be edited in the outline alone.")}</p>}
      {view === "canvas" && isObject(container) && isFlowchart(container)
        ? <Canvas definition={now} flow={flow} steps={steps} links={links} positions={positions} ways={ways} isFree={isFree} palette={palette} findings={findings ?? []} open={open} selected={near ?? selected} picked={picked} notes={notes} spot={spot} say={say}
          onPick={pick} onToggle={toggle} onMove={moved} onNote={note}
          onSelect={select} onEdit={edit} onAsk={ask} onOpen={setShown} />
        : <Outline definition={now} flow={flow} steps={steps} links={links} positions={positions} palette={palette} findings={findings ?? []} open={open} selected={selected} picked={picked} notes={notes} say={say} language={language} onPick={toggle} onNote={note}
          onSelect={select} onAsk={ask} onRemove={takeOut} onOpen={setShown} />}
    </div>
    <Properties ref={properties} inForce={isService ? inForce : undefined} definition={now} flow={flow} step={step} steps={steps} links={links} palette={palette} findings={findings ?? []} language={language} say={say} isService={isService} onEdit={edit} onRemove={takeOut} onAsk={ask} onDuplicate={duplicate} onCopy={copy} />
    <Problems findings={findings} open={open} steps={steps} palette={palette} language={language} say={say} onGo={goTo} />
    <p className="hidden-words" role="status">{told}</p>
    {dialog === "publish" && <PublishDialog id={id} isService={isService} errors={errors} open={openAnywhere.map(([step, out]) => ({ step, words: say(`“${titleOf(findStep(now, step)!, palette)}”：${out.join("、")}`, `${titleOf(findStep(now, step)!, palette)}: ${out.join(", ")}`) }))} standing={standing} language={language} say={say} wire={wire} flush={flush} onDone={(definition) => { begun(definition); setDialog(undefined); setTold(say("已发布", "Published")); }} onClose={() => setDialog(undefined)} onGo={(step) => { setDialog(undefined); goTo(step); }} />}
    {dialog === "more" && <MoreDialog id={id} standing={standing} language={language} say={say} wire={wire} onTake={(definition) => { begun(definition); setDialog(undefined); }} onClose={() => setDialog(undefined)} />}
  </div></KnownProvider>;
}
