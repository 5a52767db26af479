import { join } from "node:path";
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { z } from "zod";
import { callTool } from "../support/mcp-answers.ts";
import { PersonInPage } from "../support/person-in-page.ts";
import { ServerProcess } from "../support/server-process.ts";
import { type ConnectedStub, type TestClient, connectStub } from "../support/test-app.ts";
import { until } from "../support/until.ts";
import { WebPage } from "../support/web-page.ts";
import { type Talker, Talkers } from "../voice/talkers.ts";
import { type FormSite, startFormSite } from "./form-site.ts";
import { Person } from "./person.ts";

/** Two browsers, two rooms and the model that hears. */
setDefaultTimeout(120_000);

const tokenSchema = z.object({ url: z.string(), token: z.string() });

let server: ServerProcess;
let site: FormSite;
let ann: Person;
let claude: TestClient;
let bob: ConnectedStub;
let talkers: Talkers;

beforeAll(async () => {
  server = await ServerProcess.start();
  site = startFormSite();
  ann = await Person.arrive(server.url);
  bob = await connectStub(server.url);
  claude = await ann.connectClient("Claude");
  talkers = new Talkers();
  await ann.chromium.open(site.formOf("ann"));
});

afterAll(async () => {
  await talkers[Symbol.asyncDispose]();
  await bob[Symbol.asyncDispose]();
  await ann[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** The credential in a personal address. */
function secretIn(address: string): string {
  return new URL(address).pathname.split("/").at(-1) ?? "";
}

/** The room of whoever has this address. */
async function enterRoom(address: string): Promise<Talker> {
  const response = await fetch(`${server.url}/api/voice/token`, {
    method: "POST",
    headers: { Authorization: `Bearer ${secretIn(address)}` },
  });
  const { url, token } = tokenSchema.parse(await response.json());
  const talker = await talkers.join(url, token);
  await talker.withAgent(60_000);
  return talker;
}

function ask(args: Record<string, unknown>) {
  return callTool(claude.client, "chrome_ask_user", args);
}

const windowsSchema = z.object({
  windows: z.array(z.object({ tabs: z.array(z.object({ tabId: z.number(), url: z.string() })) })),
});

async function formTab() {
  const listed = await callTool(claude.client, "get_windows_and_tabs");
  const { windows } = windowsSchema.parse(listed.data);
  const tab = windows.flatMap(({ tabs }) => tabs).find(({ url }) => url === site.formOf("ann"));
  if (!tab) throw new Error("the form's tab is gone");
  return tab;
}

function says(talker: Talker, text: string) {
  return until(text, () => talker.answers.find((answer) => answer.includes(text)), 60_000);
}

test("a client's question is heard in its person's room alone, and their answer goes back to the client", async () => {
  await using anns = await enterRoom(await ann.address());
  await using bobs = await enterRoom(bob.address);

  const colour = ask({ question: "Which colour?", kind: "choice", options: ["Red", "Dark green"] });
  await says(anns, "Claude asks: Which colour? You can say Red, Dark green, or no answer.");
  expect(await bobs.ask("dark green")).toStartWith("I did not understand.");
  anns.write("the dark green one");
  expect((await colour).data).toEqual({ answer: "Dark green" });
  await says(anns, "I told Claude: Dark green.");

  const booking = ask({ question: "Shall I book it?", kind: "confirm" });
  await says(anns, "Shall I book it?");
  anns.speak(join(import.meta.dir, "../support/speech/yes.am.wav"));
  expect((await booking).data).toEqual({ answer: "yes" });

  const name = ask({ question: "In what name?" });
  await says(anns, "In what name?");
  anns.write("no answer");
  expect(await name).toMatchObject({ isError: true });
  expect(bobs.answers.filter((answer) => answer.includes("Claude"))).toEqual([]);
});

test("the talk page shows the question; pressed there or answered where it was asked, it is over in both", async () => {
  const secret = secretIn(await ann.address());
  const page = new WebPage(ann.chromium, await ann.chromium.open("about:blank"));
  await page.watch();
  await page.go(`${server.url}/talk`);
  await page.run(`sessionStorage.setItem("credential", ${JSON.stringify(secret)})`);
  await page.go(`${server.url}/talk`);
  await page.press("Start talking");

  const colour = ask({
    question: "Which colour?",
    kind: "choice",
    options: ["Stop", "Dark green"],
  });
  await page.says("Claude asks");
  await page.press("Stop");
  expect((await colour).data).toEqual({ answer: "Stop" });
  await page.shows(`!document.querySelector(".client-asks")`);

  const { tabId } = await formTab();
  const booking = ask({ question: "Shall I book it?", kind: "confirm", tabId });
  await page.says("Shall I book it?");
  await callTool(claude.client, "chrome_switch_tab", { tabId });
  const here = await PersonInPage.at(ann.chromium, site.formOf("ann"));
  await here.clickInCard("No");
  expect((await booking).data).toEqual({ answer: "no" });
  await page.shows(`!document.querySelector(".client-asks")`);
  expect(page.complaints).toEqual([]);
});
