/**
 * `npm run bench`: API calls and wall time of an inbox program (address, signature, mapping) on the simulator, beside
 * the engine's floor (resources that do nothing) in the same run; state bytes a resource; start-up of the provider; size of the installed package; probes
 * of 200 mailboxes; validation and export of 1,000 inboxes; reports of 1,000 changed mailboxes, beside the engine's preview; errors with 5,000 known secrets; lost replies in an account of
 * 5,000 inboxes.
 * Times are for ratios: machines differ, and the floor is measured on the same one.
 *
 * `npm run bench -- 1 100` measures those counts of inboxes; without, 1, 100 and 1000.
 */
import { measureAccounts } from "./bench/accounts";
import { measureErrors } from "./bench/errors";
import { measureFleet } from "./bench/fleet";
import { measureInstalledSize } from "./bench/installed-size";
import { measureProbes } from "./bench/probes";
import { measureRecovery } from "./bench/recovery";
import { measureReport } from "./bench/report";
import { measureStartUp } from "./bench/start-up";
import { findEngine } from "./engine/find-engine";

const DEFAULT_COUNTS = [1, 100, 1_000];

async function main(): Promise<void> {
  const counts = process.argv.slice(2).map(Number);
  const engine = await findEngine();
  console.log(`Engine ${engine.version}, Node ${process.version}\n`);
  measureErrors();
  await measureStartUp();
  await measureInstalledSize();
  await measureProbes();
  await measureFleet();
  await measureReport(engine);
  await measureRecovery(engine);
  for (const count of counts.length > 0 ? counts : DEFAULT_COUNTS) await measureAccounts(engine, count);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
