import { expect, test } from "bun:test";
import { CallLog } from "../../src/extension/call-log.ts";
import type { CallTool } from "../../src/protocol/call-tool.ts";
import { fail, succeed } from "../../src/protocol/failure.ts";
import { FakeClock, FakeStorage, newCallId } from "./fakes.ts";

function call(tool: string, args: object): CallTool {
  const client = { id: "c1", name: "Claude Code", kind: "mcp" as const };
  return { type: "call_tool", id: newCallId(), tool, args, deadlineMs: 1_000, client };
}

async function open(storage = new FakeStorage(), clock = new FakeClock()) {
  return { storage, clock, log: await CallLog.open(storage.session, clock) };
}

test("an entry says who did what where, with what result, and how long it took", async () => {
  const { log, clock } = await open();
  const click = call("chrome_click_element", { ref: "e12" });
  log.begin(click);
  expect(log.entries).toMatchObject([
    { client: "Claude Code", title: "Click", detail: "e12", state: "running" },
  ]);
  log.place(click.id, 7, "https://a.example/page?secret");
  clock.advance(120);
  log.end(click.id, succeed({ data: { tabId: 7 }, origin: "https://a.example" }));
  log.end(click.id, fail("internal", "Too late."));
  expect(log.entries).toMatchObject([
    { tabId: 7, origin: "https://a.example", state: "done", durationMs: 120 },
  ]);
});

test("what is typed, run or sent is masked, and what follows in an address is left out", async () => {
  const { log } = await open();
  const secret = "hunter2";
  log.begin(call("chrome_fill_or_select", { ref: "e1", value: secret }));
  log.begin(call("chrome_keyboard", { keys: secret, selector: "#a" }));
  log.begin(call("chrome_javascript", { code: secret }));
  log.begin(
    call("chrome_navigate", { url: `https://ann:${secret}@a.example/x?token=${secret}#${secret}` }),
  );
  log.begin(call("chrome_batch", { steps: [{ tool: "chrome_keyboard", args: { keys: secret } }] }));
  log.begin(call("chrome_fill_form", { fields: [{ ref: "e1", value: secret }], label: secret }));
  expect(JSON.stringify(log.entries)).not.toContain(secret);
  expect(log.entries.map(({ detail }) => detail)).toEqual([
    "e1 ••••",
    "#a ••••",
    "••••",
    "a.example/x",
    "1 ×",
    "••••",
  ]);
});

test("the newest 200 are kept, for the next worker too, where nothing runs any more", async () => {
  const { log, clock, storage } = await open();
  for (let nth = 0; nth < 250; nth += 1) log.begin(call("chrome_find", { name: `n${nth}` }));
  clock.advance(2_000);
  expect(clock.waiting).toBe(0);
  const next = (await open(storage, clock)).log;
  expect(next.entries).toHaveLength(200);
  expect(next.entries.at(-1)).toMatchObject({ detail: "n249", state: "lost" });
  next.clear();
  expect(next.entries).toEqual([]);
});

test("a call that was refused an address is told with that one, not with where its tab was", async () => {
  const { log } = await open();
  const going = call("chrome_navigate", { url: "https://bank.example/login" });
  log.begin(going);
  log.place(going.id, 7, "https://shop.example/");
  log.end(going.id, fail("blocked_by_policy", ""));
  expect(log.entries).toMatchObject([
    { origin: "https://bank.example", state: "blocked_by_policy" },
  ]);
});

test("clearing leaves what still runs", async () => {
  const { log } = await open();
  const done = call("chrome_find", {});
  log.begin(done);
  log.begin(call("chrome_read_page", {}));
  log.end(done.id, fail("timeout", ""));
  log.clear();
  expect(log.entries.map(({ tool }) => tool)).toEqual(["chrome_read_page"]);
});

test("a log that cannot be read is begun anew", async () => {
  const storage = new FakeStorage();
  storage.session.items.set("calls", [{ id: 7 }]);
  expect((await open(storage)).log.entries).toEqual([]);
});
