import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

/** Width and height in the header of a PNG. */
function pngSize(base64: string): { width: number; height: number } {
  const bytes = Buffer.from(base64, "base64");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

async function picture(args: object) {
  const answer = await browser.begin("chrome_screenshot", { format: "png", ...args }).answer;
  if (!answer.ok) throw new Error(answer.failure.message);
  return { data: answer.value.data, base64: answer.value.images?.[0]?.base64 ?? "" };
}

describe("pictures", () => {
  test("have the size that they say, of the view, an element, and the whole page", async () => {
    await browser.open("clicks");
    const view = await picture({});
    expect(view.data).toMatchObject({ ...pngSize(view.base64), scale: 1 });
    const small = await picture({ width: 320 });
    expect(small.data).toMatchObject({ ...pngSize(small.base64), width: 320 });
    const button = await picture({ selector: "#trusted" });
    expect(button.data).toMatchObject(pngSize(button.base64));
    expect(pngSize(button.base64).width).toBeLessThan(200);
    const xpath = { selector: "//button[.='Say trusted']", selectorType: "xpath" };
    expect((await picture(xpath)).data).toEqual(button.data);
    const whole = await picture({ fullPage: true });
    expect(whole.data).toMatchObject(pngSize(whole.base64));
    expect(pngSize(whole.base64).height).toBeGreaterThan(2_000);
    await browser.inPage("out.style.height = '20000px'");
    const long = await picture({ fullPage: true });
    expect(long.data).toMatchObject(pngSize(long.base64));
    expect(pngSize(long.base64).height).toBeWithin(7_990, 8_001);
  });

  test("are JPEG of a middling quality, unless another is asked for", async () => {
    await browser.open("ordinary-shop");
    const taken = async (args: object) => {
      const answer = await browser.begin("chrome_screenshot", args).answer;
      const image = answer.ok ? answer.value.images?.[0] : undefined;
      return { mimeType: image?.mimeType, chars: image?.base64.length ?? 0 };
    };
    const usual = await taken({ storeBase64: false });
    expect(usual.mimeType).toBe("image/jpeg");
    expect((await taken({ quality: 10 })).chars).toBeLessThan(usual.chars);
    expect((await taken({ quality: 100 })).chars).toBeGreaterThan(usual.chars);
    expect(await taken({ format: "webp" })).toMatchObject({ mimeType: "image/webp" });
  });

  test("bear the refs of their elements when asked, whatever they show", async () => {
    await browser.open("clicks");
    const ref = await browser.refOf("button");
    for (const args of [{}, { ref }, { width: 320, format: "jpeg" }]) {
      const bare = await picture(args);
      const labelled = await picture({ ...args, labels: true });
      expect(labelled.data).toEqual(bare.data);
      expect(labelled.base64).not.toBe(bare.base64);
    }
    const { base64 } = await picture({ ref, labels: true });
    const pixel = await browser.inPage(`const image = new Image();
      image.src = "data:image/png;base64,${base64}";
      await image.decode();
      const drawing = document.createElement("canvas").getContext("2d");
      drawing.drawImage(image, 0, 0);
      return [...drawing.getImageData(0, 0, 1, 1).data]`);
    expect(pixel).toEqual([0xd6, 0, 0x6c, 255]);
    expect(await browser.refusal("chrome_screenshot", { savePng: true })).toMatchObject({
      code: "permission_needed",
    });
  });

  test("bear the refs of elements in frames: of another site, in one another, in a closed root", async () => {
    await browser.call("chrome_navigate", { url: browser.pages.page("frames"), waitUntil: "load" });
    await browser.call("chrome_scroll", { toBottom: true });
    const { base64 } = await picture({ labels: true });
    const found = await browser.inPage(`const image = new Image();
      image.src = "data:image/png;base64,${base64}";
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width, image.height];
      const drawing = canvas.getContext("2d");
      drawing.drawImage(image, 0, 0);
      const isTag = (x, y) => {
        const { data } = drawing.getImageData(x, y, 1, 1);
        return data[0] === 0xd6 && data[1] === 0 && data[2] === 0x6c;
      };
      const [other, nested] = document.querySelectorAll("iframe");
      const hasTag = (element, inset) => {
        const { left, top } = element.getBoundingClientRect();
        const rows = Array.from({ length: 8 }, (_, row) => Math.round(top + inset) + row);
        return rows.some((y) => isTag(Math.round(left + inset) + 1, y));
      };
      // What the nested one shows begins below its paragraph.
      const { left, top } = nested.getBoundingClientRect();
      const rows = Array.from({ length: 60 }, (_, row) => Math.round(top) + 40 + row);
      const inNested = rows.some((y) => isTag(Math.round(left) + 2 + 8 + 2 + 1, y));
      return [hasTag(other, 12 * 0.8), inNested, hasTag(document.querySelector("#host"), 2)]`);
    expect(found).toEqual([true, true, true]);
  });

  test("with refs ask the person about the site once", async () => {
    const person = await browser.person();
    await browser.open("clicks");
    await person.do({ do: "set_other_sites", stance: "ask" });
    const answered = new Set<string>();
    const allowOnce = async () => {
      const { questions } = await person.viewWhere("a new question", ({ questions: all }) =>
        all.some(({ id }) => !answered.has(id)),
      );
      const id = questions.find((question) => !answered.has(question.id))?.id ?? "";
      answered.add(id);
      await person.do({ do: "answer", id, verdict: "once" });
    };
    const finding = browser.begin("chrome_find", { text: "Say trusted" }).answer;
    await allowOnce();
    const found = await finding;
    const ref = found.ok ? /"ref":"(\w+)"/.exec(JSON.stringify(found.value.data))?.[1] : undefined;
    const taking = browser.begin("chrome_screenshot", { ref, labels: true }).answer;
    await allowOnce();
    const taken = await taking;
    await person.do({ do: "set_other_sites", stance: "allow" });
    expect(taken).toMatchObject({ ok: true });
  });

  test("of a background tab are fresh", async () => {
    const { tabId } = await browser.open("clicks", { newTab: true });
    const code = (color: string) => `document.body.style.background = "${color}"; 1`;
    const seen = new Set<string>();
    for (const color of ["red", "green", "blue", "white"]) {
      await browser.call("chrome_javascript", { tabId, code: code(color) });
      seen.add((await picture({ tabId, width: 64 })).base64);
    }
    expect(seen.size).toBe(4);
    await browser.call("chrome_close_tabs", { tabIds: [tabId] });
  });
});

describe("scripts", () => {
  const run = (code: string, args: object = {}) =>
    browser.call("chrome_javascript", { code, ...args });

  test("answer with their value; await and return may be used", async () => {
    await browser.open("clicks");
    expect(await run("1 + 1")).toMatchObject({ value: "2", type: "number", truncated: false });
    expect(await run("await Promise.resolve({ a: [1] })")).toMatchObject({ value: '{"a":[1]}' });
    expect(await run("const x = 2; return x * 2")).toMatchObject({ value: "4" });
    expect(await run("undefined")).toMatchObject({ type: "undefined" });
    expect(await run("'x'.repeat(500)", { maxOutputBytes: 100 })).toMatchObject({
      truncated: true,
    });
  });

  test("tell what else they changed when that is asked for", async () => {
    await browser.open("clicks");
    expect(await run("adds.click()")).not.toHaveProperty("effect");
    const shown = { includeSnapshot: "effect" };
    expect(await run("adds.click(); 7", shown)).toMatchObject({
      value: "7",
      effect: "+ Something new",
    });
    expect(await run("7", shown)).toMatchObject({ effect: "Nothing changed." });
    expect(await run("null.x", shown)).toMatchObject({ type: "error" });
    const alerting = { code: "alert('secret words')", ...shown };
    expect(await browser.refusal("chrome_javascript", alerting)).toMatchObject({
      code: "dialog_open",
      message: expect.not.stringContaining("secret"),
    });
    await browser.call("chrome_handle_dialog", { action: "accept" });
  });

  test("what they throw is a value, for who wrote them", async () => {
    expect(await run("null.x")).toMatchObject({
      type: "error",
      value: expect.stringMatching(/TypeError/),
    });
    expect(await run("throw new Error('mine')")).toMatchObject({
      type: "error",
      value: expect.stringMatching(/mine/),
    });
    expect(await run("let (")).toMatchObject({
      type: "error",
      value: expect.stringMatching(/SyntaxError/),
    });
  });

  test("a loop without end is stopped, and the page lives on", async () => {
    await browser.open("clicks");
    const refusal = await browser.refusal("chrome_javascript", {
      code: "for (;;) {}",
      timeoutMs: 700,
    });
    expect(refusal).toMatchObject({ code: "timeout" });
    expect(await run("1 + 1")).toMatchObject({ value: "2" });
  });

  test("run in the frame that is named, of another site too", async () => {
    await browser.open("reading");
    const frames = [...(await browser.outline()).matchAll(/button "Inside" \[ref=f(\d+)e/g)];
    const hosts = new Set<string>();
    for (const [, frameId] of frames) {
      hosts.add((await run("location.host", { frameId: Number(frameId) })).value);
    }
    expect(hosts.size).toBe(2);
    expect(
      await browser.refusal("chrome_javascript", { code: "1", frameId: 999_999 }),
    ).toMatchObject({
      code: "element_not_found",
    });
  });
});

test("a value that is no plain data is told from a page that went away", async () => {
  await browser.open("clicks");
  const refused = (code: string) => browser.refusal("chrome_javascript", { code });
  expect(await refused("const own = {}; own.own = own; own")).toMatchObject({
    code: "script_error",
    message: expect.stringContaining("no plain data"),
  });
  const leaving = await refused("location.reload(); await new Promise(() => {})");
  expect(leaving.code).toBe("navigated");
});
