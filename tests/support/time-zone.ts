import { runInThisContext } from "node:vm";

/**
 * The time zone of this machine from now on; undefined for its own. Jest gives tests a copy of the environment, which the
 * clock doesn't look at, so it is set in the real one.
 */
export function setTimeZone(zone: string | undefined): void {
  const real = runInThisContext("process") as NodeJS.Process;
  if (zone === undefined) delete real.env["TZ"];
  else real.env["TZ"] = zone;
}

/** What `setTimeZone` gives back. */
export const OWN_TIME_ZONE = process.env["TZ"];
