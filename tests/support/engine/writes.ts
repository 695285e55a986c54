import type { RequestRecord, RunningSimulator } from "../../../provider/simulator/index";
import type { TestStack } from "./harness/test-stack";

/** The writes that changed the account since the log was last cleared; then clears it. */
export function takeWrites(simulator: RunningSimulator): readonly RequestRecord[] {
  const records = simulator.requests().filter(({ committed }) => committed);
  simulator.clearRequests();
  return records;
}

/**
 * Those of the writes that concern one of many cases in one stack: their path or body has one of these ids, mailboxes or
 * names.
 */
export function about(writes: readonly RequestRecord[], words: readonly string[]): readonly RequestRecord[] {
  return writes.filter(({ path, body }) => {
    const text = JSON.stringify(body ?? {});
    return words.some((word) => path.split("/").includes(word) || text.includes(JSON.stringify(word)));
  });
}

/** Ids in VCC of the stored resources that have one of these names in the program. */
export function idsOf(stack: TestStack, ...names: readonly string[]): string[] {
  return stack
    .state()
    .resources.filter(({ name }) => names.includes(name))
    .flatMap(({ id }) => (id === undefined || id === "" ? [] : [id]));
}
