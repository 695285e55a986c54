import { isUtf8 } from "node:buffer";

/** The text of bytes, or the name of what they are instead of UTF-8. */
export type DecodedText = { readonly text: string } | { readonly encoding: string };

const LINE_FEED = 0x0a;
const LONGEST_CHARACTER = 4;

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

/** Text has no zero bytes; in UTF-16 without a mark, every other byte of plain English is one. */
function nameOfZeros(bytes: Uint8Array, first: number): string {
  if (bytes.length % 2 === 0 && bytes[first + 1] !== 0) {
    return first % 2 === 1 ? "UTF-16, little endian" : "UTF-16, big endian";
  }
  return `no text: byte 0x00 at offset ${first}`;
}

function describeFirstInvalid(bytes: Uint8Array): string {
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found;
    const content = bytes.subarray(start, end);
    if (!isUtf8(content)) {
      const { byte, column } = firstInvalid(content);
      return `byte 0x${byte.toString(16).toUpperCase().padStart(2, "0")} in line ${line}, column ${column}`;
    }
    start = end + 1;
  }
  throw new TypeError("bytes that are UTF-8 after all");
}

function firstInvalid(line: Uint8Array): { readonly byte: number; readonly column: number } {
  let column = 1;
  for (let at = 0; at < line.length; column += 1) {
    const length = characterLength(line, at);
    if (length === undefined) return { byte: line[at] ?? 0, column };
    at += length;
  }
  throw new TypeError("a line that is UTF-8 after all");
}

function characterLength(line: Uint8Array, at: number): number | undefined {
  for (let length = 1; length <= LONGEST_CHARACTER; length += 1) {
    if (isUtf8(line.subarray(at, at + length))) return length;
  }
  return undefined;
}
