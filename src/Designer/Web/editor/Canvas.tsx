// The drawing. It shows what the definition says and asks for edits; it keeps nothing but where a step is while it is dragged.
import { createContext, memo, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { BaseEdge, Background, EdgeLabelRenderer, Handle, Position, ReactFlow, applyNodeChanges, getSmoothStepPath, type Edge, type EdgeProps, type Node, type NodeProps, type ReactFlowInstance } from "@xyflow/react";
import { connect, flowsWithin, portsOf, positionOf, termsOf, titleOf, type Definition, type Link, type Step } from "./definition";
import type { Palette } from "./descriptors";
import type { Place } from "./json";
import { Height, Width, frameOf, pathThrough, portsInOrder, startOf, type Spot } from "./layout";
import { useKnown } from "./known";
import { meaningsOf, summaryOf, tintOf } from "./looks";
import { Scales, labelsIn } from "./Scales";
import { NoteBox } from "./NoteBox";
import type { Note } from "./notes";
import type { Say } from "./words";
import type { Finding } from "./wire";

interface Props {
  definition: Definition; flow: Place; steps: Step[]; links: Link[]; positions: Map<string, Spot>; ways: Map<number, Spot[]>; isFree: boolean; palette: Palette; findings: Finding[]; open: Map<string, string[]>;
  selected: string | undefined; picked: readonly string[]; notes: Note[]; spot: Link | undefined; say: Say;
  onSelect: (step: string | undefined, isFocused?: boolean) => void; onEdit: (definition: Definition) => void; onAsk: (link: Link) => void; onOpen: (flow: Place) => void;
  onPick: (steps: readonly string[]) => void; onToggle: (step: string) => void; onMove: (to: Map<string, Spot>) => void; onNote: (id: string, text: string | undefined) => void;
}

type StepNode = Node<{ title: string; sub: string; tint: string; ports: { name: string; words: string }[]; errors: number; open: number; inner: Place | undefined }, "step">;
type NoteNode = Node<{ note: Note }, "note">;
type Shown = StepNode | NoteNode;
type LinkEdge = Edge<{ link: Link; words: string; meaning: string | undefined; behind: string; isSpot: boolean; room: number; way: Spot[] | undefined }, "link">;

const Asking = createContext<{ say: Say; onAsk: (link: Link) => void; onOpen: (flow: Place) => void; onNote: (id: string, text: string | undefined) => void }>({ say: (_, english) => english, onAsk: () => undefined, onOpen: () => undefined, onNote: () => undefined });

const StepBox = memo(({ data, selected, id }: NodeProps<StepNode>) => {
  const { say, onOpen } = useContext(Asking);
  return <>
    <Handle type="target" position={Position.Top} />
    <div className={`step ${selected ? "chosen" : ""} ${data.errors > 0 ? "wrong" : ""}`} data-step={id} tabIndex={0} role="button" aria-pressed={selected}>
      <b><i className={`tint ${data.tint}`} />{data.title}</b>
      <span>{data.errors > 0 ? <em>{say(`${data.errors} 个错误`, `${data.errors} ${data.errors === 1 ? "error" : "errors"}`)}</em> : data.open > 0 ? say(`${data.open} 个出口没有接`, `${data.open} ways out lead nowhere`) : data.sub}</span>
    </div>
    {data.inner && <button type="button" className="nodrag inner" onClick={(event) => { event.stopPropagation(); onOpen(data.inner!); }}>{say("打开里层流程", "Open inner flow")}</button>}
    {data.ports.map((port, index) => <Handle key={port.name} id={port.name} type="source" position={Position.Bottom} style={{ left: `${((index + 1) * 100) / (data.ports.length + 1)}%` }} title={port.words || port.name} />)}
  </>;
});

const LinkLine = memo(({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, markerEnd }: EdgeProps<LinkEdge>) => {
  const { say, onAsk } = useContext(Asking);
  const [path] = data!.way ? [pathThrough([{ x: sourceX, y: sourceY }, ...data!.way.slice(1, -1), { x: targetX, y: targetY }])] : getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 10 });
  return <>
    <BaseEdge path={path} markerEnd={markerEnd} />
    <EdgeLabelRenderer>
      <div className="onward nodrag nopan" style={{ transform: `translate(-50%, 0) translate(${sourceX}px, ${sourceY + 7}px)` }}>
        {data!.words && <span style={{ maxWidth: data!.room }} title={data!.meaning ? `${data!.words}${say("：", ": ")}${data!.meaning}` : data!.words}>{data!.words}</span>}
        <button type="button" className={data!.isSpot ? "here" : ""} data-link={`${data!.link.source}:${data!.link.port}`} onClick={() => onAsk(data!.link)}
          aria-label={data!.words ? say(`在“${data!.behind}”的“${data!.words}”之后插入步骤`, `Insert a step behind ${data!.behind}, ${data!.words}`) : say(`在“${data!.behind}”之后插入步骤`, `Insert a step behind ${data!.behind}`)}>+</button>
      </div>
    </EdgeLabelRenderer>
  </>;
});

