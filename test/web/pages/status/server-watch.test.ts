import { expect, test } from "bun:test";
import {
  EVERY_MS,
  type ServerView,
  ServerWatch,
} from "../../../../src/web/pages/status/server-watch.ts";

const browser = { browserId: "session_a", userId: "user_a", name: "Ann's", state: "connected" };
const load = { calls: 3, inFlight: 1, p50: 12, p95: 40 };
const server = {
  sessions: {
    totalUsers: 1,
    totalSessions: 1,
    totalConnections: 2,
    activeConnections: 1,
    pendingRequests: 1,
  },
  routing: { routedBy: { newest: 3 }, refusals: {}, droppedAnswers: 0 },
};

function openServer(path: string): Response {
  if (path === "/api/browsers") return Response.json({ browsers: [browser] });
  const { sessions, routing } = server;
  return Response.json({ sessions, routing: { ...routing, sessions: { session_a: load } } });
}

function lockedServer(): Response {
  return Response.json({ error: { code: "unauthorized", message: "Who?" } }, { status: 401 });
}

/** A watch whose server and time the test plays. */
class PlayedPage {
  readonly views: ServerView[] = [];
  readonly authorizations: (string | undefined)[] = [];
  readonly timers = new Set<{ ms: number; next: () => void }>();
  readonly watch: ServerWatch;
  answer: (path: string) => Response | Promise<Response> = openServer;
  #wake = () => {};

  constructor(credential?: string) {
    const parts = {
      fetch: async (path: string, init: RequestInit) => {
        this.authorizations.push(new Headers(init.headers).get("authorization") ?? undefined);
        return this.answer(path);
      },
      after: (ms: number, next: () => void) => {
        const timer = { ms, next };
        this.timers.add(timer);
        return () => void this.timers.delete(timer);
      },
      onView: (view: ServerView) => {
        this.views.push(view);
        this.#wake();
      },
    };
    this.watch = new ServerWatch(parts, credential);
  }

  /** The view that comes next, once `cause` has run. */
  async nextView(cause: () => void): Promise<ServerView | undefined> {
    const seen = this.views.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    cause();
    if (this.views.length === seen) await promise;
    return this.views[seen];
  }

  /** Lets the time pass that the page waits for. */
  tick(): void {
    for (const timer of [...this.timers]) {
      this.timers.delete(timer);
      timer.next();
    }
  }
}

test("what the server tells is shown, and asked for again two seconds later", async () => {
  const page = new PlayedPage();

  const first = await page.nextView(() => page.watch.start());
  const again = await page.nextView(() => page.tick());

  expect(first).toMatchObject({
    state: "open",
    known: { browsers: [{ name: "Ann's" }], loads: { session_a: load }, server },
  });
  expect(again).toEqual(first);
  expect([...page.timers].map(({ ms }) => ms)).toEqual([EVERY_MS]);
});

test("someone who may not see the whole server is shown their own browsers all the same", async () => {
  const page = new PlayedPage();
  page.answer = (path) =>
    path === "/api/stats"
      ? Response.json({ routing: { sessions: { session_a: load } } })
      : openServer(path);

  expect(await page.nextView(() => page.watch.start())).toMatchObject({
    state: "open",
    known: { loads: { session_a: load }, server: undefined },
  });
});

test("while nobody answers, what was known stays, and the first answer brings the page back", async () => {
  const page = new PlayedPage();
  await page.nextView(() => page.watch.start());

  page.answer = () => Promise.reject(new TypeError("Failed to fetch"));
  const gone = await page.nextView(() => page.tick());
  page.answer = openServer;
  const back = await page.nextView(() => page.tick());

  expect(gone).toMatchObject({ state: "gone", known: { browsers: [{ name: "Ann's" }] } });
  expect(back?.state).toBe("open");
});

test("an answer of another form counts as none", async () => {
  const page = new PlayedPage();
  page.answer = () => new Response("<h1>It works!</h1>");

  expect(await page.nextView(() => page.watch.start())).toEqual({
    state: "gone",
    known: undefined,
  });
});

test("a server that wants a credential is not asked again before there is one", async () => {
  const page = new PlayedPage();
  page.answer = lockedServer;

  const closed = await page.nextView(() => page.watch.start());
  expect(closed).toEqual({ state: "closed", message: "Who?", credentialRefused: false });
  expect(page.timers.size).toBe(0);

  page.answer = openServer;
  const open = await page.nextView(() => page.watch.useCredential("cmc_1"));
  expect(open?.state).toBe("open");
  expect(page.authorizations).toEqual([undefined, undefined, "Bearer cmc_1", "Bearer cmc_1"]);
});

test("what one credential was shown is forgotten at once with it", async () => {
  const page = new PlayedPage("cmc_1");
  await page.nextView(() => page.watch.start());

  page.answer = () => Promise.reject(new TypeError("Failed to fetch"));
  const forgotten = await page.nextView(() => page.watch.useCredential(undefined));
  const gone = await page.nextView(() => {});

  expect(forgotten).toEqual({ state: "starting" });
  expect(gone).toEqual({ state: "gone", known: undefined });
});

test("an answer to an earlier question is dropped", async () => {
  const page = new PlayedPage();
  const late = Promise.withResolvers<Response>();
  page.answer = () => late.promise;
  page.watch.start();

  page.answer = lockedServer;
  await page.nextView(() => page.watch.start());
  late.resolve(openServer("/api/browsers"));
  await page.nextView(() => page.watch.start());

  expect(page.views.map(({ state }) => state)).toEqual(["closed", "closed"]);
});

test("a page that nobody sees asks nothing", async () => {
  const page = new PlayedPage();
  await page.nextView(() => page.watch.start());

  page.watch.stop();

  expect(page.timers.size).toBe(0);
});
