import { liveThrough } from "../support/model/lives";
import { openModelWorld } from "../support/model/model-world";

/** Far more than a life takes, also on a busy machine, in ms. */
const MOST_MS_A_LIFE = 10_000;
const LIVES = 60;
/** The same lives in each run; `npm run test:slow` tries others. */
const SEED = 20_261_127;

test(
  "whatever goes wrong, two quiet runs later VCC and state are as the program says, and nothing else was touched",
  async () => {
    await liveThrough(LIVES, SEED, { open: openModelWorld, mostMs: MOST_MS_A_LIFE });
  },
  LIVES * MOST_MS_A_LIFE,
);
