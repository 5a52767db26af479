/** A file that the server carries inside. */
export interface ServedFile {
  type: string;
  body: () => Blob | string;
  /** Offered for saving under this name. */
  download?: string;
  /** A page from which people talk: it may reach the LiveKit server. */
  talks?: boolean;
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SECURITY_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-cache",
};

/** The start page, its assets and the extension, by path. */
export class Files {
  readonly #files: ReadonlyMap<string, ServedFile>;
  readonly #livekitOrigins: () => readonly string[];

  /** `livekitOrigins`: where a page finds the LiveKit server, as sources of a content security policy. */
  constructor(
    files: ReadonlyMap<string, ServedFile>,
    livekitOrigins: () => readonly string[] = () => [],
  ) {
    this.#files = files;
    this.#livekitOrigins = livekitOrigins;
  }

  /** Undefined when there is no such file. */
  serve(request: Request, pathname: string): Response | undefined {
    const file = this.#files.get(pathname);
    if (!file) return undefined;
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response(null, { status: 405, headers: { Allow: "GET, HEAD" } });
    }
    const headers = new Headers({ ...SECURITY_HEADERS, "Content-Type": file.type });
    const reached = ["'self'", ...(file.talks ? this.#livekitOrigins() : [])].join(" ");
    headers.set("Content-Security-Policy", `${POLICY}; connect-src ${reached}`);
    headers.set("Permissions-Policy", `microphone=${file.talks ? "(self)" : "()"}`);
    if (file.download !== undefined) {
      headers.set("Content-Disposition", `attachment; filename="${file.download}"`);
    }
    return new Response(file.body(), { headers });
  }
}
