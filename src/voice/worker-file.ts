/**
 * Address of a worker, by its path in src/. In the executable it is named from the folder that all entry points of the
 * build share, which is src/; the build has to list it as one of them.
 */
export function workerFile(path: string): string {
  const isEmbedded = /[$~]bun/i.test(import.meta.url);
  return isEmbedded ? `./${path}` : new URL(`../${path}`, import.meta.url).href;
}
