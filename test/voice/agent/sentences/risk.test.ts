import { expect, test } from "bun:test";
import type { Scene, SceneControl } from "../../../../src/voice/agent/ears.ts";
import { riskOfClick, riskOfKeys } from "../../../../src/voice/agent/sentences/risk.ts";
import { shopScene } from "../../../support/shop-scene.ts";

test.each([
  "Place order",
  "Checkout",
  "Subscribe",
  "Unsubscribe",
  "Delete account",
  "Move to trash",
  "Transfer",
  "Publish",
])("%s waits for a yes", (name) => {
  const [button, scene] = pageWith([["button", name]]);
  expect(riskOfClick(button, scene)).toContain(name);
});

test.each(["Card number", "CVC", "Password"])(
  "in a form with a field %s going on and Enter wait for a yes",
  (field) => {
    const [button, scene] = pageWith([
      ["button", "Continue"],
      ["textbox", field],
    ]);
    expect(riskOfClick(button, scene)).toBeDefined();
    expect(riskOfKeys("Enter", scene)).toBeDefined();
  },
);

test("a password is changed, and a button without a name pressed beside it, after a yes alone", () => {
  for (const name of ["Change password", "Create account", ""]) {
    const [button, scene] = pageWith([
      ["button", name],
      ["textbox", "New password"],
    ]);
    expect(riskOfClick(button, scene)).toEndWith("Shall I?");
    const [harmless, elsewhere] = pageWith([["button", name === "" ? "" : "Create a list"]]);
    expect(riskOfClick(harmless, elsewhere)).toBeUndefined();
  }
});

test.each(["Place order", "Checkout", "Transfer", "Publish"])(
  "Enter waits for a yes where it could press %s",
  (name) => {
    const [, scene] = pageWith([["button", name]]);
    expect(riskOfKeys("Enter", scene)).toBeDefined();
  },
);

test.each(["Enter", "Space"])("%s waits for a yes while Remove has the focus", (key) => {
  const [button, scene] = pageWith([["button", "Remove"]]);
  expect(riskOfKeys(key, scene)).toBeUndefined();
  const focused = { ...scene, controls: [{ ...button, focused: true as const }] };
  expect(riskOfKeys(key, focused)).toContain("Remove");
  expect(riskOfKeys("Tab", focused)).toBeUndefined();
});

test("on a page without any of it going on and Enter are done at once", () => {
  const [button, scene] = pageWith([
    ["button", "Continue"],
    ["textbox", "First name"],
  ]);
  expect(riskOfClick(button, scene)).toBeUndefined();
  expect(riskOfKeys("Enter", scene)).toBeUndefined();
});

function pageWith(
  named: readonly [first: readonly [string, string], ...rest: (readonly [string, string])[]],
): [first: SceneControl, scene: Scene] {
  const control = ([role, name]: readonly [string, string], index: number): SceneControl => ({
    ref: `e${index + 1}`,
    role,
    name,
    number: index + 1,
  });
  const page = { url: "https://forms.test/step/2", title: "Your data" };
  return [control(named[0], 0), shopScene({ page, controls: named.map(control) })];
}
