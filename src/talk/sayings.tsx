export const SAYINGS = [
  ["Sites", ["open example dot com", "search for cheap flights", "go back"]],
  ["The page", ["scroll down", "read the page", "what can I click"]],
  ["Controls", ["click sign in", "click the third link", "show numbers"]],
  ["Writing", ["fill email with …", "type see you at nine", "press enter"]],
  ["Tabs", ["new tab", "next tab", "close this tab"]],
  ["At any time", ["stop", "undo that", "help"]],
] as const;

/** A short list of what can be said; the README has the long one. */
export function Sayings() {
  return (
    <>
      <dl class="sayings">
        {SAYINGS.map(([about, sentences]) => (
          <div key={about}>
            <dt>{about}</dt>
            {sentences.map((sentence) => (
              <dd key={sentence}>{sentence}</dd>
            ))}
          </div>
        ))}
      </dl>
      <p class="soft">
        Use names as they stand on the page. What pays, sends, deletes or buys is done after your
        yes. What was not understood is not done.
      </p>
    </>
  );
}
