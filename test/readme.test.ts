import { expect, test } from "bun:test";
import { join } from "node:path";
import { z } from "zod";
import packageJson from "../package.json" with { type: "json" };
import { program } from "../src/commands/program.ts";
import { SERVER_KEYS, serverSettings } from "../src/config/server-settings.ts";
import { CLOSE_CODES } from "../src/protocol/close-codes.ts";
import { FAILURE_CODES, fail } from "../src/protocol/failure.ts";
import { toExtensionSchema, toServerSchema } from "../src/protocol/messages.ts";
import { allTools } from "../src/tools/catalogue.ts";
import { clientSetups } from "../src/web/pages/status/client-setups.ts";

const ROOT = join(import.meta.dir, "..");
const readme = await Bun.file(join(ROOT, "README.md")).text();

/** A default as the README can show it; an empty list is shown as nothing. */
const settingSchema = z.union([
  z.string(),
  z.number(),
  z.undefined(),
  z.array(z.unknown()).transform(() => undefined),
]);

/** Rows of the first table behind `<!-- name -->`, or behind any other text, without its head. */
function tableAfter(start: string): string[][] {
  const lines = readme.slice(readme.indexOf(start)).split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const rows = lines.slice(first, lines.indexOf("", first));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The names that stand in a cell as code. */
function names(cell: string | undefined): string[] {
  return [...(cell ?? "").matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);
}

function columns(start: string, ...wanted: number[]): (string | undefined)[][] {
  return tableAfter(start).map((row) =>
    wanted.map((column) => names(row[column])[0] ?? row[column]),
  );
}

test("the README names every close code, and no other", () => {
  expect(columns("<!-- close codes -->", 1, 0)).toEqual(
    Object.entries(CLOSE_CODES).map(([name, code]) => [name, String(code)]),
  );
});

test("the README names every failure code, and whether to try again", () => {
  expect(columns("<!-- failure codes -->", 0, 1)).toEqual(
    FAILURE_CODES.map((code) => [code, fail(code, "").failure.retryable ? "yes" : "no"]),
  );
});

test("the README names every tool and what it does to the world", () => {
  expect(columns("<!-- tools -->", 0, 1)).toEqual(
    allTools.map(({ name, effect }) => [name, effect]),
  );
});

test("the README names every setting of the server with its default", () => {
  const defaults: Record<string, unknown> = serverSettings.parse({});
  const durations = new Set(
    SERVER_KEYS.filter((key) => serverSettings.shape[key].description?.startsWith("seconds")),
  );
  const rows = tableAfter("<!-- settings -->");

  expect(rows.map(([key]) => names(key)[0])).toEqual([...SERVER_KEYS]);
  for (const key of SERVER_KEYS) {
    const inReadme = rows.find(([cell]) => names(cell)[0] === key)?.[1] ?? "";
    const value = settingSchema.parse(defaults[key]);
    const shown = typeof value === "number" && durations.has(key) ? value / 1_000 : value;
    const wanted = shown === undefined ? /^(see below)?$/ : new RegExp(`^\`${shown}\`$`);
    expect([key, inReadme]).toEqual([key, expect.stringMatching(wanted)]);
  }
});

test("the README names every frame of the protocol and who sends it", () => {
  const sent = { extension: typesOf(toServerSchema), server: typesOf(toExtensionSchema) };
  const told = { extension: new Set<string>(), server: new Set<string>() };
  for (const [frames, by = ""] of tableAfter("<!-- frames -->")) {
    for (const frame of names(frames)) {
      if (/extension|both/.test(by)) told.extension.add(frame);
      if (/^server|both/.test(by)) told.server.add(frame);
    }
  }

  expect(told).toEqual(sent);
});

test("the README names every command of the command line", () => {
  const commands = program().commands.map((command) => command.name());

  expect(columns("Commands besides `serve`", 0).flat()).toEqual(expect.arrayContaining(commands));
  expect(tableAfter("Commands besides `serve`")).toHaveLength(commands.length);
});

test("every script that the README names is there", () => {
  const named = [...readme.matchAll(/(?:`|bun@1\.4\.5 )run ([a-z][a-z:-]*)/g)].flatMap(
    ([, name]) => name ?? [],
  );
  const scripts = Object.keys(packageJson.scripts);

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
});

test("the README says what each dependency is for", () => {
  const told = tableAfter("<!-- dependencies -->").flatMap(([cell]) => names(cell));

  expect(told.toSorted()).toEqual(Object.keys(packageJson.dependencies).toSorted());
});

test.each(clientSetups("http://localhost:3001/mcp"))(
  "the README connects $client as the start page does",
  ({ client, text }) => {
    const code =
      /```\w+\n([^]*?)```/.exec(readme.slice(readme.indexOf(`**${client}**`)))?.[1] ?? "";

    if (text.startsWith("{")) expect(JSON.parse(code)).toEqual(JSON.parse(text));
    else expect(code.trim()).toBe(text);
  },
);

test("every file and section that the README links to is there", async () => {
  const headings = new Set(
    [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, "")
        .replaceAll(/\s/g, "-"),
    ),
  );
  const links = [...readme.matchAll(/(?:\]\(|src=")([^)"]+)/g)].flatMap(([, link]) => link ?? []);
  const lost: string[] = [];
  for (const link of links) {
    if (link.startsWith("http")) continue;
    if (link.startsWith("#")) {
      if (!headings.has(link.slice(1))) lost.push(link);
    } else if (!(await Bun.file(join(ROOT, link)).exists()) && !isFolder(link)) lost.push(link);
  }

  expect(links.length).toBeGreaterThan(10);
  expect(lost).toEqual([]);
});

function isFolder(link: string): boolean {
  return [...new Bun.Glob(`${link}/*`).scanSync(ROOT)].length > 0;
}

/** The types of the frames that may go in one direction. */
function typesOf(union: z.ZodType): Set<string> {
  const schema = z
    .object({
      oneOf: z.array(z.object({ properties: z.object({ type: z.object({ const: z.string() }) }) })),
    })
    .parse(z.toJSONSchema(union));
  return new Set(schema.oneOf.map(({ properties }) => properties.type.const));
}
