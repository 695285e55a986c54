/**
 * `npm run bench`: API calls and wall time of an inbox program (address, signature, mapping) on the simulator, beside the
 * engine's floor (resources that do nothing) and a plain dynamic provider in the same run; state bytes a resource; start-up
 * of the provider; size of the installed package; probes of 200 mailboxes; validation and export of 1,000 inboxes; reports of 1,000 changed mailboxes,
 * beside the engine's preview; errors with 5,000 known secrets; lost replies in an account of 5,000 inboxes; an account
 * that takes 50 ms for a reply.
 * `npm run bench:full` measures 1,000 inboxes too; and the state in PostgreSQL, the provider's memory at 100 and 5,000
 * inboxes, and OpenTofu with resources that do nothing, which Go builds once.
 * Times are for ratios: machines differ, and the floor is measured on the same one.
 *
 * Numbers as arguments are the counts of inboxes: `npm run bench -- 1 100`. Names are the only parts to measure, as in
 * `npm run bench -- accounts 100`.
 */
import { measureAccounts } from "./bench/accounts";
import { measureBackends } from "./bench/backends";
import { measureDelays } from "./bench/delays";
import { measureErrors } from "./bench/errors";
import { measureFleet } from "./bench/fleet";
import { measureInstalledSize } from "./bench/installed-size";
import { measureMemory } from "./bench/memory";
import { measureProbes } from "./bench/probes";
import { measureRecovery } from "./bench/recovery";
import { measureReport } from "./bench/report";
import { measureStartUp } from "./bench/start-up";
import { measureTofu } from "./bench/tofu";
import type { Engine } from "./engine/engine";
import { findEngine } from "./engine/find-engine";

interface Part {
  readonly name: string;
  readonly isLong?: true;
  readonly measure: (engine: Engine, counts: readonly number[]) => void | Promise<void>;
}

/** In their order: errors come before anything that makes secrets known. */
const PARTS: readonly Part[] = [
  { name: "errors", measure: measureErrors },
  { name: "start-up", measure: measureStartUp },
  { name: "size", measure: measureInstalledSize },
  { name: "probes", measure: measureProbes },
  { name: "fleet", measure: measureFleet },
  { name: "report", measure: measureReport },
  { name: "recovery", measure: measureRecovery },
  { name: "delays", measure: measureDelays },
  {
    name: "accounts",
    async measure(engine, counts) {
      for (const count of counts) await measureAccounts(engine, count);
    },
  },
  { name: "memory", isLong: true, measure: measureMemory },
  { name: "backends", isLong: true, measure: measureBackends },
  { name: "tofu", isLong: true, measure: measureTofu },
];
const COUNTS = [1, 100];
const FULL_COUNTS = [...COUNTS, 1_000];

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const isFull = words.includes("--full");
  const given = words.filter((word) => /^\d+$/u.test(word)).map(Number);
  const names = words.filter((word) => PARTS.some(({ name }) => name === word));
  const counts = given.length > 0 ? given : isFull ? FULL_COUNTS : COUNTS;
  const engine = await findEngine();
  console.log(`Engine ${engine.version}, Node ${process.version}\n`);
  for (const { name, isLong, measure } of PARTS) {
    const isMeant = names.length > 0 ? names.includes(name) : isFull || isLong !== true;
    if (isMeant) await measure(engine, counts);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
