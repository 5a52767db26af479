/**
 * Runs a command-line program compiled to WASI that reads its arguments and writes one file. Nothing of the machine is
 * reachable for it: it sees no folder, no environment, and no clock.
 */

const SUCCESS = 0;
const BAD_FILE = 8;
/** The only folder there is: whatever is opened in it is the file that the program writes. */
const FOLDER = 3;
const WRITTEN = 4;
const FILE_TYPE = { folder: 3, file: 4 };
const ALL_RIGHTS = 0xffff_ffffn;

class Exit extends Error {}

/** The program's memory as it is now: it moves when it grows. */
type Heap = () => ArrayBuffer | SharedArrayBuffer;

/** What the program wrote into its file. Its exit code and what it prints are not looked at. */
export function runProgram(program: WebAssembly.Module, args: readonly string[]): Uint8Array {
  const written: Uint8Array[] = [];
  let heap: Heap = () => new ArrayBuffer(0);
  const instance = new WebAssembly.Instance(program, {
    wasi_snapshot_preview1: system(args, () => heap(), written),
  });
  const { memory, _start: start } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof start !== "function") {
    throw new Error("This is no WASI program.");
  }
  heap = () => memory.buffer;
  try {
    Reflect.apply(start, undefined, []);
  } catch (cause) {
    if (!(cause instanceof Exit)) throw cause;
  }
  return new Uint8Array(Buffer.concat(written));
}

/** The calls of WASI that such a program makes. Its pointers are places in its memory. */
function system(
  args: readonly string[],
  heap: Heap,
  written: Uint8Array[],
): WebAssembly.ModuleImports {
  const view = (): DataView => new DataView(heap());
  const bytes = (at: number, length: number): Uint8Array => new Uint8Array(heap(), at, length);
  const texts = args.map((text) => new TextEncoder().encode(`${text}\0`));
  return {
    args_sizes_get(count: number, size: number) {
      view().setUint32(count, texts.length, true);
      view().setUint32(
        size,
        texts.reduce((sum, text) => sum + text.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(pointers: number, buffer: number) {
      let at = buffer;
      for (const [index, text] of texts.entries()) {
        view().setUint32(pointers + 4 * index, at, true);
        bytes(at, text.length).set(text);
        at += text.length;
      }
      return SUCCESS;
    },
    clock_time_get(_clock: number, _precision: bigint, time: number) {
      view().setBigUint64(time, 0n, true);
      return SUCCESS;
    },
    fd_close: () => SUCCESS,
    fd_fdstat_set_flags: () => SUCCESS,
    fd_fdstat_get(file: number, status: number) {
      view().setUint8(status, file === FOLDER ? FILE_TYPE.folder : FILE_TYPE.file);
      view().setUint16(status + 2, 0, true);
      view().setBigUint64(status + 8, ALL_RIGHTS, true);
      view().setBigUint64(status + 16, ALL_RIGHTS, true);
      return SUCCESS;
    },
    fd_prestat_get(file: number, status: number) {
      if (file !== FOLDER) return BAD_FILE;
      view().setUint8(status, 0);
      view().setUint32(status + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(_file: number, name: number) {
      bytes(name, 1)[0] = "/".charCodeAt(0);
      return SUCCESS;
    },
    fd_read(_file: number, _parts: number, _count: number, read: number) {
      view().setUint32(read, 0, true);
      return SUCCESS;
    },
    fd_seek(_file: number, _offset: bigint, _from: number, place: number) {
      view().setBigUint64(place, 0n, true);
      return SUCCESS;
    },
    fd_write(file: number, parts: number, count: number, total: number) {
      let sum = 0;
      for (let part = 0; part < count; part += 1) {
        const at = view().getUint32(parts + 8 * part, true);
        const length = view().getUint32(parts + 8 * part + 4, true);
        if (file === WRITTEN) written.push(bytes(at, length).slice());
        sum += length;
      }
      view().setUint32(total, sum, true);
      return SUCCESS;
    },
    path_open(
      _folder: number,
      _follow: number,
      _path: number,
      _length: number,
      _how: number,
      _rights: bigint,
      _inherited: bigint,
      _flags: number,
      opened: number,
    ) {
      view().setUint32(opened, WRITTEN, true);
      return SUCCESS;
    },
    proc_exit() {
      throw new Exit();
    },
  };
}
