/** Parts of a page that were thrown away and drawn anew while it was watched: what was in them, and what is there now. */
export interface Redrawn {
  before: Element[];
  now: Element[];
}

export class RedrawnParts {
  readonly #removed = new Map<Node, Element[]>();
  readonly #added = new WeakSet<Node>();
  /** Of these the order in which things stood is not known. */
  readonly #disordered = new Set<Node>();

  note(records: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes, removedNodes, previousSibling } of records) {
      if (type !== "childList") continue;
      const gone = [...removedNodes].filter(
        (node) => node instanceof Element && this.#wasThere(node),
      );
      if (gone.length > 0) {
        const before = this.#removed.get(target) ?? [];
        if (before.length > 0 && previousSibling !== null) this.#disordered.add(target);
        this.#removed.set(target, [...before, ...gone.filter((node) => node instanceof Element)]);
      }
      for (const node of addedNodes) this.#added.add(node);
    }
  }

  all(): Redrawn[] {
    return [...this.#removed].flatMap(([target, before]) => {
      if (!target.isConnected || this.#disordered.has(target)) return [];
      const now = [...target.childNodes].filter((node) => node instanceof Element);
      const fresh = now.filter((node) => this.#added.has(node));
      return fresh.length > 0 ? [{ before, now: fresh }] : [];
    });
  }

  #wasThere(node: Node): boolean {
    return !this.#added.has(node);
  }
}
