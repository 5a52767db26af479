import { roleOf } from "./roles.ts";

/** Names an element in a failure: by role, tag and id, never by text of the page. */
export function describe(element: Element): string {
  const role = roleOf(element)
    .replace(/[^\w-]/g, "")
    .slice(0, 30);
  const id = /^[\w-]{1,40}$/.test(element.id) ? `#${element.id}` : "";
  const tag = element.localName.replace(/[^\w-]/g, "").slice(0, 40);
  return role && role !== tag ? `${role} <${tag}${id}>` : `<${tag}${id}>`;
}
