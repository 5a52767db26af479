import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { TEXTS } from "../texts.ts";

/** What clients may do on a site: all, nothing, or what the person is asked about. */
export const stanceSchema = z.enum(["allow", "ask", "deny"]);
export type Stance = z.infer<typeof stanceSchema>;

/** A site is an origin (`https://a.example:8443`), or a host with all below it (`a.example`), with or without a port. */
const siteRuleSchema = z.object({ site: z.string().max(300), stance: stanceSchema });

export const siteRulesSchema = z.object({
  /** For sites without a rule. */
  otherwise: stanceSchema,
  sites: z.array(siteRuleSchema).max(1_000),
});
export type SiteRules = z.infer<typeof siteRulesSchema>;

export const NO_RULES: SiteRules = { otherwise: "allow", sites: [] };

const STRICTER: Record<Stance, number> = { allow: 0, ask: 1, deny: 2 };

/** A site as rules keep it, from what a person typed or pasted. Anything behind the host is dropped. */
export function parseSite(typed: string): Outcome<string> {
  const text = typed.trim().replace(/^\*\./, "");
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const url = URL.parse(hasScheme ? text : `https://${text}`);
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  if (!url || !isWeb || url.hostname === "" || /\s/.test(text)) {
    return fail("invalid_arguments", TEXTS.policy.notASite);
  }
  const rooted = withoutDot(url);
  return succeed(hasScheme ? rooted.origin : rooted.host);
}

/** The rule nearest to an origin: of the origin itself, then of its host, then of the hosts above it. */
export function stanceOf(rules: SiteRules, origin: string): Stance {
  const url = URL.parse(origin);
  if (!url) return rules.otherwise;
  const { host, hostname, origin: exact } = withoutDot(url);
  const names = [exact, host, ...hostsFrom(hostname)];
  for (const name of names) {
    const stances = rules.sites.filter(({ site }) => site === name).map(({ stance }) => stance);
    const [strictest] = stances.toSorted((a, b) => STRICTER[b] - STRICTER[a]);
    if (strictest) return strictest;
  }
  return rules.otherwise;
}

/** The rules with one changed or, where `stance` is undefined, taken out. */
export function withRule(rules: SiteRules, site: string, stance: Stance | undefined): SiteRules {
  const others = rules.sites.filter((rule) => rule.site !== site);
  return { ...rules, sites: stance === undefined ? others : [...others, { site, stance }] };
}

/** There may be pages that are not simply allowed. */
export function areStrict({ otherwise, sites }: SiteRules): boolean {
  return otherwise !== "allow" || sites.some(({ stance }) => stance !== "allow");
}

/** `a.b.example`, `b.example`, `example`. An address in numbers has nothing above it. */
function hostsFrom(hostname: string): string[] {
  if (/^[\d.]+$|^\[/.test(hostname)) return [hostname];
  const labels = hostname.split(".");
  return labels.map((_, at) => labels.slice(at).join("."));
}

/** `bank.example.` is `bank.example`. */
function withoutDot(url: URL): URL {
  const same = new URL(url);
  same.hostname = url.hostname.replace(/\.+$/, "");
  return same;
}
