import * as fc from "fast-check";
import { decodeText } from "../../provider/text/decode-text";

const text = "<p>Grüße, ☎ 😀</p>\nSupport\n";
const utf16 = Buffer.from(text, "utf16le");

test("whatever text it is comes back, with and without a byte order mark", () => {
  const texts = fc.string({ unit: "grapheme" }).filter((value) => !/\0|^\ufeff/u.test(value));
  fc.assert(
    fc.property(texts, (value) => {
      expect(decodeText(Buffer.from(value, "utf8"))).toEqual({ text: value });
      expect(decodeText(Buffer.from(`\ufeff${value}`, "utf8"))).toEqual({ text: value });
    }),
  );
});

test.each([
  {
    rule: "Latin-1, with the first byte that shows it",
    bytes: Buffer.from("<p>\n☎ Grüße</p>".replace("☎", "-"), "latin1"),
    encoding: "another encoding, such as Latin-1: byte 0xFC in line 2, column 5",
  },
  {
    rule: "Latin-1 after characters of several bytes",
    bytes: Buffer.concat([Buffer.from("😀é", "utf8"), Buffer.from([0xe4])]),
    encoding: "another encoding, such as Latin-1: byte 0xE4 in line 1, column 3",
  },
  {
    rule: "Latin-1 behind a byte order mark and a replacement character that is meant",
    bytes: Buffer.concat([Buffer.from("\ufeff\ufffd\n\ufffd", "utf8"), Buffer.from([0xe4])]),
    encoding: "another encoding, such as Latin-1: byte 0xE4 in line 2, column 2",
  },
  {
    rule: "UTF-16, little endian",
    bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
    encoding: "UTF-16, little endian",
  },
  {
    rule: "UTF-16, big endian",
    bytes: Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
    encoding: "UTF-16, big endian",
  },
  { rule: "UTF-16 without a mark", bytes: utf16, encoding: "UTF-16, little endian" },
  {
    rule: "UTF-16 without a mark, the other way round",
    bytes: Buffer.from(utf16).swap16(),
    encoding: "UTF-16, big endian",
  },
  {
    rule: "UTF-32",
    bytes: Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]),
    encoding: "UTF-32, little endian",
  },
  {
    rule: "something of an even length that is no text",
    bytes: Buffer.from([0x50, 0x4b, 3, 4, 0x14, 0, 8, 8, 8, 0]),
    encoding: "no text: byte 0x00 at offset 5",
  },
  {
    rule: "something that is no text",
    bytes: Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 8, 0]),
    encoding: "no text: byte 0x00 at offset 4",
  },
])("$rule", ({ bytes, encoding }) => {
  expect(decodeText(bytes)).toEqual({ encoding });
});

test("bytes are text, or are named: nothing is replaced", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const decoded = decodeText(bytes);
      if (!("text" in decoded)) return;
      const mark = Buffer.from("\ufeff", "utf8");
      const encoded = Buffer.from(decoded.text, "utf8");
      expect([encoded, Buffer.concat([mark, encoded])]).toContainEqual(Buffer.from(bytes));
    }),
  );
});
