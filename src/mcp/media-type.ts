/** `application/json` of `Application/JSON; charset=utf-8`. */
export function mediaType(header: string | null): string {
  return (header?.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** What a client's Accept header lets the answer to a POST be. No header, or one with wildcards, means JSON. */
export function acceptedForms(header: string | null): { json: boolean; stream: boolean } {
  const types = (header ?? "*/*").split(",").map(mediaType);
  return {
    json: types.some((type) => JSON_TYPES.has(type)),
    stream: types.includes("text/event-stream"),
  };
}

const JSON_TYPES = new Set(["application/json", "application/*", "*/*"]);
