import { expect, spyOn, test } from "bun:test";
import { FakeStorage, settle } from "./fakes.ts";

test("without anything kept the server is this machine's, or the one that defaults.json names", async () => {
  const storage = new FakeStorage();
  expect((await storage.openSettings()).serverUrl).toBe("http://localhost:3001");
  expect((await storage.openSettings({ serverUrl: "https://a.example/mcp" })).serverUrl).toBe(
    "https://a.example",
  );
  expect((await storage.openSettings({ serverUrl: 7 })).serverUrl).toBe("http://localhost:3001");
});

test("what the person set is there for the next worker and wins over defaults.json", async () => {
  const storage = new FakeStorage();
  const settings = await storage.openSettings();
  settings.serverUrl = "https://mine.example";
  settings.label = "Work";
  settings.paused = true;
  const next = await storage.openSettings({ serverUrl: "https://a.example" });
  expect([next.serverUrl, next.label, next.paused]).toEqual(["https://mine.example", "Work", true]);
});

test("an account keeps its install id whatever else changes, until it is forgotten", async () => {
  const storage = new FakeStorage();
  const settings = await storage.openSettings();
  const { installId } = settings.account("https://a.example");
  settings.updateAccount("https://a.example", { token: "t" });
  settings.updateAccount("https://a.example", { control: { id: "1", secret: "s" } });
  const next = await storage.openSettings();
  expect(next.account("https://a.example")).toEqual({
    installId,
    token: "t",
    control: { id: "1", secret: "s" },
  });
  next.forgetAccount("https://a.example");
  expect(next.account("https://a.example").installId).not.toBe(installId);
  expect(next.account("https://a.example")).not.toHaveProperty("token");
});

test("damaged storage is treated as empty", async () => {
  const storage = new FakeStorage();
  storage.local.items.set("paused", "perhaps");
  storage.local.items.set("account https://a.example", { token: 5 });
  storage.session.items.set("stop", 1);
  const settings = await storage.openSettings();
  expect(settings.paused).toBe(false);
  expect(settings.stop).toBeUndefined();
  expect(settings.account("https://a.example")).not.toHaveProperty("token");
});

test("a setting that cannot be kept still holds for this worker", async () => {
  using log = spyOn(console, "error").mockImplementation(() => {});
  const storage = new FakeStorage();
  const settings = await storage.openSettings();
  storage.local.set = () => Promise.reject(new Error("disk full"));
  settings.paused = true;
  await settle();
  expect(settings.paused).toBe(true);
  expect(log).toHaveBeenCalledTimes(1);
});
