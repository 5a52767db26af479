/** The parts of a picture that can be pressed (`<map>`): nothing of them is drawn but the picture itself. */

/** Of a picture. */
export function mapOf(picture: Element): HTMLMapElement | undefined {
  if (!(picture instanceof HTMLImageElement) || picture.useMap === "") return undefined;
  return inRootOf(picture, "map").find((map) => isMapOf(map, picture));
}

/** What a person sees of an element: of an area its picture, of all others themselves. */
export function drawnBy(element: Element): Element {
  const map = element instanceof HTMLAreaElement ? element.closest("map") : null;
  if (!map) return element;
  const pictures = inRootOf(map, "img");
  return pictures.find((picture) => isMapOf(map, picture)) ?? element;
}

/** Where it is in the viewport. */
export function boxOf(element: Element): DOMRect {
  const picture = drawnBy(element);
  return element instanceof HTMLAreaElement && picture instanceof HTMLImageElement
    ? boxOfArea(element, picture)
    : element.getBoundingClientRect();
}

/** To the middle of the window, as far as it can be scrolled there. */
export function scrollToMiddle(element: Element): void {
  const drawn = drawnBy(element);
  drawn.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  if (drawn === element) return;
  const { left, top, width, height } = boxOf(element);
  const [x, y] = [left + width / 2, top + height / 2];
  const isIn = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  if (!isIn) scrollBy({ left: x - innerWidth / 2, top: y - innerHeight / 2, behavior: "instant" });
}

function inRootOf<K extends "map" | "img">(element: Element, tag: K): HTMLElementTagNameMap[K][] {
  const root = element.getRootNode();
  const isRoot = root instanceof Document || root instanceof ShadowRoot;
  return isRoot ? [...root.querySelectorAll(tag)] : [];
}

function isMapOf(map: HTMLMapElement, { useMap }: HTMLImageElement): boolean {
  const name = useMap.slice(useMap.indexOf("#") + 1);
  return name !== "" && (map.name === name || map.id === name);
}

/** Counted from where the picture is drawn, in its pixels as they are laid out. */
function boxOfArea(area: HTMLAreaElement, picture: HTMLImageElement): DOMRect {
  const outer = picture.getBoundingClientRect();
  const { paddingLeft, paddingTop } = getComputedStyle(picture);
  const scale = picture.offsetWidth === 0 ? 1 : outer.width / picture.offsetWidth;
  const left = outer.left + (picture.clientLeft + Number.parseFloat(paddingLeft)) * scale;
  const top = outer.top + (picture.clientTop + Number.parseFloat(paddingTop)) * scale;
  const [first = 0, second = 0, third = 0, ...more] = area.coords.split(/[\s,;]+/).map(Number);
  if (area.shape === "default") return new DOMRect(left, top, outer.width, outer.height);
  const [xs, ys] = area.shape.startsWith("circ")
    ? [
        [first - third, first + third],
        [second - third, second + third],
      ]
    : cornersOf([first, second, third, ...more]);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - x, Math.max(...ys) - y];
  return new DOMRect(left + x * scale, top + y * scale, width * scale, height * scale);
}

function cornersOf(coords: readonly number[]): [number[], number[]] {
  const along = (axis: 0 | 1) => coords.filter((_, at) => at % 2 === axis);
  return [along(0), along(1)];
}
