import { parseRegExpLiteral, visitRegExpAST } from "@eslint-community/regexpp";
import { REGEX_LITERALS } from "../support/regex-literals";

/** By a part of it: one whose text has 1 MB at most, which the stack holds. */
const OF_BOUNDED_TEXT = "<!--.*?(?:-->|$)";

test("no group is repeated without a bound, as each repetition takes stack: a long text would overflow it", () => {
  const problems = [...REGEX_LITERALS].filter(([literal]) => {
    if (literal.includes(OF_BOUNDED_TEXT)) return false;
    const unbounded: unknown[] = [];
    visitRegExpAST(parseRegExpLiteral(literal), {
      onQuantifierEnter: ({ max, element }) => {
        const isGroup = element.type === "Group" || element.type === "CapturingGroup";
        if (max === Infinity && isGroup) unbounded.push(element);
      },
    });
    return unbounded.length > 0;
  });
  expect(problems).toEqual([]);
});
