import { liveThrough, MOST_MS_A_LIFE } from "../support/model/lives";

const { LIVES = "5000", SEED } = process.env;

test(
  "whatever goes wrong, two quiet runs later VCC and state are as the program says, in lives that nobody has seen before",
  async () => {
    await liveThrough(Number(LIVES), SEED === undefined ? undefined : Number(SEED));
  },
  Number(LIVES) * MOST_MS_A_LIFE,
);