const NoteCard = memo(({ data }: NodeProps<NoteNode>) => {
  const { say, onNote } = useContext(Asking);
  return <NoteBox note={data.note} say={say} onText={(text) => onNote(data.note.id, text)} onRemove={() => onNote(data.note.id, undefined)} />;
});

const nodeTypes = { step: StepBox, note: NoteCard };
const edgeTypes = { link: LinkLine };

export function Canvas({ definition, flow, steps, links, positions, ways, isFree, palette, findings, open, selected, picked, notes, spot, say, onSelect, onEdit, onAsk, onOpen, onPick, onToggle, onMove, onNote }: Props) {
  const { choices } = useKnown();
  const wrong = useMemo(() => {
    const count = new Map<string, number>();
    for (const one of findings) if (one.activityId && one.severity === "Error") count.set(one.activityId, (count.get(one.activityId) ?? 0) + 1);
    return count;
  }, [findings]);
  // What did not change is the same object as before: then nothing of it is looked at again.
  const former = useRef(new Map<string, { on: unknown[]; node: StepNode }>());
  const drawn = useMemo<StepNode[]>(() => { const out = new Map<string, Link[]>(); for (const link of links) out.set(link.source, [...out.get(link.source) ?? [], link]); return steps.map((step) => {
    const ports = portsInOrder(portsOf(step, palette), out.get(step.id) ?? [], { steps: positions, ways: isFree ? new Map() : ways });
    const at = (isFree ? positionOf(step) : undefined) ?? positions.get(step.id) ?? { x: 0, y: 0 };
    const on = [step.json, step.place.join(), at.x, at.y, picked.includes(step.id), wrong.get(step.id), open.get(step.id)?.length, palette, say, termsOf(definition), choices, ports.map((port) => port.name).join("\n")];
    const old = former.current.get(step.id);
    if (old && old.on.every((one, index) => one === on[index])) return old.node;
    const node: StepNode = {
      id: step.id, type: "step", width: Width, height: Height, position: at, selected: picked.includes(step.id), focusable: false, domAttributes: { "aria-roledescription": say("步骤", "step") },
      data: { title: titleOf(step, palette), sub: summaryOf(step, palette, definition, say, choices), tint: tintOf(step.type), ports: [...ports], errors: wrong.get(step.id) ?? 0, open: open.get(step.id)?.length ?? 0, inner: flowsWithin(definition, step)[0] },
    };
    former.current.set(step.id, { on, node });
    return node;
  }); }, [definition, steps, links, positions, ways, isFree, palette, wrong, open, picked, choices, say]);
  const shown = useMemo<Shown[]>(() => [...drawn, ...notes.map((note): NoteNode => ({ id: note.id, type: "note", position: { x: note.x, y: note.y }, draggable: true, selectable: false, focusable: false, connectable: false, domAttributes: { "aria-roledescription": say("便签", "note") }, data: { note } }))], [drawn, notes, say]);
  const [nodes, setNodes] = useState(shown);
  useEffect(() => setNodes(shown), [shown]);
  const boxed = useRef<Set<string> | undefined>(undefined); // the steps in the box that is being drawn
  const formerLinks = useRef(new Map<string, { on: unknown[]; edge: LinkEdge }>());
  const edges = useMemo<LinkEdge[]>(() => { const byId = new Map(steps.map((step) => [step.id, step])); return links.map((link) => {
    const source = byId.get(link.source);
    const way = isFree ? undefined : ways.get(link.index);
    const on = [link.source, link.target, link.port, source?.json, byId.get(link.target)?.json, palette, choices, say, spot?.index === link.index, way && way.map((point) => `${point.x},${point.y}`).join(" ")];
    const old = formerLinks.current.get(`${link.index}`);
    if (old && old.on.every((one, index) => one === on[index])) return old.edge;
    const ports = source ? portsOf(source, palette) : [];
    const port = ports.find((one) => one.name === link.port);
    const words = ports.length > 1 || !port ? port?.words || link.port : "";
    const [behind, target] = [source, byId.get(link.target)].map((end, at) => end ? titleOf(end, palette) : [link.source, link.target][at]);
    const edge: LinkEdge = { id: `${link.index}`, type: "link", source: link.source, target: link.target, sourceHandle: port ? link.port : ports[0]?.name, focusable: false, ariaLabel: `${behind}${words && say(`（${words}）`, ` (${words})`)} → ${target}`, domAttributes: { "aria-roledescription": say("连线", "link") }, markerEnd: { type: "arrowclosed" as never }, data: { link, words, behind, isSpot: spot?.index === link.index, meaning: source ? meaningsOf(source, palette, choices.fields, say).get(link.port) : undefined, room: Width / (ports.length + 1) - 2, way } };
    formerLinks.current.set(edge.id, { on, edge });
    return edge;
  }); }, [links, steps, palette, choices, spot, ways, isFree, say]);
  const instance = useRef<ReactFlowInstance<Shown, LinkEdge>>(undefined);
  const box = useRef<HTMLDivElement>(null);

  /** Moves the drawing where a step, or what stands below it, or a note would be out of sight. */
  const bring = useCallback((id: string | undefined, below = 0) => {
    const node = shown.find((one) => one.id === id);
    if (node === undefined || instance.current === undefined || box.current === null) return;
    const { x, y, zoom } = instance.current.getViewport();
    const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y];
    if (left < 0 || top < 0 || left + Width * zoom > box.current.clientWidth || top + (Height + below) * zoom > box.current.clientHeight)
      void instance.current.setCenter(node.position.x + Width / 2, node.position.y + Height / 2, { zoom });
  }, [shown]);
  useEffect(() => bring(selected), [selected, bring]);

  const frame = (made: ReactFlowInstance<Shown, LinkEdge>) => {
    instance.current = made;
    if (box.current === null || drawn.length < 12) return;
    const first = drawn.find((one) => one.id === startOf(links, positions)) ?? drawn[0];
    void made.setViewport(frameOf(drawn.map((one) => one.position), isFree ? [] : ways.values(), first.position, box.current.clientWidth));
  };

  // A finger on a step moves the drawing, unless places are one's own; under a mouse a step that is dragged takes one there.
  const [isTouched] = useState(() => matchMedia("(pointer: coarse)").matches);
  const steady = isFree ? 1 : 8; // pixels that a hand trembles: a step that is pressed so is chosen, and not dragged
  const labels = useMemo(() => labelsIn(say), [say]);
  const asking = useMemo(() => ({ say, onAsk, onOpen, onNote }), [say, onAsk, onOpen, onNote]);

  return <Asking.Provider value={asking}>
    <div className="canvas" ref={box} onFocusCapture={(event) => {
      if (!event.target.matches(":focus-visible")) return; // under a mouse the drawing stays: what is pressed has to be there still when it is let go
      for (let part: Element | null = event.target; part !== null && part !== box.current; part = part.parentElement) part.scrollTo(0, 0); // a browser scrolls to what it focuses; here the drawing moves
      const held = (event.target as HTMLElement).closest<HTMLElement>("[data-step], [data-note], [data-link]");
      const link = links.find((one) => `${one.source}:${one.port}` === held?.dataset.link);
      bring(held?.dataset.step ?? held?.dataset.note ?? link?.source, link && 45); // the + of a link stands below its step
    }}>
      <ReactFlow<Shown, LinkEdge> nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} fitView={steps.length < 12} minZoom={0.005} ariaLabelConfig={labels} maxZoom={1.6}
        onlyRenderVisibleElements={steps.length > 80} nodesDraggable={isFree || !isTouched} nodeDragThreshold={steady} nodeClickDistance={steady} nodesFocusable={false} edgesFocusable={false} deleteKeyCode={null} disableKeyboardA11y selectionKeyCode="Shift" multiSelectionKeyCode={null} proOptions={{ hideAttribution: true }} onInit={frame}
        onNodesChange={(changes) => setNodes((before) => applyNodeChanges(changes.filter((one) => {
          if (one.type === "select" && boxed.current) { if (one.selected) boxed.current.add(one.id); else boxed.current.delete(one.id); }
          return one.type === "position" || one.type === "dimensions" || (one.type === "select" && boxed.current !== undefined);
        }), before))}
        onSelectionStart={() => { boxed.current = new Set(); }}
        onSelectionEnd={() => { const ids = [...boxed.current ?? []]; boxed.current = undefined; if (ids.length > 0) onPick(ids); }}
        onNodeDragStop={(_, node, all) => onMove(new Map((all.length > 0 ? all : [node]).map((one) => [one.id, one.position])))}
        onNodeClick={(event, node) => { if (node.type === "note") return; if (event.shiftKey || event.ctrlKey || event.metaKey) onToggle(node.id); else onSelect(node.id); }} onPaneClick={() => onSelect(undefined)}
        onConnect={(made) => onEdit(connect(definition, flow, made.source, made.sourceHandle ?? "Done", made.target))}>
        <Background gap={20} />
        <Scales say={say} />
      </ReactFlow>
    </div>
  </Asking.Provider>;
}
