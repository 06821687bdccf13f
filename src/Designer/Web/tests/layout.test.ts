import assert from "node:assert/strict";
import { test } from "node:test";
import { insertOnLink, linksIn, remove, rootOf, stepsIn, type Definition } from "../editor/definition";
import { readDuration, writeDuration } from "../editor/duration";
import { Arranger, Between, Height, Width, arrange as arrangeAll, frameOf, inOrder, pathThrough, portsInOrder, shapeOf, startOf, withRow } from "../editor/layout";
import { definitions, hardship, palette } from "./files";

const arrange = (...of: Parameters<typeof arrangeAll>) => arrangeAll(...of).steps;

test("steps never lie upon each other", () => {
  for (const [path, definition] of definitions) {
    const places = [...arrange(definition, rootOf(definition)).values()];
    places.forEach((a, index) => places.slice(index + 1).forEach((b) => assert.ok(Math.abs(a.x - b.x) >= Width - 1 || Math.abs(a.y - b.y) >= Height - 1, path)));
  }
});

test("the flow runs downwards from the start", () => {
  const definition = hardship();
  const places = arrange(definition, rootOf(definition));
  assert.equal(inOrder(places)[0], "start");
  const down = linksIn(definition, rootOf(definition)).filter((link) => places.get(link.target)!.y > places.get(link.source)!.y).length;
  assert.ok(down >= linksIn(definition, rootOf(definition)).length - 5, "only ways back lead up");
  assert.equal(places.size, stepsIn(definition, rootOf(definition)).length);
});

test("three hundred steps are arranged while one waits", () => {
  const activities = Array.from({ length: 300 }, (_, index) => ({ id: `s${index}`, type: "Elsa.WriteLine" }));
  const connections = activities.slice(1).map((step, index) => ({ source: { activity: `s${index}`, port: "Done" }, target: { activity: step.id, port: "In" } }));
  assert.equal(arrange({ root: { id: "f", type: "Elsa.Flowchart", activities, connections } }, ["root"]).size, 300);
});

test("large flows are put into rows: nothing lies upon a step, and only links back lead up", () => {
  const activities = Array.from({ length: 300 }, (_, index) => ({ id: `s${index}`, type: "Aid.Review" }));
  const link = (from: number, port: string, to: number) => ({ source: { activity: `s${from}`, port }, target: { activity: `s${to}`, port: "In" } });
  const connections = activities.slice(0, -1).flatMap((_, at) => [link(at, "Approve", at % 5 === 3 && at < 298 ? at + 2 : at + 1), link(at, "Refuse", at % 10 === 0 && at < 275 ? at + 25 : at % 17 === 0 ? Math.max(0, at - 9) : at + 1)]);
  const definition = { root: { id: "f", type: "Elsa.Flowchart", activities, connections } };
  const { steps, ways } = arrangeAll(definition, ["root"]);
  const links = linksIn(definition, ["root"]).filter((one) => one.source !== one.target);
  assert.deepEqual([steps.size, ways.size], [300, links.length]);
  const places = [...steps.values()];
  places.forEach((a, index) => places.slice(index + 1).forEach((b) => assert.ok(Math.abs(a.x - b.x) >= Width - 1 || Math.abs(a.y - b.y) >= Height - 1)));
  for (const one of links) {
    for (const point of ways.get(one.index)!.slice(1, -1))
      for (const { x, y } of places) assert.ok(!(point.x > x && point.x < x + Width && point.y > y && point.y < y + Height), `${one.source} to ${one.target}`);
  }
  const up = links.filter((one) => steps.get(one.target)!.y <= steps.get(one.source)!.y).length;
  const back = links.filter((one) => Number(one.target.slice(1)) < Number(one.source.slice(1))).length;
  assert.ok(up > 0 && up < back + 5, `${up} lead up`); // of a circle one link does, whichever
  assert.ok(Math.max(...places.map((one) => one.x)) - Math.min(...places.map((one) => one.x)) < 12 * Width, "it is not drawn apart");
});

test("durations are read and written as definitions have them", () => {
  for (const said of ["00:00:05", "01:30:00", "2.03:04:05"]) assert.equal(writeDuration(readDuration(said)!), said);
  assert.deepEqual(readDuration("3"), { days: 3, hours: 0, minutes: 0, seconds: 0 });
  assert.equal(writeDuration({ days: 0, hours: 36, minutes: 0, seconds: 0 }), "1.12:00:00");
  assert.equal(readDuration("soon"), undefined);
});

test("links go round the steps that they are not about", () => {
  const definition = hardship();
  const { steps, ways } = arrangeAll(definition, rootOf(definition));
  assert.equal(ways.size, linksIn(definition, rootOf(definition)).length);
  for (const link of linksIn(definition, rootOf(definition)))
    for (const point of ways.get(link.index)!.slice(1, -1))
      for (const [id, { x, y }] of steps)
        assert.ok(!(point.x > x && point.x < x + Width && point.y > y && point.y < y + Height), `${link.source} to ${link.target} runs through ${id}`);
});

