import { checkSync } from "recheck";
import { commandOf, descendants, kill } from "../support/engine/harness/process-tree";
import { REGEX_LITERALS } from "../support/regex-literals";

/**
 * Those that the checker finds an attack on, by a part of them that no other has, with what bounds them all the same.
 * Their time is measured by `hostile-text.slow.ts`.
 */
const BOUNDED: Readonly<Record<string, string>> = {
  "[a-z][a-z0-9+.-]{0,20}:": "its repetitions are bounded",
  "(?<=\\b[a-z][a-z\\d+.-]{0,30}": "its repetitions are bounded",
  "(?<file>[^\\n]{1,1000}?)": "its repetitions are bounded",
  "{0,256}:)[^": "its repetitions are bounded",
  "(<[^>]*>)": "each of its beginnings has an end",
};

// The checker's own process would outlive the tests.
afterAll(() => {
  for (const pid of descendants(process.pid)) if (commandOf(pid).includes("recheck")) kill(pid);
});

test("no regular expression takes time by more than the length of a text", () => {
  const problems = [...REGEX_LITERALS].flatMap(([literal, place]) => {
    if (Object.keys(BOUNDED).some((part) => literal.includes(part))) return [];
    const end = literal.lastIndexOf("/");
    const verdict = checkSync(literal.slice(1, end), literal.slice(end + 1), {
      timeout: 10_000,
    });
    // Where it can't tell in time, measuring has to.
    return verdict.status === "vulnerable" ? [`${place}: ${literal}: ${verdict.complexity.summary}`] : [];
  });
  expect(problems).toEqual([]);
}, 600_000);
