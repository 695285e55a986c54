import { growthProblem } from "../support/growth";
import { HOSTILE_TEXTS } from "../support/hostile-pieces";
import { answer, READERS } from "../support/readers-of-text";

const CHARACTERS = 64_000;

test.each(Object.entries(READERS))(
  "%s takes time by its length, and answers in this package's words",
  (_name, { read, share = 1 }) => {
    const problems = HOSTILE_TEXTS.flatMap(({ piece, textOf }) => {
      const wrong = answer(read, textOf(CHARACTERS * share));
      const problem = wrong ?? growthProblem((text) => answer(read, text), textOf, CHARACTERS * share);
      return problem === undefined ? [] : [`${JSON.stringify(piece)}: ${problem}`];
    });
    expect(problems).toEqual([]);
  },
);
