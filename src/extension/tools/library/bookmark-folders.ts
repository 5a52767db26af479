type Node = chrome.bookmarks.BookmarkTreeNode;

/** The person's folders, as they are now. */
export class BookmarkFolders {
  readonly #byId = new Map<string, { node: Node; path: string[] }>();

  private constructor(root: Node | undefined) {
    this.#add(root?.children ?? [], []);
  }

  static async read(): Promise<BookmarkFolders> {
    const [root] = await chrome.bookmarks.getTree();
    return new BookmarkFolders(root);
  }

  #add(nodes: readonly Node[], above: string[]): void {
    for (const node of nodes) {
      if (node.url !== undefined) continue;
      const path = [...above, node.title];
      this.#byId.set(node.id, { node, path });
      this.#add(node.children ?? [], path);
    }
  }

  /** The bookmarks bar: first of the folders that Chrome itself made. */
  get bar(): string | undefined {
    return this.#byId.keys().next().value;
  }

  /** The names from the top, as they are shown to callers. */
  pathOf(folderId: string | undefined): string {
    return this.#byId.get(folderId ?? "")?.path.join("/") ?? "";
  }

  /**
   * The folder of an id, or of a path. Names may differ in case, and the folders at the top that Chrome itself
   * made may be left out. Where several fit, the one that is least deep.
   */
  find(idOrPath: string): string | undefined {
    if (this.#byId.has(idOrPath)) return idOrPath;
    const wanted = namesIn(idOrPath).map(folded);
    if (wanted.length === 0) return undefined;
    const fitting = [...this.#byId].filter(([, { path }]) => {
      const names = path.map(folded);
      return isSame(names, wanted) || isSame(names.slice(1), wanted);
    });
    return fitting.toSorted(([, a], [, b]) => a.path.length - b.path.length)[0]?.[0];
  }

  isIn(folderId: string | undefined, ancestorId: string): boolean {
    for (let id = folderId; id !== undefined; id = this.#byId.get(id)?.node.parentId) {
      if (id === ancestorId) return true;
    }
    return false;
  }

  /** The folder of a path, made where it is missing, below the bookmarks bar unless the path says otherwise. */
  async make(path: string): Promise<string | undefined> {
    const names = namesIn(path);
    for (let known = names.length; known >= 0; known--) {
      const start = known === 0 ? this.bar : this.find(names.slice(0, known).join("/"));
      if (start === undefined) continue;
      let parentId = start;
      for (const title of names.slice(known)) {
        const made = await chrome.bookmarks.create({ parentId, title });
        parentId = made.id;
      }
      return parentId;
    }
    return undefined;
  }
}

function namesIn(path: string): string[] {
  return path.split("/").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
