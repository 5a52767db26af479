import { mediaType } from "../http/media-type.ts";

/** What a client's Accept header lets the answer to a POST be. No header, or one with wildcards, means JSON. */
export function acceptedForms(header: string | null): { json: boolean; stream: boolean } {
  const types = (header ?? "*/*").split(",").map(mediaType);
  return {
    json: types.some((type) => JSON_TYPES.has(type)),
    stream: types.includes("text/event-stream"),
  };
}

const JSON_TYPES = new Set(["application/json", "application/*", "*/*"]);
