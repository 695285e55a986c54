import * as limits from "../../schema/limits";
import { documents, read, sources } from "../support/documents";

/** Limits as prose tells them: in docstrings that a user's editor shows, in the fleet file's descriptions, in documents. */
const TOLD = [
  { of: "a name", limit: limits.MAX_NAME_CHARACTERS, as: /\b1 to (\d+) characters/gu },
  {
    of: "a description",
    limit: limits.MAX_DESCRIPTION_CHARACTERS,
    as: /(?:Purpose of .*|Free text of |escriptions have )at most (\d+) characters/gu,
  },
  { of: "a priority", limit: limits.MAX_PRIORITY, as: /1 \(lowest\) to (\d+)/gu },
  {
    of: "a priority that is left out",
    limit: limits.DEFAULT_PRIORITY,
    as: /(?:\(lowest\).*Default: |default of `priority` is )(\d+)/gu,
  },
  {
    of: "a signature in KB",
    limit: limits.MAX_SIGNATURE_BYTES / 1024,
    as: /(?:at most|more than) (\d+) KB/gu,
  },
  { of: "a page that nobody asks for", limit: limits.DEFAULT_PAGE_SIZE, as: /default limit is (\d+)/gu },
  { of: "a page", limit: limits.MAX_PAGE_SIZE, as: /the largest (\d+)/gu },
];

test.each(TOLD)("wherever prose tells the limit of $of, it is $limit", ({ as, limit }) => {
  const told = [...sources(), ...documents()].flatMap((path) =>
    [...read(path).matchAll(as)].map(([, number]) => ({ path, told: Number(number) })),
  );
  expect(told).not.toEqual([]);
  expect(told.filter((one) => one.told !== limit)).toEqual([]);
});
