/** Every answer of the API is JSON that no cache keeps and no page embeds. */
const HEADERS = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
};

export function answer(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: HEADERS });
}

/** `message` says what to do next. */
export function problem(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = { error: { code, message } };
  return Response.json(body, { status, headers: { ...HEADERS, ...headers } });
}
