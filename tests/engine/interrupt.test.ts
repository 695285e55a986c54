import { setTimeout as sleep } from "node:timers/promises";
import { type Account, inbox, openAccount } from "../support/engine/account";
import type { EngineProcess } from "../support/engine/harness/engine-process";
import { descendants, isRunning } from "../support/engine/harness/process-tree";

const RETRY_AFTER_S = 60;

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

test("Ctrl-C ends a wait that VCC asked for: nothing more is sent, and no process stays", async () => {
  account.simulator.addFault({
    method: "POST",
    path: "/addresses$",
    status: 429,
    headers: { "Retry-After": String(RETRY_AFTER_S) },
    body: { message: "Too many requests" },
  });
  const pids: number[] = [];
  let interruptedAt = 0;
  const onceItWaits = async (command: EngineProcess): Promise<void> => {
    while (!command.printed().includes("Waiting: VCC asks for a pause")) await sleep(20);
    pids.push(...descendants(command.pid ?? 0));
    account.simulator.clearRequests();
    interruptedAt = Date.now();
  };
  const interrupted = await account.stack.up(inbox, { interruptWhen: onceItWaits });
  const tookMs = Date.now() - interruptedAt;

  expect(interrupted.error).toContain("Cancelled while waiting: nothing more was sent.");
  expect(interrupted.exitCode).not.toBe(0);
  expect(account.simulator.requests()).toEqual([]);
  expect(tookMs).toBeLessThan((RETRY_AFTER_S * 1_000) / 2);
  expect(pids).not.toEqual([]);
  // A plugin learns of the end of its engine from the end itself.
  while (pids.some(isRunning)) await sleep(20);

  const next = await account.stack.up(inbox);
  expect(next.error).toBeUndefined();
});
