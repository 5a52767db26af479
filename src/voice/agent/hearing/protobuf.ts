/** Just enough of the protobuf wire format to change a few fields of a message and leave all others as they are. */

export interface Field {
  number: number;
  wire: number;
  /** What follows the tag; for length-delimited fields without the length. */
  payload: Uint8Array;
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_SIZE: Record<number, number> = { 1: 8, 5: 4 };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < message.length) {
    const tag = varintAt(message, at);
    at = tag.end;
    const wire = tag.value % 8;
    let end = at;
    if (wire === LENGTH_DELIMITED) {
      const length = varintAt(message, at);
      at = length.end;
      end = at + length.value;
    } else {
      end = wire === VARINT ? varintAt(message, at).end : at + (FIXED_SIZE[wire] ?? 0);
    }
    fields.push({ number: Math.floor(tag.value / 8), wire, payload: message.subarray(at, end) });
    at = end;
  }
  return fields;
}

export function messageOf(fields: readonly Field[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { number, wire, payload } of fields) {
    parts.push(varint(number * 8 + wire));
    if (wire === LENGTH_DELIMITED) parts.push(varint(payload.length));
    parts.push(payload);
  }
  return new Uint8Array(Buffer.concat(parts));
}

export function textField(number: number, text: string): Field {
  return { number, wire: LENGTH_DELIMITED, payload: encoder.encode(text) };
}

export function messageField(number: number, fields: readonly Field[]): Field {
  return { number, wire: LENGTH_DELIMITED, payload: messageOf(fields) };
}

export function numberField(number: number, value: number): Field {
  return { number, wire: VARINT, payload: varint(value) };
}

/** All texts that a field of this number holds. */
export function textsOf(fields: readonly Field[], number: number): string[] {
  return fields
    .filter((field) => field.number === number)
    .map(({ payload }) => decoder.decode(payload));
}

function varintAt(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let scale = 1;
  for (let at = start; ; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) return { value, end: at + 1 };
    scale *= 128;
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}
