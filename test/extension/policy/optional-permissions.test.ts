import { expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";

test("what clients asked Chrome for is offered by a worker that starts anew, but for what the person put aside", async () => {
  await using browser = await DrivenBrowser.start();
  const popup = await browser.person();
  await browser.refusal("chrome_history");
  await browser.refusal("chrome_bookmark_search");
  await popup.do({ do: "drop_wish", wish: "bookmarks" });
  await popup.untilTrue(
    `chrome.storage.session.get("wishes").then(({ wishes }) => wishes?.join() === "history")`,
  );

  await popup.evaluate("globalThis.view = undefined");
  await browser.chromium.restartWorker();
  const { wishes } = await popup.viewWhere(
    "a view",
    ({ connection }) => connection.state === "connected",
  );
  expect(wishes).toEqual(["history"]);
  await popup.untilText(/A client asks for History/);
  await popup.untilTrue(`chrome.action.getBadgeText({}).then((text) => text === "?")`);
});
