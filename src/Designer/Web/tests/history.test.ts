import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, change, redo, undo } from "../editor/history";

test("everything is undone and done again in order, and a new change ends what was taken back", () => {
  let history = change(change(begin("a"), "b"), "c");
  history = undo(undo(history));
  assert.equal(history.now, "a");
  assert.equal(undo(history).now, "a");
  assert.equal(redo(redo(redo(history))).now, "c");
  history = change(redo(history), "d");
  assert.equal(redo(history).now, "d");
  assert.equal(undo(history).now, "b");
});

test("typing in one field is taken back at once, and not together with what came between", () => {
  let history = change(change(change(begin(""), "h", "title"), "he", "title"), "hey", "title");
  assert.equal(undo(history).now, "");
  history = change(change(history, "hey!", "note"), "hey!?", "title");
  assert.equal(undo(history).now, "hey!");
});

test("typing after an undo begins anew", () => {
  const history = change(undo(change(begin("a"), "ab", "title")), "ac", "title");
  assert.equal(undo(history).now, "a");
});
