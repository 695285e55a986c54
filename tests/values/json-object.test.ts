import { parseReply } from "../../provider/client/parse-reply";
import { readErrorBody } from "../../provider/client/error-shapes";
import { MOST_VALUES, readJson } from "../../provider/values/json-object";
import { EmailProfileDto } from "../../schema/email-profile";

const MEGABYTES = 50_000_000;
const fill = (piece: string) => piece.repeat(MEGABYTES / piece.length);

describe("50 MB of somebody else's JSON", () => {
  test("are read where they are mostly text, whatever it holds", () => {
    const profiles = Array.from({ length: 500 }, (_none, id) => ({ id, text: '[{,\\"'.repeat(10_000) }));
    expect(readJson(JSON.stringify({ profiles }))).toEqual({ value: { profiles } });
  });

  test.each([
    { what: "lists within lists", text: fill("[") },
    { what: "objects within objects", text: fill('{"a":') },
    { what: "numbers", text: `[${fill("1,")}1]` },
    { what: "numbers behind text that no quote ends", text: `["\\"",${fill("1,")}1]` },
  ])("are refused before anything is made of them: $what", ({ text }) => {
    const before = process.memoryUsage().heapUsed;
    expect(readJson(text)).toEqual({ problem: `holds more than ${MOST_VALUES} values` });
    // Parsed, each of them takes several bytes for one of the text.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(MEGABYTES * 2);
  });

  test.each([
    { what: "quotes", text: fill('"') },
    { what: "backslashes", text: `"${fill("\\")}` },
    { what: "letters", text: fill("a") },
  ])("that are none are told: $what", ({ text }) => {
    expect(readJson(text)).toEqual({ problem: "is not JSON" });
  });

  test("have an error that quotes nothing of them, be they a reply or a failure", () => {
    const body = fill('{"secret":');
    const asked = { doing: "read", method: "GET", url: "https://api.example/x" } as const;
    expect(() => parseReply(asked, { status: 200, body }, EmailProfileDto)).toThrow(
      /^Failed to read: GET \/x answered 200 but the body holds more than 1000000 values\./u,
    );
    expect(readErrorBody(body)).toMatchObject({ fromApi: false });
  });
});
