import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { ExtensionPage } from "../../support/extension-page.ts";
import { PersonInPage } from "../../support/person-in-page.ts";
import { until } from "../../support/until.ts";

let browser: DrivenBrowser;
let person: PersonInPage;
let panel: ExtensionPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  panel = await browser.person();
  await browser.open("clicks", { background: false }, "Claude");
  person = await PersonInPage.at(browser.chromium, browser.pages.page("clicks"));
});
beforeEach(async () => {
  await panel.do({ do: "stop" });
  await browser.open("clicks", {}, "Claude");
});
afterAll(() => browser[Symbol.asyncDispose]());

const FRAMED = "Claude is working here";
const read = () => browser.call("chrome_read_page", {}, "Claude");

test("a tab that is driven has a frame that names the client, from page to page, and no more when the client is done", async () => {
  await read();
  await person.untilFrameSays(FRAMED);
  await browser.open("fields", {}, "Claude");
  await person.untilFrameSays(FRAMED);
  await person.untilNoFrame();
}, 30_000);

test("two clients are both named", async () => {
  await read();
  await browser.call("chrome_read_page", {}, "Cursor");
  await person.untilFrameSays("Claude and Cursor are working here");
});

test("the frame is gone on Stop, on Pause, when it is switched off, and when the person takes the tab over", async () => {
  const endings = [
    () => panel.do({ do: "stop" }),
    () => panel.do({ do: "pause", paused: true }),
    () => panel.do({ do: "frame_tabs", on: false }),
    async () => person.click(await person.placeOf("#trusted")),
  ];
  const click = { selector: "#trusted" };
  for (const end of endings) {
    const { tabId } = await browser.call("chrome_click_element", click, "Claude");
    await person.untilFrameSays(FRAMED);
    await end();
    await person.untilNoFrame();
    await panel.do({ do: "pause", paused: false });
    await panel.do({ do: "frame_tabs", on: true });
    await panel.do({ do: "give_back", tabId });
  }
});

test("a tab behind the others gets its frame when it comes to the front", async () => {
  const front = await read();
  const { tabId } = await browser.open("fields", { newTab: true }, "Claude");
  await browser.call("chrome_fill_or_select", { tabId, selector: "#text", value: "x" }, "Claude");
  const behind = await PersonInPage.at(browser.chromium, browser.pages.page("fields"));
  await browser.call("chrome_read_page", { tabId }, "Claude");
  expect(await behind.frame()).toBeUndefined();
  await browser.call("chrome_switch_tab", { tabId }, "Claude");
  await behind.untilFrameSays(FRAMED);
  await browser.call("chrome_switch_tab", { tabId: front.tabId }, "Claude");
  await browser.call("chrome_close_tabs", { tabIds: [tabId] }, "Claude");
});

test("the person takes the frame away in the panel, and has it back there", async () => {
  const page = await ExtensionPage.open(browser.chromium, "panel.html");
  await read();
  await person.untilFrameSays(FRAMED);
  await page.press("input[name=frame]");
  await person.untilNoFrame();
  await page.press("input[name=frame]");
  await page.viewWhere("frames", ({ framesTabs }) => framesTabs);
  await read();
  await person.untilFrameSays(FRAMED);
});

test("clients get no picture, recording or PDF of the frame, read nothing of it, and click through it", async () => {
  await panel.do({ do: "frame_tabs", on: false });
  const bare = {
    outline: await outline(),
    content: await content(),
    picture: await picture(),
    pdf: (await browser.call("chrome_pdf", {}, "Claude")).bytes,
  };
  const seen = await person.picture("light");
  await panel.do({ do: "frame_tabs", on: true });
  await read();
  await person.untilFrameSays(FRAMED);
  await until(
    "a frame to be seen",
    async () => !seen.equals(await person.picture("light")) || undefined,
  );

  for (let nth = 0; nth < 3; nth += 1) {
    expect(await picture()).toBe(bare.picture);
    await until(
      "the frame again",
      async () => !seen.equals(await person.picture("light")) || undefined,
    );
  }
  expect((await browser.call("chrome_pdf", {}, "Claude")).bytes).toBe(bare.pdf);
  expect(await outline()).toBe(bare.outline);
  expect(await content()).toEqual(bare.content);

  await browser.call(
    "chrome_gif_recorder",
    { action: "start", fps: 10, durationMs: 1_000 },
    "Claude",
  );
  await panel.do({ do: "frame_tabs", on: false });
  const recorded = await until("the end of the recording", async () => {
    const state = await browser.call("chrome_gif_recorder", { action: "status" }, "Claude");
    return state.recording ? undefined : state;
  });
  expect(recorded.frames).toBe(1);
  await panel.do({ do: "frame_tabs", on: true });

  await person.evaluate("onclick = ({ target }) => (document.title = target.localName)");
  await read();
  await person.untilFrameSays(FRAMED);
  await browser.call("chrome_click_element", { coordinates: { x: 1, y: 1 } }, "Claude");
  expect(await person.evaluate("document.title")).toMatch(/html|body/);
}, 15_000);

async function outline() {
  return (await read()).outline;
}

async function picture(): Promise<string | undefined> {
  const answer = await browser.begin("chrome_screenshot", { format: "png" }, "Claude").answer;
  return answer.ok ? answer.value.images?.[0]?.base64 : undefined;
}

function content() {
  return browser.call("chrome_get_web_content", {}, "Claude");
}
