import { expect, test } from "bun:test";
import { ListToolsResultSchema, type Tool } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { chromeOffer } from "../../src/mcp/chrome-offer.ts";
import { toolListJson } from "../../src/mcp/tool-list.ts";
import { allTools, catalogue } from "../../src/tools/catalogue.ts";
import { type Listing, type ToolContract, defineTool } from "../../src/tools/contract.ts";
import { FIXTURE_NAMES } from "../conformance/fixture-tools.ts";
import { FakeTools, connect, serveEndpoint } from "./serve-endpoint.ts";

const lists = toolListJson(allTools);
const { tools } = ListToolsResultSchema.parse(JSON.parse(lists.full));
const named = (name: string): Tool | undefined => tools.find((tool) => tool.name === name);
const namesIn = (json: string) =>
  ListToolsResultSchema.parse(JSON.parse(json)).tools.map(({ name }) => name);

test("each list has the tools that the catalogue puts in it, in its order; the core list fits 24,000 characters", () => {
  const meantFor = (...listings: Listing[]) =>
    allTools.filter(({ listing }) => listings.includes(listing)).map(({ name }) => name);
  expect(namesIn(lists.core)).toEqual(meantFor("core"));
  expect(namesIn(lists.full)).toEqual(meantFor("core", "full"));
  expect(lists.core.length).toBeLessThanOrEqual(24_000);
});

/** What clients are told of unless they ask for more, and what only older prompts and voice call. */
const DAILY =
  "get_windows_and_tabs chrome_switch_tab chrome_close_tabs chrome_tabs_context chrome_tabs_create chrome_tabs_adopt " +
  "chrome_navigate chrome_read_page chrome_find chrome_get_web_content chrome_click_element chrome_hover chrome_drag " +
  "chrome_scroll chrome_fill_or_select chrome_fill_form chrome_keyboard chrome_select_text chrome_computer " +
  "chrome_screenshot chrome_wait_for chrome_handle_dialog chrome_javascript chrome_ask_user " +
  "chrome_request_element_selection chrome_batch chrome_list_browsers chrome_select_browser chrome_health";
const UNLISTED =
  "chrome_go_back_or_forward chrome_get_interactive_elements chrome_get_content_web_form chrome_show_numbers " +
  "chrome_network_capture_start chrome_network_capture_stop chrome_network_debugger_start chrome_network_debugger_stop " +
  "chrome_inject_script chrome_send_command_to_inject_script";

test("the core list names what is needed every day; what neither list names can be called all the same", () => {
  expect(namesIn(lists.core)).toEqual(DAILY.split(" "));
  const unlisted = allTools.filter(({ listing }) => listing === "none").map(({ name }) => name);
  expect(unlisted).toEqual(UNLISTED.split(" "));
});

test("a client is told of the core tools, at `?tools=full` of all, also behind a credential in the path", async () => {
  const listJson = toolListJson(
    (["core", "full", "none"] as const).map((listing) => sampleTool({ listing, name: listing })),
  );
  const offer = chromeOffer(new FakeTools(), "1.2.3");
  await using served = await serveEndpoint({
    offer: { ...offer, shelf: { ...offer.shelf, listJson } },
  });
  for (const [address, expected] of [
    ["", ["core"]],
    ["?tools=core", ["core"]],
    ["?tools=fuller", ["core"]],
    ["?tools=full", ["core", "full"]],
    ["/ann?a=b&tools=full", ["core", "full"]],
  ] as const) {
    await using ann = await connect(served.url + address);
    const listed = (await ann.client.listTools()).tools.map(({ name }) => name);
    expect([address, listed]).toEqual([address, [...expected]]);
  }
});

test("arguments that all tools take are told once, in the instructions, and not in each schema", async () => {
  const properties = named("chrome_click_element")?.inputSchema.properties ?? {};
  const common = Object.keys(catalogue.chrome_click_element.args.shape).filter(
    (name) => !Object.hasOwn(properties, name) && name !== "timeout",
  );
  expect(common.toSorted()).toEqual([
    "background",
    "browserId",
    "expectedUrl",
    "frameId",
    "includeSnapshot",
    "selectorType",
    "timeoutMs",
    "windowId",
  ]);
  const { instructions } = chromeOffer(new FakeTools(), "1.2.3");
  expect(common.filter((name) => !instructions.includes(name))).toEqual([]);
});

test("whatever acts in a tab takes the address at which it is expected", () => {
  const acting = allTools.filter(({ args, effect }) => effect === "act" && "tabId" in args.shape);
  const without = acting.filter(({ args }) => !("expectedUrl" in args.shape));
  // These show something to the person and change nothing.
  expect(without.map(({ name }) => name)).toEqual(["chrome_switch_tab", "chrome_show_numbers"]);
});

