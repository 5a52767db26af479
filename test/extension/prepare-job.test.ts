import { expect, test } from "bun:test";
import { succeed } from "../../src/protocol/failure.ts";
import { jobsOf } from "../../src/extension/prepare-job.ts";

const client = { id: "c1", name: "test", kind: "mcp" as const };

/** Tools that answer with what they were given, in a browser whose active tab is 7. */
const prepare = jobsOf({
  run: (tool, args) => Promise.resolve(succeed({ data: { tool, args } })),
  tabOf: () => Promise.resolve(7),
});

test("a call runs its tool with the arguments as the contract reads them", async () => {
  const job = prepare("chrome_read_page", { tabId: 3 });
  if (!job.ok) throw new Error(job.failure.message);
  const { signal } = new AbortController();
  const context = { signal, client, deadlineMs: 0, letIn: new Set<string>(), progress() {} };
  expect(await job.value.run(context)).toMatchObject({
    value: { data: { tool: "chrome_read_page", args: { tabId: 3, background: true } } },
  });
  expect(job.value.effect).toBe("read");
});

test.each(["chrome_dance", "chrome_health", "toString", ""])(
  "%p is no tool of this browser",
  (tool) => {
    expect(prepare(tool, {})).toMatchObject({ failure: { code: "invalid_arguments" } });
  },
);

test.each([
  [null, ""],
  [{ tabId: "three" }, "tabId"],
  [{ tabId: 1, timeoutMs: 10_000_000 }, "timeoutMs"],
])("arguments %p are refused, and the answer names what is wrong", (args, named) => {
  const job = prepare("chrome_read_page", args);
  expect(job).toMatchObject({ ok: false, failure: { code: "invalid_arguments" } });
  if (!job.ok) expect(job.failure.message).toContain(named);
});

test.each([
  ["chrome_read_page", {}, [7]],
  ["chrome_navigate", { url: "https://a.example" }, [7]],
  ["get_windows_and_tabs", {}, []],
  ["chrome_switch_tab", { tabId: 3 }, []],
  ["chrome_wait_for", { condition: { kind: "sleep", ms: 1 } }, []],
  ["chrome_handle_dialog", { action: "accept" }, []],
  ["chrome_history", {}, []],
  ["chrome_handle_download", {}, []],
  [
    "chrome_batch",
    {
      steps: [
        { tool: "chrome_find", args: { tabId: 3 } },
        { tool: "chrome_find", args: { tabId: "$a.tabId" } },
      ],
    },
    [7, 3],
  ],
  ["chrome_close_tabs", { tabIds: [5, 3, 5] }, [5, 3]],
  ["chrome_close_tabs", {}, [7]],
])("%s with %p takes the tabs %p", async (tool, args, tabs) => {
  const job = prepare(tool, args);
  expect(job.ok && (await job.value.tabs(client))).toEqual(tabs);
});
