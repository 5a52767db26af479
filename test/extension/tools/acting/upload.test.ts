import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const give = async (selector: string, args: object) =>
  (await browser.call("chrome_upload_file", { selector, ...args })).effect;
const refused = (args: object) => browser.refusal("chrome_upload_file", args);
const words = { base64Data: btoa("words"), fileName: "notes.txt" };

test("a file is given as data, to a field that is hidden behind its label as well, one or several", async () => {
  await browser.open("upload");
  expect(await give("#papers", words)).toContain("+ notes.txt text/plain words");
  const more = { base64Data: btoa("more"), fileName: "more.md", multiple: true };
  expect(await give("#papers", more)).toContain("The field has 2 files now.");
  expect(await browser.inPage("[...papers.files].map((file) => file.name)")).toEqual([
    "notes.txt",
    "more.md",
  ]);
});

test("a file is fetched from an address, with the name and type it has there", async () => {
  await browser.open("upload");
  await give("#papers", { fileUrl: browser.pages.page("inner") });
  expect(await browser.inPage("[papers.files[0].name, papers.files[0].type]")).toEqual([
    "inner",
    "text/html",
  ]);
  const missing = { selector: "#papers", fileUrl: browser.pages.page("nowhere") };
  expect(await refused(missing)).toMatchObject({ code: "not_actionable" });
  const local = { selector: "#papers", fileUrl: "file:///etc/passwd" };
  expect(await refused(local)).toMatchObject({ code: "blocked_by_policy" });
});

test("an address that leads to a denied site gives no file", async () => {
  const person = await browser.person();
  await browser.open("upload");
  const shared = `${browser.pages.otherOrigin}/shared`;
  const moved = { fileUrl: `${browser.pages.origin}/moved?to=${shared}` };
  expect(await give("#papers", moved)).toContain("shared");
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });
  expect(await refused({ selector: "#papers", ...moved })).toMatchObject({
    code: "blocked_by_policy",
  });
  await person.do({ do: "set_site", site: "localhost" });
});

test("a place that takes dropped files gets it; another element is refused", async () => {
  await browser.open("upload");
  expect(await give("#zone", words)).toContain("+ notes.txt text/plain words");
  expect(await refused({ selector: "#out", ...words })).toMatchObject({ code: "not_actionable" });
});

test("a file of the wrong kind is refused, and nothing is put there", async () => {
  await browser.open("upload");
  const wrong = await refused({ selector: "#picture", ...words });
  expect(wrong).toMatchObject({ code: "wrong_file_kind" });
  expect(wrong.message).toContain("image/png, .jpg");
  expect(await browser.inPage("picture.files.length")).toBe(0);
  const photo = { base64Data: "data:image/png;base64,aGk=", fileName: "photo" };
  expect(await give("#picture", photo)).toContain("+ photo image/png hi");
});

test("what is no data is refused", async () => {
  await browser.open("upload");
  expect(await refused({ selector: "#papers", base64Data: "%%%" })).toMatchObject({
    code: "invalid_arguments",
  });
  expect(await refused({ selector: "#papers" })).toMatchObject({ code: "invalid_arguments" });
  expect(await browser.inPage("papers.files.length")).toBe(0);
});
