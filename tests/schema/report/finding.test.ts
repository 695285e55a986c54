import { FINDING_IDS, type FindingId, FINDINGS } from "../../../schema/report/finding";

/** Findings that a reason in words refers to. */
function named(words: string): readonly string[] {
  return [...words.matchAll(/`([^`]*)`/gu)].map(([, id = ""]) => id);
}

const isId = (text: string): text is FindingId => FINDING_IDS.some((id) => id === text);

test.each(FINDING_IDS.map((id) => ({ id, ...FINDINGS[id] })))(
  "$id has a mirror that is its mirror, too, or says in words why not",
  ({ id, mirror }) => {
    if (isId(mirror)) expect(FINDINGS[mirror].mirror).toBe(id);
    else {
      expect(mirror).toMatch(/^\S+ \S+ \S+/u);
      expect(named(mirror).filter((other) => !isId(other))).toEqual([]);
    }
  },
);

test("some have mirrors, and none is its own", () => {
  const mirrored = FINDING_IDS.filter((id) => isId(FINDINGS[id].mirror));
  expect(mirrored.length).toBeGreaterThan(10);
  expect(mirrored.filter((id) => FINDINGS[id].mirror === id)).toEqual([]);
});
