/** Files that src/build/assets.ts makes; the bundler puts them into the executable. */
declare module "*/extension.zip" {
  /** Where the file can be read. */
  const path: string;
  export default path;
}

declare module "*/status.html" {
  const text: string;
  export default text;
}

declare module "*/talk.html" {
  const text: string;
  export default text;
}
