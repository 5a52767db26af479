import { z } from "zod";
import type { Permitted } from "../../protocol/browser-event.ts";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { TEXTS } from "../texts.ts";

/** Permissions that Chrome gives only when the person says so, in the popup or panel. */
const optionalPermissionSchema = z.enum([
  "bookmarks",
  "clipboardRead",
  "clipboardWrite",
  "downloads",
  "history",
  "tabGroups",
]);
export type OptionalPermission = z.infer<typeof optionalPermissionSchema>;

/** The same, and the files of this machine, which are switched on in Chrome's own settings. */
export const wishSchema = z.enum([...optionalPermissionSchema.options, "fileAccess"]);
export type Wish = z.infer<typeof wishSchema>;

/** In the session's storage: a worker that starts anew offers what an earlier one did. */
const KEY = "wishes";
const keptSchema = z.object({ [KEY]: z.array(wishSchema) });

const wishes = new Set<Wish>();
let onWish = () => {};

/** What clients asked for in vain. The popup and the panel offer it. */
export function wishedPermissions(): Wish[] {
  return [...wishes];
}

/** Fails with `permission_needed` where Chrome has not given the permission, and has it offered to the person. */
export async function needPermission(permission: OptionalPermission): Promise<Outcome<undefined>> {
  if (await chrome.permissions.contains({ permissions: [permission] })) return succeed(undefined);
  wish(permission);
  return fail(
    "permission_needed",
    TEXTS.policy.permissionNeeded(TEXTS.permissions[permission].name),
  );
}

/** The same for the files of this machine. */
export async function needFileAccess(): Promise<Outcome<undefined>> {
  if (await chrome.extension.isAllowedFileSchemeAccess()) return succeed(undefined);
  wish("fileAccess");
  return fail("permission_needed", TEXTS.policy.noFileAccess);
}

function wish(wanted: Wish): void {
  if (wishes.has(wanted)) return;
  wishes.add(wanted);
  keepWishes();
}

/** One that cannot be kept is offered until the worker ends. */
function keepWishes(): void {
  chrome.storage.session.set({ [KEY]: wishedPermissions() }).catch(() => undefined);
  onWish();
}

/** Which of them Chrome has given, and which not. */
export async function permissionsNow(): Promise<Pick<Permitted, "permissions" | "missing">> {
  const { permissions = [] } = await chrome.permissions.getAll();
  const given: readonly string[] = permissions;
  const all = optionalPermissionSchema.options;
  return {
    permissions: all.filter((name) => given.includes(name)),
    missing: all.filter((name) => !given.includes(name)),
  };
}

/** The person gave it, or does not want to be offered it. */
export function dropWish(given: Wish): void {
  if (wishes.delete(given)) keepWishes();
}

/** `changed` is told when the wishes changed. Brings back those of an earlier worker. */
export async function watchWishes(changed: () => void): Promise<void> {
  onWish = changed;
  chrome.permissions.onAdded.addListener(({ permissions = [] }) => {
    for (const name of permissions) {
      const given = optionalPermissionSchema.safeParse(name);
      if (given.success) dropWish(given.data);
    }
  });
  const kept = keptSchema.safeParse(await chrome.storage.session.get(KEY)).data?.[KEY] ?? [];
  const { permissions } = await permissionsNow();
  const hasFiles = await chrome.extension.isAllowedFileSchemeAccess();
  const given = new Set<string>([...permissions, ...(hasFiles ? ["fileAccess"] : [])]);
  for (const wanted of kept) if (!given.has(wanted)) wish(wanted);
}
