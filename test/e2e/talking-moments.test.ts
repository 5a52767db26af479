import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { z } from "zod";
import { succeed } from "../../src/protocol/failure.ts";
import { ServerProcess } from "../support/server-process.ts";
import { StubExtension } from "../support/stub-extension.ts";
import { type ConnectedStub, connectStub } from "../support/test-app.ts";
import { until } from "../support/until.ts";
import { type Talker, Talkers } from "../voice/talkers.ts";
import { startClickedShop } from "./clicked-shop.ts";
import { Person } from "./person.ts";

/** What may happen while somebody talks: the whole server, a real LiveKit server and a stock client that writes. */

setDefaultTimeout(120_000);

const tokenSchema = z.object({ url: z.string(), token: z.string() });
const invitationSchema = z.object({ invitation: z.string() });

let server: ServerProcess;
let talkers: Talkers;

beforeAll(async () => {
  server = await ServerProcess.start();
  talkers = new Talkers();
});

afterAll(async () => {
  await talkers[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** Asks the API as whoever has this personal address. */
async function ask(address: string, path: string): Promise<unknown> {
  const secret = new URL(address).pathname.split("/").at(-1) ?? "";
  const response = await fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
    body: "{}",
  });
  return response.json();
}

async function enterRoom(address: string): Promise<Talker> {
  const { url, token } = tokenSchema.parse(await ask(address, "/api/voice/token"));
  const talker = await talkers.join(url, token);
  await talker.withAgent(60_000);
  return talker;
}

/** A browser without Chrome, called so. */
async function browserCalled(label: string): Promise<ConnectedStub> {
  const connected = await connectStub(server.url, { info: { label } });
  answers(connected.stub);
  return connected;
}

function answers(stub: StubExtension): void {
  stub.answer = ({ tool }) =>
    succeed({
      data:
        tool === "get_windows_and_tabs"
          ? { windows: [] }
          : {
              tabId: 1,
              url: "http://a.test/",
              title: "A",
              outline: "",
              effect: "",
              truncated: false,
            },
    });
}

function scrolls({ calls }: StubExtension): number {
  return calls.filter(({ tool }) => tool === "chrome_scroll").length;
}

test("the tab that somebody brings to the front by hand is the one that they talk about", async () => {
  await using one = startClickedShop();
  await using other = startClickedShop("Other shop");
  await using person = await Person.arrive(server.url);
  await using ann = await enterRoom(await person.address());

  await ann.ask(`open ${one.url}`);
  expect(await ann.ask("click sign in")).toBe("Clicked Sign in.");
  await person.chromium.open(other.url);
  await until("the other page to be known", async () =>
    (await ann.ask("what page is this")) === "This is Other shop." ? true : undefined,
  );
  expect(await ann.ask("click sign in")).toBe("Clicked Sign in.");
  await until("the click in the other tab", () => other.clicks[0]);
  expect([one.clicks, other.clicks]).toEqual([["Sign in"], ["Sign in"]]);
});

test("stop ends what runs in Chrome in the middle", async () => {
  const { promise: given, resolve: asked } = Promise.withResolvers<AbortSignal>();
  using site = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch({ signal }) {
      asked(signal);
      return new Promise<Response>(() => undefined);
    },
  });
  await using person = await Person.arrive(server.url);
  await using ann = await enterRoom(await person.address());

  ann.write(`open ${site.url.href}`);
  const loading = await given;
  expect(loading.aborted).toBe(false);
  ann.write("stop");
  await until("the end of the loading", () => loading.aborted || undefined);
  expect(await until("the answer", () => ann.answers[0])).toBe("Stopped.");
});

test("a browser that leaves in the middle of a command is said to be lost, with what may be done", async () => {
  await using bob = await browserCalled("Bob's");
  await using talker = await enterRoom(bob.address);
  const { answer } = bob.stub;
  bob.stub.answer = (call) => (call.tool === "chrome_scroll" ? undefined : answer(call));
  talker.write("scroll down");
  await until("the call", () => scrolls(bob.stub) || undefined);
  await bob.stub.drop();
  expect(await until("the answer", () => talker.answers[0])).toBe(
    "Your browser was lost in the middle of it. It may be done or not; look at the page.",
  );
});

test("who has several browsers says which one, by its name", async () => {
  await using work = await browserCalled("Work");
  const { invitation } = invitationSchema.parse(await ask(work.address, "/api/invitations"));
  await using home = await StubExtension.connect(server.url, {
    info: { label: "Home", invitation },
  });
  answers(home);
  await using cleo = await enterRoom(work.address);

  expect(await cleo.ask("scroll down")).toMatch(/^You have 2 browsers: .*\. Which one\?$/);
  expect([scrolls(work.stub), scrolls(home)]).toEqual([0, 0]);
  expect(await cleo.ask("the work one")).toBe("Using Work.");
  expect([scrolls(work.stub), scrolls(home)]).toEqual([1, 0]);
  expect(await cleo.ask("use my home browser")).toBe("Using Home.");
  cleo.write("scroll down");
  await until("the scrolling at home", () => scrolls(home) || undefined);
  expect(await cleo.ask("which browser is this")).toStartWith("This is Home.");
  expect(scrolls(work.stub)).toBe(1);
});
