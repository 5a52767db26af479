import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { z } from "zod";
import { RoomPerson } from "../../bench/room-person.ts";
import { startClickedShop } from "../../e2e/clicked-shop.ts";
import { Person } from "../../e2e/person.ts";
import { FROM_SOURCES, ServerProcess, WITHOUT_LIVEKIT } from "../../support/server-process.ts";
import { emptyFolder } from "../../support/empty-folder.ts";
import { ModelServer } from "../../voice/model-server.ts";
import { Talkers } from "../../voice/talkers.ts";
import { faultsOf } from "../../support/page-faults.ts";
import { until } from "../../support/until.ts";
import { FAKE_MICROPHONE, letHear, openPage, write } from "./open-talk.ts";
import type { WebPage } from "../../support/web-page.ts";

setDefaultTimeout(120_000);

/** Resolves once the microphone hears, or does not. */
async function microphoneIs(page: WebPage, state: "live" | "muted"): Promise<void> {
  const button = state === "live" ? "Mute" : "Unmute";
  await page.shows(`document.querySelector(".mute")?.innerText === "${button}"`);
}

test("a microphone that is refused keeps nobody from writing, and is taken as soon as Chrome allows it", async () => {
  await using server = await ServerProcess.start();
  await using shop = startClickedShop();
  await using person = await Person.arrive(server.url, FAKE_MICROPHONE);
  await letHear(person, server.url, "denied");
  const shown = await person.chromium.open(shop.url);
  const page = await openPage(person, `${server.url}/talk`);
  await page.press("Start talking");
  await person.chromium.cdp.send("Page.bringToFront", {}, shown);
  await page.says("The browser does not let this page use the microphone.");

  await write(page, "click sign in");
  await until("the written click", () => shop.clicks[0]);
  await page.says("Reading only");

  await letHear(person, server.url, "granted");
  await page.press("Try the microphone again");
  await microphoneIs(page, "live");
});

test("a muted microphone hears while the button or Space is held, and no longer", async () => {
  await using server = await ServerProcess.start();
  await using person = await Person.arrive(server.url, FAKE_MICROPHONE);
  await letHear(person, server.url, "granted");
  const page = await openPage(person, `${server.url}/talk`);
  const { cdp } = person.chromium;
  await page.press("Start talking");
  await page.press("Mute");
  await microphoneIs(page, "muted");

  const mouse = async (type: string) => {
    const at = await page.run(`(() => {
      const { x, y, width, height } = document.querySelector(".hold").getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    })()`);
    const press = { ...Object(at), type, button: "left", clickCount: 1 };
    await cdp.send("Input.dispatchMouseEvent", press, page.tab);
  };
  await mouse("mousePressed");
  await microphoneIs(page, "live");
  await mouse("mouseReleased");
  await microphoneIs(page, "muted");

  const space = async (type: string) => {
    const key = { type, key: " ", code: "Space", windowsVirtualKeyCode: 32 };
    await cdp.send(
      "Input.dispatchKeyEvent",
      type === "keyDown" ? { ...key, text: " " } : key,
      page.tab,
    );
  };
  await page.run(`document.activeElement.blur()`);
  await space("keyDown");
  await microphoneIs(page, "live");
  await space("keyDown");
  await space("keyUp");
  await microphoneIs(page, "muted");

  await space("keyDown");
  await microphoneIs(page, "live");
  await page.run(`window.dispatchEvent(new Event("blur"))`);
  await microphoneIs(page, "muted");
  await space("keyUp");

  await page.run(`document.querySelector(".composer input").focus()`);
  await space("keyDown");
  await space("keyUp");
  expect(await page.run(`document.querySelector(".composer input").value`)).toBe(" ");
  await microphoneIs(page, "muted");
  expect(page.complaints).toEqual([]);
});

test("without a LiveKit server both pages say how to get voice, and nothing offers to talk", async () => {
  await using server = await ServerProcess.start(WITHOUT_LIVEKIT);
  await using person = await Person.arrive(server.url);
  const page = await openPage(person, `${server.url}/talk`);
  await page.says("Voice is off");
  await page.says("Put `livekit-server` on the PATH");
  expect(await page.text()).not.toContain("Start talking");

  await page.go(server.url);
  await page.says("Off. No LiveKit server.");
  await page.says("Put `livekit-server` on the PATH");
  expect(await page.text()).not.toContain("Start talking");
});

test("from the start page to a talk and back, where its figures are", async () => {
  await using server = await ServerProcess.start();
  await using person = await Person.arrive(server.url, FAKE_MICROPHONE);
  await letHear(person, server.url, "denied");
  const page = await openPage(person, server.url);
  await page.says("Starts when somebody first wants to talk.");
  const loaded = person.chromium.cdp.next(({ method }) => method === "Page.loadEventFired");
  await page.run(`document.querySelector('a[href="/talk"]').click()`);
  await loaded;
  await page.press("Start talking");
  await write(page, "help");
  await page.shows(`document.querySelector(".transcript .agent")`);

  const start = await openPage(person, server.url);
  await start.says("Listening.");
  await start.shows(`[...document.querySelectorAll("dl.counts div")].some(({ innerText }) =>
    /People talking now, of at most 50\\s+1$/.test(innerText))`);
});