test("a line begins and ends where it is told", () => {
  const path = pathThrough([{ x: 1, y: 2 }, { x: 50, y: 60 }, { x: 100, y: 200 }]);
  assert.ok(path.startsWith("M 1 2") && path.endsWith(" 100 200"));
});

test("a step on a link gets a row of its own: nothing lies upon it, what is above stays and what is below moves down together", () => {
  const definition = hardship();
  const flow = rootOf(definition);
  const before = arrangeAll(definition, flow);
  for (const link of linksIn(definition, flow)) {
    const { definition: edited, id } = insertOnLink(definition, flow, link, palette.get("Aid.Notify")!, palette);
    const after = withRow(before, definition, edited, flow)!;
    const places = [...after.steps.values()];
    places.forEach((a, index) => places.slice(index + 1).forEach((b) => assert.ok(Math.abs(a.x - b.x) >= Width - 1 || Math.abs(a.y - b.y) >= Height - 1, `${link.source} ${link.target}`)));
    const above = before.steps.get(link.source)!.y;
    for (const [step, spot] of before.steps) assert.deepEqual(after.steps.get(step), spot.y > above ? { x: spot.x, y: spot.y + Height + Between } : spot);
    assert.equal(after.ways.size, linksIn(edited, flow).length);
    assert.ok(after.steps.get(id)!.y > above);
  }
  assert.equal(withRow(before, definition, remove(definition, flow, "homeVisit"), flow), undefined);
});

test("what was arranged lately is not arranged again, and small flows are arranged as a whole", () => {
  const chain = (length: number): Definition => ({ root: { id: "f", type: "Elsa.Flowchart", activities: Array.from({ length }, (_, index) => ({ id: `s${index}`, type: "Elsa.WriteLine" })),
    connections: Array.from({ length: length - 1 }, (_, index) => ({ source: { activity: `s${index}`, port: "Done" }, target: { activity: `s${index + 1}`, port: "In" } })) } });
  for (const [length, isKept] of [[10, false], [150, true]] as const) {
    const [arranger, definition] = [new Arranger(), chain(length)];
    const first = arranger.arrange(definition, ["root"], shapeOf(definition, ["root"]));
    const { definition: edited } = insertOnLink(definition, ["root"], linksIn(definition, ["root"])[3], palette.get("Aid.Notify")!, palette);
    const second = arranger.arrange(edited, ["root"], shapeOf(edited, ["root"]));
    assert.equal(second.steps.get("s0") === first.steps.get("s0"), isKept);
    assert.equal(arranger.arrange(definition, ["root"], shapeOf(definition, ["root"])), first);
  }
});

test("a link that leads back goes beside the steps, and never behind one or along another", () => {
  for (const [path, definition] of definitions) {
    const { steps, ways } = arrangeAll(definition, rootOf(definition));
    const lanes = linksIn(definition, rootOf(definition)).flatMap((link) => {
      const [from, to] = [steps.get(link.source), steps.get(link.target)];
      if (from === undefined || to === undefined || link.source === link.target || to.y > from.y) return [];
      const [, bottom, top] = ways.get(link.index)!;
      assert.ok(bottom.x === top.x && bottom.y > from.y + Height && top.y < to.y, `${path} ${link.source}`);
      for (const { x, y } of steps.values()) assert.ok(bottom.x < x || bottom.x > x + Width || top.y > y + Height || bottom.y < y, `${path} ${link.source}`);
      return [{ x: bottom.x, top: top.y, bottom: bottom.y }];
    });
    lanes.forEach((a, index) => lanes.slice(index + 1).forEach((b) => assert.ok(a.x !== b.x || a.top >= b.bottom || b.top >= a.bottom, path)));
  }
});

test("ways out stand in the order of where they lead, so that the links of a step do not cross", () => {
  const definition = hardship();
  const made = arrangeAll(definition, rootOf(definition));
  const out = linksIn(definition, rootOf(definition)).filter((link) => link.source === "completeness");
  const order = portsInOrder([...new Set(out.map((link) => link.port))].map((name) => ({ name })), out, made).map((port) => made.ways.get(out.find((link) => link.port === port.name)!.index)![1].x);
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  assert.deepEqual(portsInOrder([{ name: "Open" }, { name: "A" }], [{ index: 99, port: "A", target: "start" }], made).map((port) => port.name), ["A", "Open"]);
});

test("a drawing is framed so that its beginning is in sight, however broad it is", () => {
  const spots = new Map(Array.from({ length: 300 }, (_, index) => [`s${index}`, { x: (index % 60) * 300, y: Math.floor(index / 60) * 160 }] as const));
  assert.equal(startOf([{ target: "s0" }, { target: "s1" }], spots), "s2");
  const [first, room] = [spots.get("s2")!, 760];
  const { x, y, zoom } = frameOf([...spots.values()], [[{ x: -40, y: 0 }]], first, room);
  assert.ok(first.x * zoom + x >= 0 && (first.x + Width) * zoom + x <= room && first.y * zoom + y >= 0, JSON.stringify({ x, y, zoom }));
  assert.ok(zoom >= 0.6);
});
