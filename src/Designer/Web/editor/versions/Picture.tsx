// A drawing that is only looked at: steps with a mark each, a look that is never said by colour alone.
import { memo, useCallback, useEffect, useMemo, useRef } from "react";
import { BaseEdge, Background, EdgeLabelRenderer, Handle, Position, ReactFlow, getSmoothStepPath, type Edge, type EdgeProps, type Node, type NodeProps, type ReactFlowInstance } from "@xyflow/react";
import { portsOf, titleOf, type Definition, type Link, type Step } from "../definition";
import type { Palette } from "../descriptors";
import { Height, Width, arrange, frameOf, pathThrough, portsInOrder, startOf, type Spot } from "../layout";
import type { Place } from "../json";
import { Scales, labelsIn } from "../Scales";
import { tintOf } from "../looks";
import type { Say } from "../words";

/** What is told of a step: a class for its look, a sign that needs no colour, words, and an address that a number leads to. */
export interface Mark { look: string; sign: string; words: string; href?: string | undefined }
export interface LinkMark { look: string; sign: string }

interface Props {
  definition: Definition; flow: Place; steps: Step[]; links: Link[]; marks: ReadonlyMap<string, Mark>; linkMarks: ReadonlyMap<number, LinkMark>; palette: Palette; selected: string | undefined; say: Say;
  onSelect: (step: string | undefined) => void;
}

type StepNode = Node<{ title: string; tint: string; mark: Mark | undefined; ports: string[] }, "step">;
type LinkEdge = Edge<{ words: string; sign: string; way: Spot[] | undefined; room: number }, "link">;

const StepBox = memo(({ data, selected, id }: NodeProps<StepNode>) => <>
  <Handle type="target" position={Position.Top} isConnectable={false} />
  <div className={`step ${selected ? "chosen" : ""} ${data.mark?.look ?? ""}`} data-step={id} tabIndex={0} role="button" aria-pressed={selected}>
    <b><i className={`tint ${data.tint}`} />{data.mark?.sign && !data.mark.href && <i className="sign" aria-hidden="true">{data.mark.sign}</i>}{data.title}</b>
    <span>{data.mark?.words}</span>
  </div>
  {data.mark?.href && <a className="nodrag behind" href={data.mark.href} aria-label={`${data.title}: ${data.mark.words}`}>{data.mark.sign}</a>}
  {data.ports.map((port, index) => <Handle key={port} id={port} type="source" position={Position.Bottom} isConnectable={false} style={{ left: `${((index + 1) * 100) / (data.ports.length + 1)}%` }} />)}
</>);

const LinkLine = memo(({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, markerEnd }: EdgeProps<LinkEdge>) => {
  const [path] = data!.way ? [pathThrough([{ x: sourceX, y: sourceY }, ...data!.way.slice(1, -1), { x: targetX, y: targetY }])] : getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 10 });
  return <>
    <BaseEdge path={path} markerEnd={markerEnd} />
    {(data!.words || data!.sign) && <EdgeLabelRenderer>
      <div className="onward" style={{ transform: `translate(-50%, 0) translate(${sourceX}px, ${sourceY + 5}px)` }}><span style={{ maxWidth: data!.room }} title={data!.words}>{data!.sign && <b>{data!.sign}</b>} {data!.words}</span></div>
    </EdgeLabelRenderer>}
  </>;
});

const nodeTypes = { step: StepBox };
const edgeTypes = { link: LinkLine };

