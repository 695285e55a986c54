import { openAccount } from "../../support/engine/account";
import { killAtRandom } from "../../support/engine/random-kills";

const KILLS = Number(process.env["KILLS"] ?? 300);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const AN_HOUR_IN_MS = 3_600_000;

test(
  `after each of ${KILLS} kills at random points, with the state stored only at the end of a run, the next run takes up what is there, and makes nothing twice (SEED=${SEED})`,
  async () => {
    const account = await openAccount();
    try {
      const tell = (killed: number) => process.stderr.write(`${killed} runs killed\n`);
      expect(await killAtRandom(account, { kills: KILLS, seed: SEED, tell })).toBeGreaterThanOrEqual(KILLS);
    } finally {
      await account.dispose();
    }
  },
  AN_HOUR_IN_MS,
);
