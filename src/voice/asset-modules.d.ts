/** Files inside packages; the bundler puts them into the executable. */
declare module "*.onnx" {
  /** Where the file can be read. */
  const path: string;
  export default path;
}

declare module "*.wasm" {
  /** Where the file can be read. */
  const path: string;
  export default path;
}
