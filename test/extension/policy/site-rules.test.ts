import { expect, test } from "bun:test";
import { isSameServer } from "../../../src/extension/policy/origins.ts";
import {
  type SiteRules,
  parseSite,
  stanceOf,
  withRule,
} from "../../../src/extension/policy/site-rules.ts";

const rules: SiteRules = {
  otherwise: "ask",
  sites: [
    { site: "example.com", stance: "allow" },
    { site: "bank.example.com", stance: "deny" },
    { site: "https://bank.example.com:8443", stance: "allow" },
    { site: "localhost:3000", stance: "deny" },
  ],
};

test("the nearest rule counts: of the origin, of the host with its port, of the host, of the hosts above", () => {
  const stance = (origin: string) => stanceOf(rules, origin);
  expect(stance("https://example.com")).toBe("allow");
  expect(stance("https://www.example.com")).toBe("allow");
  expect(stance("https://notexample.com")).toBe("ask");
  expect(stance("http://login.bank.example.com")).toBe("deny");
  expect(stance("https://bank.example.com:8443")).toBe("allow");
  expect(stance("http://localhost:3000")).toBe("deny");
  expect(stance("http://localhost:3001")).toBe("ask");
});

test("writing a host otherwise leads round no rule", () => {
  expect(stanceOf(rules, "https://BANK.example.com.")).toBe("deny");
  expect(stanceOf(rules, "https://bank.example.com..")).not.toBe("allow");
});

test("a site is taken as typed or pasted, and nonsense is not", () => {
  const site = (typed: string) => {
    const parsed = parseSite(typed);
    return parsed.ok ? parsed.value : parsed.failure.code;
  };
  expect(site(" Example.com/some/path?x=1 ")).toBe("example.com");
  expect(site("*.example.com")).toBe("example.com");
  expect(site("https://example.com:443/")).toBe("https://example.com");
  expect(site("localhost:3000")).toBe("localhost:3000");
  expect(site("münchen.example")).toBe("xn--mnchen-3ya.example");
  for (const nonsense of ["", "a b", "chrome://settings", "file:///etc", "https://"]) {
    expect(site(nonsense)).toBe("invalid_arguments");
  }
});

test("a site has one rule; taking it out leaves the others", () => {
  const changed = withRule(rules, "example.com", "deny");
  expect(stanceOf(changed, "https://example.com")).toBe("deny");
  expect(changed.sites).toHaveLength(4);
  expect(stanceOf(withRule(changed, "example.com", undefined), "https://example.com")).toBe("ask");
});

test("one server has many names on its own machine, and others elsewhere", () => {
  expect(isSameServer("http://localhost:3001", "http://127.0.0.1:3001")).toBe(true);
  expect(isSameServer("http://[::1]:3001", "http://localhost:3001")).toBe(true);
  expect(isSameServer("http://localhost:3002", "http://127.0.0.1:3001")).toBe(false);
  expect(isSameServer("http://browsers.example", "https://browsers.example:80")).toBe(true);
  expect(isSameServer("https://example.com", "https://browsers.example")).toBe(false);
});
