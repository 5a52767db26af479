import { expect, test } from "bun:test";
import { ListToolsResultSchema, type Tool } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { toolListJson } from "../../src/mcp/tool-list.ts";
import { allTools } from "../../src/tools/catalogue.ts";
import { defineTool } from "../../src/tools/contract.ts";
import { FIXTURE_NAMES } from "../conformance/fixture-tools.ts";
import { connect, serveEndpoint } from "./serve-endpoint.ts";

const listJson = toolListJson(allTools);
const { tools } = ListToolsResultSchema.parse(JSON.parse(listJson));
const named = (name: string): Tool | undefined => tools.find((tool) => tool.name === name);

test("the list is the catalogue, in its order, and fits 24,000 characters", () => {
  expect(tools.map(({ name }) => name)).toEqual(allTools.map(({ name }) => name));
  expect(listJson.length).toBeLessThanOrEqual(24_000);
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
  for (const { name, answer } of allTools) {
    expect([name, named(name)?.outputSchema !== undefined]).toEqual([name, answer === "data"]);
  }
});

test("a property with a default is not required of the caller", () => {
  const schema = named("chrome_fill_or_select")?.inputSchema;
  expect(schema?.required).toEqual(["value"]);
  expect(schema?.properties).toMatchObject({ submit: { type: "boolean", default: false } });
});

test("a value of several types is anyOf, never a type array, also where zod writes one", () => {
  expect(listJson).not.toMatch(/"type":\[/);
  expect(named("chrome_fill_or_select")?.inputSchema.properties).toMatchObject({
    value: { anyOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }] },
  });
  const tool = defineTool({
    name: "t",
    title: "t",
    description: "t",
    effect: "read",
    args: z.object({ type: z.number().nullable(), minimum: z.int().min(3) }),
    result: z.object({}),
  });
  expect(JSON.parse(toolListJson([tool]))).toMatchObject({
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