export function Picture({ definition, flow, steps, links, marks, linkMarks, palette, selected, say, onSelect }: Props) {
  const { steps: positions, ways } = useMemo(() => arrange(definition, flow), [definition, flow]);
  const nodes = useMemo<StepNode[]>(() => steps.map((step) => ({
    id: step.id, type: "step", width: Width, height: Height, position: positions.get(step.id) ?? { x: 0, y: 0 }, selected: step.id === selected, focusable: false, domAttributes: { "aria-roledescription": say("步骤", "step") },
    data: { title: titleOf(step, palette), tint: tintOf(step.type), mark: marks.get(step.id), ports: portsInOrder([...new Set([...portsOf(step, palette).map((port) => port.name), ...links.filter((link) => link.source === step.id).map((link) => link.port)])].map((name) => ({ name })), links.filter((link) => link.source === step.id), { steps: positions, ways }).map((port) => port.name) },
  })), [steps, links, positions, ways, marks, palette, selected, say]);
  const edges = useMemo<LinkEdge[]>(() => links.map((link) => {
    const step = steps.find((one) => one.id === link.source);
    const ports = step ? portsOf(step, palette) : [];
    const mark = linkMarks.get(link.index);
    const words = ports.length > 1 ? ports.find((port) => port.name === link.port)?.words || link.port : "";
    const [behind, target] = [link.source, link.target].map((id) => { const end = steps.find((one) => one.id === id); return end ? titleOf(end, palette) : id; });
    return { id: `${link.index}`, type: "link", ariaLabel: `${behind}${words && say(`（${words}）`, ` (${words})`)} → ${target}`, domAttributes: { "aria-roledescription": say("连线", "link") }, source: link.source, target: link.target, sourceHandle: link.port, focusable: false, className: mark?.look ?? "", markerEnd: { type: "arrowclosed" as never }, data: { words, sign: mark?.sign ?? "", way: ways.get(link.index), room: Width / (ports.length + 1) - 2 } };
  }), [links, steps, palette, linkMarks, ways, say]);
  const instance = useRef<ReactFlowInstance<StepNode, LinkEdge>>(undefined);
  const box = useRef<HTMLDivElement>(null);

  const bring = useCallback((id: string | undefined) => {
    const spot = id === undefined ? undefined : positions.get(id);
    if (spot === undefined || instance.current === undefined || box.current === null) return;
    const { x, y, zoom } = instance.current.getViewport();
    const [left, top] = [spot.x * zoom + x, spot.y * zoom + y];
    if (left < 0 || top < 0 || left + Width * zoom > box.current.clientWidth || top + Height * zoom > box.current.clientHeight)
      void instance.current.setCenter(spot.x + Width / 2, spot.y + Height / 2, { zoom });
  }, [positions]);
  useEffect(() => bring(selected), [selected, bring]);

  const frame = (made: ReactFlowInstance<StepNode, LinkEdge>) => {
    instance.current = made;
    if (box.current === null || nodes.length < 12) return;
    const first = positions.get(startOf(links, positions) ?? "") ?? nodes[0].position;
    void made.setViewport(frameOf(nodes.map((one) => one.position), ways.values(), first, box.current.clientWidth));
    bring(selected);
  };

  const labels = useMemo(() => labelsIn(say), [say]);

  return <div className="canvas" ref={box}
    onKeyDown={(event) => { const step = (event.target as HTMLElement).dataset.step; if (step !== undefined && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); onSelect(step); } }}
    onFocusCapture={(event) => {
      if (!event.target.matches(":focus-visible")) return;
      for (let part: Element | null = event.target; part !== null && part !== box.current; part = part.parentElement) part.scrollTo(0, 0); // a browser scrolls to what it focuses; here the drawing moves
      bring((event.target as HTMLElement).dataset.step);
    }}>
    <ReactFlow<StepNode, LinkEdge> nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} fitView={steps.length < 12} minZoom={0.005} ariaLabelConfig={labels} maxZoom={1.6} onlyRenderVisibleElements={steps.length > 80}
      nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} deleteKeyCode={null} disableKeyboardA11y selectionKeyCode={null} proOptions={{ hideAttribution: true }} onInit={frame}
      onNodeClick={(_, node) => onSelect(node.id)} onPaneClick={() => onSelect(undefined)}>
      <Background gap={20} />
      <Scales say={say} />
    </ReactFlow>
  </div>;
}
