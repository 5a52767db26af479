import { z } from "zod";

/** The part of `navigator.userAgentData` that is used. Chrome has it, TypeScript does not know it. */
const userAgentDataSchema = z.object({
  brands: z.array(z.object({ brand: z.string() })),
  platform: z.string(),
});

const BRANDS = ["Microsoft Edge", "Opera", "Brave", "Vivaldi", "Google Chrome", "Chromium"];

let ownName = () => "";

/** What clients know this browser by. */
export function browserName(): string {
  return ownName();
}

/** Whoever keeps the name says it from now on. */
export function nameBrowser(by: () => string): void {
  ownName = by;
}

/** What to call this browser until the person says: "Chrome on Linux", "Chrome (work) on ann-laptop". */
export function guessBrowserName(
  userAgentData: unknown,
  { profile, machine }: { profile?: string | undefined; machine?: string | undefined } = {},
): string {
  const known = userAgentDataSchema.safeParse(userAgentData).data;
  const brand = BRANDS.find((name) => known?.brands.some((one) => one.brand === name)) ?? "Chrome";
  const name = brand.replace(/^(Google|Microsoft) /, "");
  const of = profile === undefined ? name : `${name} (${profile})`;
  const place = machine ?? known?.platform;
  return place ? `${of} on ${place}`.slice(0, 80) : of;
}
