/** An earlier worker that was killed left its debuggers on their tabs, and held up what it had them hold up. */
export async function detachLeftovers(): Promise<void> {
  const targets = await chrome.debugger.getTargets();
  const tabIds = targets.flatMap(({ attached, tabId }) => (attached ? (tabId ?? []) : []));
  // Other programs debug tabs, too: Chrome does not let those go.
  const detached = tabIds.map((tabId) => chrome.debugger.detach({ tabId }).catch(() => undefined));
  await Promise.all(detached);
}
