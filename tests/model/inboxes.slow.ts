import { liveThrough } from "../support/model/lives";
import { MODEL_WORLD } from "../support/model/model-world";

const { LIVES = "5000", SEED } = process.env;

test(
  "whatever goes wrong, two quiet runs later VCC and state are as the program says, in lives that nobody has seen before",
  async () => {
    await liveThrough(Number(LIVES), SEED === undefined ? undefined : Number(SEED), MODEL_WORLD);
  },
  Number(LIVES) * MODEL_WORLD.mostMs,
);
