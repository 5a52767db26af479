/** A page's scripts number refs within their frame: this names the frame as well. */
export function withFrameRefs(text: string, frameId: number): string {
  if (frameId === 0) return text;
  return /^e\d+$/.test(text)
    ? `f${frameId}${text}`
    : text.replaceAll("[ref=e", `[ref=f${frameId}e`);
}
