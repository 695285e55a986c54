import { liveThrough } from "../support/model/lives";
import { openModelWorld } from "../support/model/model-world";

/** Far more than a life takes, also on a busy machine, in ms. */
const MOST_MS_A_LIFE = 10_000;
const { LIVES = "5000", SEED } = process.env;

test(
  "whatever goes wrong, two quiet runs later VCC and state are as the program says, in lives that nobody has seen before",
  async () => {
    await liveThrough(Number(LIVES), SEED === undefined ? undefined : Number(SEED), {
      open: openModelWorld,
      mostMs: MOST_MS_A_LIFE,
    });
  },
  Number(LIVES) * MOST_MS_A_LIFE,
);
