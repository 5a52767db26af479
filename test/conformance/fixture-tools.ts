import type { CallToolResult, ElicitRequestFormParams } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { CallContext, ToolShelf } from "../../src/mcp/tool-shelf.ts";
import { PNG, WAV } from "./fixture-content.ts";

type Content = CallToolResult["content"][number];
type RequestedSchema = ElicitRequestFormParams["requestedSchema"];

interface Fixture {
  description: string;
  inputSchema?: object;
  run(context: CallContext, args: unknown): CallToolResult | Promise<CallToolResult>;
}

const image: Content = { type: "image", data: PNG, mimeType: "image/png" };

function resource(uri: string, mimeType: string, body: string): Content {
  return { type: "resource", resource: { uri, mimeType, text: body } };
}

function says(...content: (string | Content)[]): CallToolResult {
  return {
    content: content.map((part) =>
      typeof part === "string" ? { type: "text", text: part } : part,
    ),
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

async function elicit(
  { server, requestId }: CallContext,
  message: string,
  requestedSchema: RequestedSchema,
): Promise<string> {
  const answer = await (
    await server()
  ).server.elicitInput({ message, requestedSchema }, { relatedRequestId: requestId });
  return `action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`;
}

/** The tools that the conformance suite calls by name. */
const fixtures: Record<string, Fixture> = {
  test_simple_text: {
    description: "Answers with text.",
    run: () => says("This is a simple text response for testing."),
  },
  test_image_content: { description: "Answers with a picture.", run: () => says(image) },
  test_audio_content: {
    description: "Answers with a sound.",
    run: () => says({ type: "audio", data: WAV, mimeType: "audio/wav" }),
  },
  test_embedded_resource: {
    description: "Answers with a resource.",
    run: () =>
      says(
        resource("test://embedded-resource", "text/plain", "This is an embedded resource content."),
      ),
  },
  test_multiple_content_types: {
    description: "Answers with text, a picture and a resource.",
    run: () =>
      says(
        "Multiple content types test:",
        image,
        resource(
          "test://mixed-content-resource",
          "application/json",
          '{"test":"data","value":123}',
        ),
      ),
  },
  test_tool_with_logging: {
    description: "Logs while it runs.",
    async run({ server, requestId }) {
      const log = async (data: string) =>
        (await server()).server.notification(
          { method: "notifications/message", params: { level: "info", data } },
          { relatedRequestId: requestId },
        );
      await log("Tool execution started");
      await pause();
      await log("Tool processing data");
      await pause();
      await log("Tool execution completed");
      return says("Logged three times.");
    },
  },
  test_error_handling: {
    description: "Fails.",
    run: () => ({ ...says("This tool intentionally returns an error for testing"), isError: true }),
  },
  test_tool_with_progress: {
    description: "Reports progress.",
    async run({ progress }) {
      progress({ progress: 0, total: 100 });
      await pause();
      progress({ progress: 50, total: 100 });
      await pause();
      progress({ progress: 100, total: 100 });
      return says("Done in three steps.");
    },
  },
  test_reconnection: {
    description: "Ends its stream early; the answer waits for the client to come back.",
    async run({ dropReader }) {
      dropReader();
      await pause();
      return says("You came back.");
    },
  },
  test_sampling: {
    description: "Asks the client's model.",
    inputSchema: schemaOf({ prompt: { type: "string" } }),
    async run({ server, requestId }, args) {
      const { prompt } = z.object({ prompt: z.string() }).parse(args);
      const answer = await (
        await server()
      ).server.createMessage(
        {
          messages: [{ role: "user", content: { type: "text", text: prompt } }],
          maxTokens: 100,
        },
        { relatedRequestId: requestId },
      );
      return says(`LLM response: ${JSON.stringify(answer.content)}`);
    },
  },
  test_elicitation: {
    description: "Asks the person.",
    inputSchema: schemaOf({ message: { type: "string" } }),
    async run(context, args) {
      const { message } = z.object({ message: z.string() }).parse(args);
      const answer = await elicit(context, message, {
        type: "object",
        properties: {
          username: { type: "string", description: "User's response" },
          email: { type: "string", description: "User's email address" },
        },
        required: ["username", "email"],
      });
      return says(`User response: ${answer}`);
    },
  },
  test_elicitation_sep1034_defaults: {
    description: "Asks the person, with defaults.",
    async run(context) {
      const answer = await elicit(context, "Please look over the defaults.", {
        type: "object",
        properties: {
          name: { type: "string", default: "John Doe" },
          age: { type: "integer", default: 30 },
          score: { type: "number", default: 95.5 },
          status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
          verified: { type: "boolean", default: true },
        },
      });
      return says(`Elicitation completed: ${answer}`);
    },
  },
  test_elicitation_sep1330_enums: {
    description: "Asks the person to choose, in all five ways.",
    async run(context) {
      const answer = await elicit(context, "Please choose.", {
        type: "object",
        properties: {
          untitledSingle: { type: "string", enum: ["option1", "option2", "option3"] },
          titledSingle: { type: "string", oneOf: titled("value", "Option") },
          legacyEnum: {
            type: "string",
            enum: ["opt1", "opt2", "opt3"],
            enumNames: ["Option One", "Option Two", "Option Three"],
          },
          untitledMulti: {
            type: "array",
            items: { type: "string", enum: ["option1", "option2", "option3"] },
          },
          titledMulti: { type: "array", items: { anyOf: titled("value", "Choice") } },
        },
      });
      return says(`Elicitation completed: ${answer}`);
    },
  },
  json_schema_2020_12_tool: {
    description: "Tool with JSON Schema 2020-12 features",
    inputSchema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      $defs: {
        address: {
          type: "object",
          properties: { street: { type: "string" }, city: { type: "string" } },
        },
      },
      properties: { name: { type: "string" }, address: { $ref: "#/$defs/address" } },
      additionalProperties: false,
    },
    run: () => says("ok"),
  },
};

function schemaOf(properties: Record<string, object>): object {
  return { type: "object", properties, required: Object.keys(properties) };
}

function titled(value: string, title: string): { const: string; title: string }[] {
  return [1, 2, 3].map((n) => ({ const: `${value}${n}`, title: `${title} ${n}` }));
}

export const FIXTURE_NAMES = Object.keys(fixtures);

const listJson = JSON.stringify({
  tools: Object.entries(fixtures).map(([name, { description, inputSchema }]) => ({
    name,
    description,
    inputSchema: inputSchema ?? schemaOf({}),
  })),
});

export const fixtureShelf: ToolShelf = {
  listJson: { core: listJson, full: listJson },
  has: (name) => Object.hasOwn(fixtures, name),
  async call(name, args, context) {
    const fixture = fixtures[name];
    if (!fixture) throw new Error("no such fixture");
    return fixture.run(context, args);
  },
};