test("what a language model asks is answered with a button too, where yes or no answers it", async () => {
  await using model = new ModelServer();
  await using folder = await emptyFolder();
  const config = join(folder.path, "config.yaml");
  const { provider, baseUrl } = model.settings;
  await Bun.write(config, `agent: { llm: { provider: ${provider}, base_url: "${baseUrl}" } }`);
  await using server = await ServerProcess.start(FROM_SOURCES, ["--config", config]);
  await using person = await Person.arrive(server.url, FAKE_MICROPHONE);
  await letHear(person, server.url, "denied");
  const page = await openPage(person, `${server.url}/talk`);
  await page.press("Start talking");
  await write(page, `tell ${"Donaudampfschifffahrtsgesellschaft".repeat(3)} that I am late`);
  const first = await model.turn();
  first.say("Shall I send it?");
  first.end();
  await page.says("Shall I send it?");
  await page.shows(`document.querySelector(".question")?.innerText.startsWith("Shall I send it?")`);
  expect(await faultsOf(person.chromium, page.tab, "light")).toEqual([]);
  expect(await faultsOf(person.chromium, page.tab, "dark")).toEqual([]);

  await page.press("Yes");
  const second = await model.turn();
  expect(second.messages.at(-1)).toEqual({ role: "user", content: "yes" });
  await page.shows(`!document.querySelector(".question")`);
  second.say("It is sent. Which page do you want to see now?");
  second.end();
  await page.says("Which page do you want to see now?");
  await page.says("Reading only");
  expect(await page.run(`document.querySelector(".question")`)).toBeNull();
});

test("who finds all places taken is told so, and talks as soon as one is free", async () => {
  await using folder = await emptyFolder();
  const config = join(folder.path, "config.yaml");
  await Bun.write(
    config,
    "agent: { session: { max_concurrent_sessions: 1, participant_grace: 0 } }",
  );
  await using server = await ServerProcess.start(FROM_SOURCES, ["--no-local", "--config", config]);
  await using talkers = new Talkers();
  await using first = await RoomPerson.connect(server.url);
  const talker = await first.join(talkers);
  await using person = await Person.arrive(server.url, FAKE_MICROPHONE);
  await letHear(person, server.url, "denied");
  const page = await openPage(person, `${server.url}/talk`);
  await page.write("#credential", await person.address());
  await page.press("Go on");
  await page.press("Start talking");
  await page.says("All places are taken; waiting for one");

  talker.leave();
  await write(page, "help");
  await page.shows(`document.querySelector(".transcript .agent")`);
});

test("another microphone can be chosen, and each is asked for without the sound of the tabs", async () => {
  await using server = await ServerProcess.start();
  await using person = await Person.arrive(server.url, FAKE_MICROPHONE);
  await letHear(person, server.url, "granted");
  const page = await openPage(person, `${server.url}/talk`);
  await page.run(`(() => {
    globalThis.asked = [];
    const media = navigator.mediaDevices;
    const get = media.getUserMedia.bind(media);
    media.getUserMedia = (wish) => { asked.push(wish.audio); return get(wish); };
  })()`);
  await page.press("Start talking");
  await microphoneIs(page, "live");
  await page.shows(`document.querySelector(".microphone select")?.options.length > 1`);
  const chosen = await page.run(`(() => {
    const select = document.querySelector(".microphone select");
    select.selectedIndex = select.options.length - 1;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    return select.value;
  })()`);
  const last = `JSON.stringify(asked.at(-1)).includes(${JSON.stringify(chosen)})`;
  await until("the other microphone", async () =>
    (await page.run(last)) === true ? true : undefined,
  );
  const asked = z
    .array(z.looseObject({ echoCancellation: z.boolean() }))
    .parse(await page.run("asked"));
  expect(asked.map(({ echoCancellation }) => echoCancellation)).not.toContain(false);
});

test("where nobody is let in without a credential, the personal address opens the room of its owner", async () => {
  await using server = await ServerProcess.start(FROM_SOURCES, ["--no-local"]);
  await using person = await Person.arrive(server.url, FAKE_MICROPHONE);
  await letHear(person, server.url, "denied");
  const page = await openPage(person, `${server.url}/talk`);
  await page.says("Who are you?");
  await page.write("#credential", "http://127.0.0.1/mcp/nothing");
  await page.press("Go on");
  await page.says("There is no credential in it.");

  await page.run(`document.querySelector("#credential").select()`);
  await page.write("#credential", await person.address());
  await page.press("Go on");
  await page.press("Start talking");
  await write(page, "help");
  await page.shows(`document.querySelector(".transcript .agent")`);

  await page.press("Forget");
  await page.says("Who are you?");
  await page.shows(`!document.querySelector(".conversation")`);
});
