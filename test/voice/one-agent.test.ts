import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { AccessToken, AgentDispatchClient } from "livekit-server-sdk";
import { newUserId } from "../../src/core/ids.ts";
import { AGENT_ATTRIBUTES } from "../../src/voice/agent-attributes.ts";
import { until } from "../support/until.ts";
import { type Stage, openVoice, setStage } from "./open-voice.ts";

/** A room has one agent, whatever happens: with two, everything would be done twice. */

setDefaultTimeout(60_000);

const AGENT = "chrome-mcp";

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(() => stage[Symbol.asyncDispose]());

test("an agent that is sent away while it joins is gone before another comes", async () => {
  await using house = openVoice(stage, { agentName: AGENT });
  await house.on();
  await using ann = await house.talker();
  const room = `mcp-chrome-user-${ann.userId}`;
  await until("its leaving", () => {
    house.threads[0]?.postMessage({ type: "end_room", room });
    return closings(house)[0];
  });

  await ann.withAgent();
  expect(house.voice.figures()).toMatchObject({ rooms: 1 });
  expect(await ann.ask("open once.test")).toBe("Opened once.test.");
  expect(await ann.ask("open twice.test")).toBe("Opened twice.test.");
  expect(ann.agents.size).toBe(1);
  expect(house.tools.acts).toHaveLength(2);
});

test("a room that has an agent of this name is left to it, and served once that is gone", async () => {
  await using house = openVoice(stage, { agentName: AGENT });
  await house.on();
  const userId = newUserId(Date.now());
  const another = await agentOfAnother(`mcp-chrome-user-${userId}`);
  await using ann = await house.talker(userId);
  const { url, apiKey, apiSecret } = stage.livekit.access;
  const dispatcher = new AgentDispatchClient(url.replace(/^ws/, "http"), apiKey, apiSecret);
  await dispatcher.createDispatch(`mcp-chrome-user-${userId}`, AGENT);
  await until("an agent that leaves again", () => closings(house)[0]);
  expect(closings(house)).toEqual(["taken"]);
  expect([...ann.agents.keys()]).toEqual(["agent-of-another"]);

  await another[Symbol.asyncDispose]();
  await until("the other to be gone", () => !ann.agents.has("agent-of-another") || undefined);
  await ann.withAgent();
  expect(await ann.ask("open mine.test")).toBe("Opened mine.test.");
});

test("a server that was killed and comes back sends its old agents away, and serves their rooms", async () => {
  const nodeId = "the-same";
  const before = openVoice(stage, { agentName: AGENT }, { nodeId });
  await before.on();
  await using ann = await before.talker();
  const old = await ann.withAgent();
  // The WebRTC library outlives its thread, as LiveKit believes a killed process to be there for a while.
  before.threads[0]?.terminate();
  await before[Symbol.asyncDispose]();
  expect([...ann.agents.keys()]).toEqual([old]);

  await using after = openVoice(stage, { agentName: AGENT }, { nodeId });
  await after.on();
  await until("the old agent to be gone", () => !ann.agents.has(old) || undefined);
  await ann.withAgent();
  expect(await ann.ask("open again.test")).toBe("Opened again.test.");
});

/** Why rooms were closed. */
function closings({ logger }: ReturnType<typeof openVoice>) {
  return logger.lines.flatMap(({ fields }) => ("why" in fields ? [fields.why] : []));
}

/** Somebody whom LiveKit knows as an agent of the same name. */
async function agentOfAnother(room: string) {
  const { url, apiKey, apiSecret } = stage.livekit.access;
  const attributes = { [AGENT_ATTRIBUTES.name]: AGENT };
  const token = new AccessToken(apiKey, apiSecret, { identity: "agent-of-another", attributes });
  token.kind = "agent";
  token.addGrant({ roomJoin: true, room });
  return stage.talkers.join(url, await token.toJwt());
}
