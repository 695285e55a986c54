import { isUtf8 } from "node:buffer";

/** The text of bytes, or the name of what they are instead of UTF-8. */
export type DecodedText = { readonly text: string } | { readonly encoding: string };

const REPLACEMENT = Buffer.from("\ufffd");

/** Byte order marks, the longer first: that of UTF-32 begins like that of UTF-16. */
const MARKS: readonly (readonly [readonly number[], string])[] = [
  [[0xff, 0xfe, 0, 0], "UTF-32, little endian"],
  [[0, 0, 0xfe, 0xff], "UTF-32, big endian"],
  [[0xff, 0xfe], "UTF-16, little endian"],
  [[0xfe, 0xff], "UTF-16, big endian"],
];

/** Decodes UTF-8 without its byte order mark. Whatever else it is gets named, and never replaced by question marks. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return { encoding: marked[1] };
  const zero = bytes.indexOf(0);
  if (zero >= 0) return { encoding: nameOfZeros(bytes, zero) };
  if (isUtf8(bytes)) return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  return { encoding: `another encoding, such as Latin-1: ${describeFirstInvalid(bytes)}` };
}

/** Text without the byte order mark that editors and shells put before it. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** Text has no zero bytes; in UTF-16 without a mark, every other byte of most languages' text is a small one. */
function nameOfZeros(bytes: Uint8Array, first: number): string {
  const order = first % 2 === 1 ? "little" : "big";
  return isTextOfPairs(bytes, order) ? `UTF-16, ${order} endian` : `no text: byte 0x00 at offset ${first}`;
}

/** Bytes at the beginning by which a text is known. */
const SAMPLE_BYTES = 4_096;
/** Below it, characters but for tabs and ends of lines are for machines. */
const FIRST_PRINTED = 0x20;
const FIRST_OF_TWO_BYTES = 0x100;

/** True if pairs of bytes are text, most of it of letters whose first byte is zero. */
function isTextOfPairs(bytes: Uint8Array, order: "little" | "big"): boolean {
  if (bytes.length % 2 !== 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, SAMPLE_BYTES));
  const units = Array.from({ length: view.byteLength / 2 }, (_unit, at) =>
    view.getUint16(at * 2, order === "little"),
  );
  const isControl = (unit: number) => unit < FIRST_PRINTED && !CONTROLS_OF_TEXT.has(unit);
  const letters = units.filter((unit) => unit < FIRST_OF_TWO_BYTES).length;
  return !units.some(isControl) && letters * 2 >= units.length;
}

/** Tab and the ends of lines. */
const CONTROLS_OF_TEXT: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d]);

/** A replacement character stands for what isn't UTF-8, unless the bytes spell it themselves. */
function describeFirstInvalid(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let from = 0;
  for (const { index } of text.matchAll(/\ufffd/gu)) {
    offset += Buffer.byteLength(text.slice(from, index));
    from = index;
    if (REPLACEMENT.equals(bytes.subarray(offset, offset + REPLACEMENT.length))) continue;
    const lines = text.slice(0, index).split("\n");
    const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0");
    return `byte 0x${byte} in line ${lines.length}, column ${[...(lines.at(-1) ?? "")].length + 1}`;
  }
  throw new TypeError("bytes that are UTF-8 after all");
}
