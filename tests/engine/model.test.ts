import { ENGINE_WORLD } from "../support/model/engine-world";
import { liveThrough } from "../support/model/lives";

/** Each is a minute of the engine; `npm run test:slow` lives through others. */
const LIVES = 1;
const SEED = 1;

test(
  "whatever goes wrong on the real engine, two quiet runs later VCC and state are as the program says",
  async () => {
    await liveThrough(LIVES, SEED, ENGINE_WORLD);
  },
  LIVES * ENGINE_WORLD.mostMs,
);
