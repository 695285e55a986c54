import { ENGINE_WORLD } from "../../support/model/engine-world";
import { liveThrough } from "../../support/model/lives";

const LIVES = Number(process.env["LIVES"] ?? 40);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

test(
  `whatever goes wrong on the real engine, two quiet runs later VCC and state are as the program says, in ${LIVES} lives (SEED=${SEED})`,
  async () => {
    await liveThrough(LIVES, SEED, ENGINE_WORLD);
  },
  LIVES * ENGINE_WORLD.mostMs,
);
