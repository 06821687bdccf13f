import assert from "node:assert/strict";
import { test } from "node:test";
import { linksIn, rootOf, stepsIn } from "../editor/definition";
import { readDuration, writeDuration } from "../editor/duration";
import { Height, Width, arrange as arrangeAll, inOrder, pathThrough } from "../editor/layout";
import { definitions, hardship } from "./files";

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
