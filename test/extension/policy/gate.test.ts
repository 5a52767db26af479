import { expect, test } from "bun:test";
import { A_WHILE_MS, Gate } from "../../../src/extension/policy/gate.ts";
import type { SiteRules } from "../../../src/extension/policy/site-rules.ts";
import { FakeClock, settle } from "../fakes.ts";

const PAGE = "https://a.example/page";

class Desk {
  readonly clock = new FakeClock();
  readonly gate = new Gate({
    rulebook: {
      serverUrl: "https://browsers.example",
      sites: { otherwise: "ask", sites: [] } satisfies SiteRules,
      switchedOff: [],
    },
    clock: this.clock,
    onChange: () => {},
  });

  /** One call that wants to use the page; `ms` is its time. */
  call(client = "c1", ms = 10_000, stopped = false) {
    const stop = new AbortController();
    if (stopped) stop.abort();
    const caller = { id: client, name: client, kind: "mcp" as const };
    const deadlineMs = this.clock.now() + ms;
    const call = {
      client: caller,
      tool: "chrome_read_page",
      deadlineMs,
      letIn: new Set<string>(),
      end: () => {},
    };
    const running = this.gate.begin(stop.signal, call);
    const outcome = this.gate.admit(PAGE, stop.signal).then((admitted) => {
      running[Symbol.dispose]();
      return admitted.ok ? "in" : admitted.failure.code;
    });
    return { outcome, stop };
  }

  /** One call that wants to give the page a file. */
  give(path: string, client = "c1") {
    const { signal } = new AbortController();
    const caller = { id: client, name: client, kind: "mcp" as const };
    const deadlineMs = this.clock.now() + 10_000;
    const call = {
      client: caller,
      tool: "chrome_upload_file",
      deadlineMs,
      letIn: new Set<string>(),
      end: () => {},
    };
    const running = this.gate.begin(signal, call);
    return this.gate.mayGive(path, PAGE, signal).then((consent) => {
      running[Symbol.dispose]();
      return consent.ok ? "given" : consent.failure.code;
    });
  }

  answer(verdict: "once" | "a_while" | "always" | "no") {
    const [question] = this.gate.questions;
    this.gate.answer(question?.id ?? "", verdict);
  }
}

test("a yes for a while holds for its client and its time", async () => {
  const desk = new Desk();
  const first = desk.call();
  desk.answer("a_while");
  expect(await first.outcome).toBe("in");
  desk.clock.advance(A_WHILE_MS - 1);
  expect(await desk.call().outcome).toBe("in");
  const other = desk.call("c2");
  expect(desk.gate.questions).toHaveLength(1);
  desk.answer("no");
  expect(await other.outcome).toBe("denied_by_user");
  desk.clock.advance(1);
  desk.call();
  expect(desk.gate.questions).toHaveLength(1);
});

test("a yes for a while lasts no longer when the clock is set back: it is asked again", async () => {
  const desk = new Desk();
  const first = desk.call();
  desk.answer("a_while");
  expect(await first.outcome).toBe("in");
  desk.clock.set(-3_600_000);
  desk.call();
  expect(desk.gate.questions).toHaveLength(1);
});

test("after a no the client is refused for a minute without another question", async () => {
  const desk = new Desk();
  const first = desk.call();
  desk.answer("no");
  expect(await first.outcome).toBe("denied_by_user");
  expect(await desk.call().outcome).toBe("denied_by_user");
  expect(desk.gate.questions).toEqual([]);
  desk.clock.advance(60_000);
  desk.call();
  expect(desk.gate.questions).toHaveLength(1);
});

test("calls of one client about one site are one question, and once lets them all in, and no later one", async () => {
  const desk = new Desk();
  const calls = [desk.call(), desk.call()];
  expect(desk.gate.questions).toHaveLength(1);
  desk.answer("once");
  expect(await Promise.all(calls.map(({ outcome }) => outcome))).toEqual(["in", "in"]);
  desk.call();
  expect(desk.gate.questions).toHaveLength(1);
});

test("a question is over when the last call that waits for it is, and leaves no timer", async () => {
  const desk = new Desk();
  const short = desk.call("c1", 1_000);
  const long = desk.call("c1", 5_000);
  desk.clock.advance(1_000);
  expect(await short.outcome).toBe("timeout");
  expect(desk.gate.questions).toHaveLength(1);
  long.stop.abort();
  expect(await long.outcome).toBe("timeout");
  await settle();
  expect([desk.gate.questions.length, desk.clock.waiting]).toEqual([0, 0]);
});

test("nobody is asked for a call that is over already", async () => {
  const desk = new Desk();
  const stopped = desk.call("c1", 10_000, true);
  expect(desk.gate.questions).toEqual([]);
  expect(await stopped.outcome).toBe("timeout");
});

test("what no running call may use is shut, and what a call was let in at is not", async () => {
  const desk = new Desk();
  expect(desk.gate.isShut(PAGE)).toBe(true);
  const { signal } = new AbortController();
  const client = { id: "c1", name: "c1", kind: "mcp" as const };
  const letIn = new Set(["https://a.example"]);
  using _call = desk.gate.begin(signal, { client, tool: "x", deadlineMs: 0, letIn, end: () => {} });
  expect(desk.gate.isShut(PAGE)).toBe(false);
  expect(desk.gate.isShut("https://b.example")).toBe(true);
  expect(desk.gate.isShut("https://browsers.example/")).toBe(true);
  expect(desk.gate.isShut("about:blank")).toBe(false);
});

test("a file is given once, whatever is answered: no rule and no while comes of it", async () => {
  const desk = new Desk();
  const first = desk.give("/home/ann/cv.pdf");
  expect(desk.gate.questions).toMatchObject([{ about: "file", path: "/home/ann/cv.pdf" }]);
  desk.answer("always");
  expect(await first).toBe("given");
  const second = desk.give("/home/ann/cv.pdf");
  desk.answer("a_while");
  expect(await second).toBe("given");
  void desk.give("/home/ann/cv.pdf");
  void desk.call();
  expect(desk.gate.questions.map(({ about }) => about)).toEqual(["file", "site"]);
});

test("each file is a question of its own, and a no to one is a no to all of that client there for a minute", async () => {
  const desk = new Desk();
  const both = [desk.give("/home/ann/a"), desk.give("/home/ann/b")];
  expect(desk.gate.questions).toHaveLength(2);
  desk.answer("once");
  desk.answer("no");
  expect(await Promise.all(both)).toEqual(["given", "denied_by_user"]);
  expect(await desk.give("/home/ann/c")).toBe("denied_by_user");
  void desk.give("/home/ann/c", "c2");
  expect(desk.gate.questions).toHaveLength(1);
});

test("a site that is allowed meanwhile gets no file by that, and one that is denied ends the question", async () => {
  const desk = new Desk();
  const giving = desk.give("/home/ann/cv.pdf");
  desk.gate.rulesChange({ otherwise: "allow", sites: [] });
  expect(desk.gate.questions).toHaveLength(1);
  desk.gate.rulesChange({ otherwise: "deny", sites: [] });
  expect(await giving).toBe("denied_by_user");
});
