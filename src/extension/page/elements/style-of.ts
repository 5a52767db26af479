declare global {
  interface Element {
    /** In our own world alone: the page sees nothing of it. */
    chromeMcpStyle?: CSSStyleDeclaration;
  }
}

/** Like `getComputedStyle`, whose object tells the style of the moment for ever: to make one costs more than to read in it. */
export function styleOf(element: Element): CSSStyleDeclaration {
  element.chromeMcpStyle ??= getComputedStyle(element);
  return element.chromeMcpStyle;
}
