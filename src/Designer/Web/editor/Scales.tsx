import { useState } from "react";
import { ControlButton, Controls, MiniMap, type AriaLabelConfig } from "@xyflow/react";
import type { Say } from "./words";

/** What React Flow says itself, in our words. */
export const labelsIn = (say: Say): Partial<AriaLabelConfig> => ({
  "node.a11yDescription.default": say("回车改属性，空格选中", "Enter for properties, Space to choose"), "node.a11yDescription.keyboardDisabled": say("回车改属性，空格选中", "Enter for properties, Space to choose"), "edge.a11yDescription.default": say("连线", "A link"),
  "node.a11yDescription.ariaLiveMessage": ({ x, y }) => say(`已移到 ${x}，${y}`, `Moved to ${x}, ${y}`),
  "controls.ariaLabel": say("缩放", "Zoom"), "controls.zoomIn.ariaLabel": say("放大", "Zoom in"), "controls.zoomOut.ariaLabel": say("缩小", "Zoom out"), "controls.fitView.ariaLabel": say("显示全部", "Show everything"),
  "minimap.ariaLabel": say("全图", "The whole drawing"), "handle.ariaLabel": say("出口", "Way out"),
});

/** Zoom, and a small picture of the whole on request: open it would lie over steps. */
export function Scales({ say }: { say: Say }) {
  const [isOpen, setOpen] = useState(false);
  const words = say("全图", "The whole drawing");
  return <>
    <Controls showInteractive={false} aria-label={say("缩放", "Zoom")}>
      <ControlButton aria-label={words} title={words} aria-pressed={isOpen} onClick={() => setOpen(!isOpen)}><svg viewBox="0 0 12 12"><path d="M0 0h12v12H0zM1.5 1.5v9h9v-9zM3 3h3v2H3zm3 3h3v2H6z" fillRule="evenodd" /></svg></ControlButton>
    </Controls>
    {isOpen && <MiniMap pannable style={{ width: 150, height: 110 }} ariaLabel={words} />}
  </>;
}
