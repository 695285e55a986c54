/**
 * `npm run fixtures`: makes the fixtures of the change report anew, each with the Pulumi engine and a simulated account:
 * `tests/report/fixtures/NAME`. `npm run fixtures -- NAME…` makes those alone. Needs `npm run build`.
 */
import { shareEngine } from "../tests/support/engine/harness/found-engine";
import { makeFixture, writeFixture } from "../tests/support/report-fixtures/make-fixture";
import type { Scenario } from "../tests/support/report-fixtures/scenario";
import { SCENARIOS } from "../tests/support/report-fixtures/scenarios";

const AT_ONCE = 2;

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown.length > 0) throw new Error(`No such scenario: ${unknown.join(", ")}`);
  await shareEngine();
  const wanted = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name));
  // One queue, from which each takes its next.
  const queue = wanted.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => makeAll(queue)));
}

/** Makes the next of the scenarios until none is left. */
async function makeAll(scenarios: Iterable<Scenario>): Promise<void> {
  for (const scenario of scenarios) {
    try {
      writeFixture(scenario.name, await makeFixture(scenario));
      console.log(scenario.name);
    } catch (error) {
      console.error(`${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
