import { expect, test } from "bun:test";
import { ServerApi } from "../../../src/extension/server-api.ts";
import { askDoor } from "../../../src/extension/talk/ask-door.ts";
import { FakeStorage } from "../fakes.ts";

/** Asks a server that answers so; tells what it was sent as well. */
async function ask(serverUrl: string, answer: Response, token = "cmb_token") {
  const settings = await new FakeStorage().openSettings();
  if (token !== "") settings.updateAccount(serverUrl, { token });
  const sent: string[] = [];
  const api = new ServerApi(settings, async (url, { method, headers, body }) => {
    sent.push(`${method} ${url} ${headers["authorization"]} ${body}`);
    return answer;
  });
  return { door: await askDoor(api, serverUrl, "session_x"), sent };
}

const FAR = "https://browsers.example.com";

test("the way into the room is asked for as this browser, and nothing more of the answer is kept", async () => {
  const door = { url: "wss://livekit.example.com", token: "jwt" };
  const asked = await ask(FAR, Response.json({ ...door, room: "r", identity: "i" }));
  expect(asked.door).toEqual({ ok: true, value: door });
  expect(asked.sent).toEqual([
    `POST ${FAR}/api/voice/token Bearer cmb_token {"browserId":"session_x"}`,
  ]);
});

test("a LiveKit server on another machine's loopback is not tried", async () => {
  const answer = () => Response.json({ url: "ws://127.0.0.1:7880", token: "jwt" });
  expect((await ask(FAR, answer())).door).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining("livekit.public_url") },
  });
  expect((await ask("http://localhost:3001", answer())).door.ok).toBe(true);
});

test("a refusal is told in the server's words, and a strange answer as one", async () => {
  const off = { error: { code: "voice_off", message: "Voice is off. Install it." } };
  const message = async (answer: Response) => {
    const { door } = await ask(FAR, answer);
    return door.ok ? undefined : door.failure.message;
  };
  expect(await message(Response.json(off, { status: 503 }))).toBe("Voice is off. Install it.");
  expect(await message(new Response("<p>", { status: 502 }))).toContain("(502)");
  expect(await message(new Response("<p>"))).toContain("something else");
});

test("a browser that the server does not know yet asks nothing", async () => {
  const asked = await ask(FAR, Response.json({}), "");
  expect(asked).toMatchObject({ door: { ok: false }, sent: [] });
});
