import type { EventEmitter } from "node:events";
import { runInThisContext } from "node:vm";

type Emitter = Pick<EventEmitter, "emit" | "listeners" | "on" | "removeAllListeners">;

const EVENTS = ["uncaughtException", "unhandledRejection"] as const;

/** Jest gives tests a copy of `process`, which hears of no error that nobody caught. */
const copy: Emitter = process;
/** The one that does hear. */
const original = runInThisContext("process") as Emitter;

let removed: { event: string; listener: (error: unknown) => void }[] = [];
let programs = 0;

/**
 * While a program runs, errors that it leaves uncaught are its own, as they are outside of tests: Pulumi reports them
 * to the engine, where Jest would fail the test. Answers how to end that.
 */
export function leaveUncaughtErrorsToPulumi(): () => void {
  programs += 1;
  if (programs === 1) takeOver();
  return () => {
    programs -= 1;
    if (programs === 0) giveBack();
  };
}

function takeOver(): void {
  removed = EVENTS.flatMap((event) =>
    original.listeners(event).map((listener) => ({ event, listener: listener as (error: unknown) => void })),
  );
  for (const event of EVENTS) {
    original.removeAllListeners(event);
    original.on(event, (error: unknown) => copy.emit(event, error));
  }
}

function giveBack(): void {
  for (const event of EVENTS) original.removeAllListeners(event);
  for (const { event, listener } of removed) original.on(event, listener);
}
