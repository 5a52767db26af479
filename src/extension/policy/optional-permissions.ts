import { z } from "zod";
import type { Permitted } from "../../protocol/browser-event.ts";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { TEXTS } from "../texts.ts";

/** Permissions that Chrome gives only when the person says so, in the popup or panel. */
export const optionalPermissionSchema = z.enum([
  "bookmarks",
  "clipboardRead",
  "clipboardWrite",
  "downloads",
  "history",
  "tabGroups",
]);
export type OptionalPermission = z.infer<typeof optionalPermissionSchema>;

const wishes = new Set<OptionalPermission>();
let onWish = () => {};

/** What clients asked for in vain. The popup and the panel offer it. */
export function wishedPermissions(): OptionalPermission[] {
  return [...wishes];
}

/** Fails with `permission_needed` where Chrome has not given the permission, and has it offered to the person. */
export async function needPermission(permission: OptionalPermission): Promise<Outcome<undefined>> {
  if (await chrome.permissions.contains({ permissions: [permission] })) return succeed(undefined);
  if (!wishes.has(permission)) {
    wishes.add(permission);
    onWish();
  }
  return fail(
    "permission_needed",
    TEXTS.policy.permissionNeeded(TEXTS.permissions[permission].name),
  );
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
export function dropWish(permission: OptionalPermission): void {
  if (wishes.delete(permission)) onWish();
}

/** `changed` is told when the wishes changed. */
export function watchWishes(changed: () => void): void {
  onWish = changed;
  chrome.permissions.onAdded.addListener(({ permissions = [] }) => {
    for (const name of permissions) {
      const given = optionalPermissionSchema.safeParse(name);
      if (given.success) dropWish(given.data);
    }
  });
}
