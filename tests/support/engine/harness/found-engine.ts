import type { Engine } from "../../../../tools/engine/engine";
import { findEngine } from "../../../../tools/engine/find-engine";

/** Carries what the set-up of the run found to the processes that run test files. */
const FOUND = "PULUMI_VCC_TEST_ENGINE";

type Found = { readonly engine: Engine } | { readonly error: string };

/** Finds the engine once for all test files. None is no reason to stop tests that need none, so it's kept for later. */
export async function shareEngine(): Promise<void> {
  const found: Found = await findEngine().then(
    (engine) => ({ engine }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  process.env[FOUND] = JSON.stringify(found);
}

/** The engine of this test run. Error: there's none, and why. */
export function sharedEngine(): Engine {
  const text = process.env[FOUND];
  if (text === undefined)
    throw new Error("The engine is found by Jest's set-up, which runs for tests/engine and tests/examples");
  const found = JSON.parse(text) as Found;
  if ("error" in found) throw new Error(found.error);
  return found.engine;
}