test("what is told once is left out wherever it stands, also in what an argument holds, and in results", () => {
  expect(lists.full).not.toContain("unlisted");
  expect(lists.full).not.toContain("selectorType");
  expect(named("chrome_click_element")?.outputSchema?.properties).toEqual({
    effect: { type: "string" },
  });
});

test("of several ways to write an argument those of older prompts are not told", () => {
  expect(named("chrome_click_element")?.inputSchema.properties?.["modifiers"]).toEqual({
    type: "array",
    items: { type: "string", enum: ["Alt", "Control", "Ctrl", "Meta", "Shift"] },
  });
});

test("every tool has a title, a description, an input schema and all four hints", () => {
  for (const tool of tools) {
    expect(tool.title).toBeString();
    expect(tool.description).toBeString();
    expect(tool.inputSchema.type).toBe("object");
    expect(Object.values(tool.annotations ?? {}).map((hint) => typeof hint)).toEqual(
      Array.from({ length: 4 }, () => "boolean"),
    );
  }
  const reading = tools.filter(({ annotations }) => annotations?.readOnlyHint);
  expect(reading.length).toBeGreaterThan(10);
  for (const { annotations } of reading) {
    expect(annotations).toMatchObject({ destructiveHint: false, idempotentHint: true });
  }
  expect(named("chrome_javascript")?.annotations).toMatchObject({
    readOnlyHint: false,
    destructiveHint: true,
  });
  expect(named("chrome_list_browsers")?.annotations).toEqual({
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  });
});

test("tools that return data have an output schema; text and pictures have none", () => {
  for (const { name, answer, listing } of allTools) {
    if (listing === "none") continue;
    expect([name, named(name)?.outputSchema !== undefined]).toEqual([name, answer === "data"]);
  }
});

test("a property with a default is not required of the caller", () => {
  const schema = named("chrome_fill_or_select")?.inputSchema;
  expect(schema?.required).toEqual(["value"]);
  expect(schema?.properties).toMatchObject({
    submit: { type: "boolean" },
    clear: { type: "boolean", default: true },
  });
});

test("a value of several types is anyOf, never a type array, also where zod writes one", () => {
  expect(lists.full).not.toMatch(/"type":\[/);
  expect(named("chrome_fill_or_select")?.inputSchema.properties).toMatchObject({
    value: { anyOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }] },
  });
  const tool = sampleTool({
    args: z.object({ type: z.number().nullable(), minimum: z.int().min(3) }),
  });
  expect(JSON.parse(toolListJson([tool]).core)).toMatchObject({
    tools: [
      {
        inputSchema: {
          properties: {
            type: { anyOf: [{ type: "number" }, { type: "null" }] },
            minimum: { type: "integer", minimum: 3 },
          },
        },
      },
    ],
  });
});

test("a result is told as far as its properties and those of what it lists, whatever they are called", () => {
  const inner = z.object({ deep: z.array(z.object({ deeper: z.string() })) });
  const result = z.object({ required: z.array(inner), description: inner.nullable() });
  const { tools: told } = ListToolsResultSchema.parse(
    JSON.parse(toolListJson([sampleTool({ result })]).core),
  );
  const innerTold = { type: "object", properties: { deep: { type: "array" } } };
  expect(told[0]?.outputSchema).toEqual({
    type: "object",
    properties: {
      required: { type: "array", items: innerTold },
      description: { anyOf: [innerTold, { type: "null" }] },
    },
  });
});

test("the product lists none of the conformance fixtures, and calls none", async () => {
  await using served = await serveEndpoint();
  await using ann = await connect(served.url);
  const listed = (await ann.client.listTools()).tools.map(({ name }) => name);
  expect(FIXTURE_NAMES.length).toBeGreaterThan(10);
  expect(listed.filter((name) => FIXTURE_NAMES.includes(name))).toEqual([]);
  for (const name of FIXTURE_NAMES) {
    const refused = await ann.client.callTool({ name }).catch(String);
    expect(refused).toContain("Unknown tool");
  }
  expect(served.tools.calls).toEqual([]);
});

function sampleTool(change: Partial<ToolContract>): ToolContract {
  const empty = { args: z.object({}), result: z.object({}) };
  const words = { name: "sample", title: "Sample", description: "A sample." };
  return {
    ...defineTool<string, z.ZodObject, z.ZodType>({ ...words, ...empty, effect: "read" }),
    ...change,
  };
}
