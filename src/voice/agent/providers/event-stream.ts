/** The last event of a stream that came to its end. */
export const DONE = "[DONE]";

/** The data of each event that a provider streams. What is no stream is one event. */
export async function* eventsOf(response: Response): AsyncGenerator<string, void> {
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (!isStream || !response.body) {
    yield await response.text();
    return;
  }
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of response.body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.flatMap(dataOf);
  }
  yield* dataOf(rest);
}

function dataOf(line: string): string[] {
  const data = line.startsWith("data:") ? line.slice("data:".length).trim() : "";
  return data === "" ? [] : [data];
}
