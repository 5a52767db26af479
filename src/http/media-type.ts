/** `application/json` of `Application/JSON; charset=utf-8`. */
export function mediaType(header: string | null): string {
  return (header?.split(";", 1)[0] ?? "").trim().toLowerCase();
}
