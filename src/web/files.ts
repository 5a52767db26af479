/** A file that the server carries inside. */
export interface ServedFile {
  type: string;
  body: () => Blob | string;
  /** Offered for saving under this name. */
  download?: string;
}

const SECURITY_HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-cache",
};

/** The start page, its assets and the extension, by path. */
export class Files {
  readonly #files: ReadonlyMap<string, ServedFile>;

  constructor(files: ReadonlyMap<string, ServedFile>) {
    this.#files = files;
  }

  /** Undefined when there is no such file. */
  serve(request: Request, pathname: string): Response | undefined {
    const file = this.#files.get(pathname);
    if (!file) return undefined;
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response(null, { status: 405, headers: { Allow: "GET, HEAD" } });
    }
    const headers = new Headers({ ...SECURITY_HEADERS, "Content-Type": file.type });
    if (file.download !== undefined) {
      headers.set("Content-Disposition", `attachment; filename="${file.download}"`);
    }
    return new Response(request.method === "HEAD" ? null : file.body(), { headers });
  }
}
