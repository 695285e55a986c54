import { liveThrough, MOST_MS_A_LIFE } from "../support/model/lives";

const LIVES = 60;
/** The same lives in each run; `npm run test:slow` tries others. */
const SEED = 20_261_127;

test(
  "whatever goes wrong, two quiet runs later VCC and state are as the program says, and nothing else was touched",
  async () => {
    await liveThrough(LIVES, SEED);
  },
  LIVES * MOST_MS_A_LIFE,
);
