import { liveThrough } from "../support/model/lives";
import { MODEL_WORLD } from "../support/model/model-world";

const LIVES = 60;
/** The same lives in each run; `npm run test:slow` tries others. */
const SEED = 20_261_127;

test(
  "whatever goes wrong, two quiet runs later VCC and state are as the program says, and nothing else was touched",
  async () => {
    await liveThrough(LIVES, SEED, MODEL_WORLD);
  },
  LIVES * MODEL_WORLD.mostMs,
);
