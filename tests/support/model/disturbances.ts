import * as fc from "fast-check";
import type { Fault, Simulator } from "../../../provider/simulator/index";

/** Trouble during a run. */
export interface Disturbance {
  readonly faults: readonly Fault[];
  /** GETs lag behind writes by that many ms. */
  readonly lagMs: number;
  readonly dropsTokens: boolean;
  /** What ends the run at a request: the engine's death with the provider's, the provider's own, or Ctrl-C. */
  readonly end?: End | undefined;
  /** Change that somebody makes by hand before the run. */
  readonly byHand?: ByHand | undefined;
  readonly skipsCheckpoints: boolean;
}

export interface End {
  readonly by: "engine killed" | "provider killed" | "ctrl-c";
  /** Number of the request, from 1. */
  readonly request: number;
  /** True if it still goes out, and only its reply is lost. */
  readonly isSent: boolean;
}

export type ByHand =
  "edit description" | "edit priority" | "delete mapping" | "delete signature" | "sign out" | "add mapping";

const page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const html = { headers: { "content-type": "text/html" }, body: page };

const failures: readonly Omit<Fault, "method" | "path" | "skip" | "times">[] = [
  { status: 429 },
  { status: 429, headers: { "retry-after": "7" } },
  { status: 500 },
  { status: 503, ...html },
  { status: 502, ...html, after: true },
  { status: 500, after: true },
  { status: 504, ...html, after: true },
  { status: 200, body: "not json", after: true },
  { status: 200, body: {}, after: true },
  { close: true },
  { close: true, after: true },
  { status: 403, body: { message: "Forbidden" } },
  { status: 404, body: { message: "Not Found" } },
  { status: 409, body: { message: "Simultaneous administration" } },
  { status: 401 },
];

const fault: fc.Arbitrary<Fault> = fc
  .record({
    failure: fc.constantFrom(...failures),
    method: fc.constantFrom("GET", "POST", "PATCH", "PUT", "DELETE", undefined),
    path: fc.constantFrom("/addresses", "/signature$", "/authentication", "/mappings", undefined),
    skip: fc.nat({ max: 8 }),
    times: fc.constantFrom(1, 1, 2, 7),
  })
  .map(({ failure, method, path, skip, times }) => ({
    ...failure,
    skip,
    times,
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
  }));

export const disturbance: fc.Arbitrary<Disturbance> = fc.record({
  faults: fc.array(fault, { maxLength: 3 }),
  lagMs: fc.constantFrom(0, 0, 4_000),
  dropsTokens: fc.constantFrom(false, false, true),
  end: fc.option(
    fc.record({
      by: fc.constantFrom("engine killed" as const, "provider killed" as const, "ctrl-c" as const),
      request: fc.integer({ min: 1, max: 30 }),
      isSent: fc.boolean(),
    }),
    { nil: undefined },
  ),
  byHand: fc.option(
    fc.constantFrom<ByHand>(
      "edit description",
      "edit priority",
      "delete mapping",
      "delete signature",
      "sign out",
    ),
    { nil: undefined },
  ),
  skipsCheckpoints: fc.boolean(),
});

/** Changes an object of the stack in VCC's own screens, where there is one. */
export function editByHand(simulator: Simulator, byHand: ByHand, isOurs: (mailbox: string) => boolean): void {
  const { addresses, mappings, signatures } = simulator.state();
  const mapping = mappings.find(({ toAddresses }) => toAddresses.some(isOurs))?.mappingName;
  if (mapping !== undefined && byHand === "edit priority")
    simulator.edit("mapping", mapping, { priority: 42 });
  if (mapping !== undefined && byHand === "delete mapping") simulator.delete("mapping", mapping);
  const address = addresses.find(({ emailAddress }) => isOurs(emailAddress));
  if (address === undefined) return;
  const { id, emailAddress: mailbox } = address;
  const isSigned = signatures.some(({ addressId }) => addressId === id);
  if (byHand === "edit description") simulator.edit("address", mailbox, { description: "By hand" });
  if (byHand === "delete signature" && isSigned) simulator.delete("signature", mailbox);
  if (byHand === "sign out") simulator.expire(mailbox);
}
