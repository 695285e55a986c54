import * as z from "zod";
import { sentFields } from "../account/body";
import type { ObjectKind } from "../kinds";
import type { Simulator } from "../simulator";

/** Path prefix of the control surface. */
export const CONTROL_PATH = "/_simulator";

const Count = z.int().min(0);
const EmailAddress = z.string();
const Fields = z.record(z.string(), z.unknown());

const FaultBody = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  times: Count.optional(),
  skip: Count.optional(),
  status: z.int().min(200).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  after: z.boolean().optional(),
  alters: Fields.optional(),
  tells: Fields.optional(),
  close: z.boolean().optional(),
  delayMs: Count.optional(),
});

const SettingsBody = z.strictObject({
  isProvisioned: z.boolean().optional(),
  detectsOverlappingWrites: z.boolean().optional(),
  writeDurationMs: Count.optional(),
});

const RefusalBody = z.strictObject({
  reason: z.string(),
  emailAddress: EmailAddress.optional(),
  times: Count.optional(),
});

/** A control command, `POST /_simulator/<its name>`. What it returns is the reply. */
export interface ControlCommand {
  /** True if it changes nothing, so that `GET` will do. */
  readonly isRead: boolean;
  readonly run: (simulator: Simulator, kinds: readonly ObjectKind[], body: unknown) => unknown;
}

function command<Body extends z.ZodType>(
  form: Body | ((kinds: readonly ObjectKind[]) => Body),
  run: (simulator: Simulator, body: z.infer<Body>) => unknown,
): ControlCommand {
  return {
    isRead: false,
    run: (simulator, kinds, body) =>
      run(simulator, (typeof form === "function" ? form(kinds) : form).parse(body)),
  };
}

const Nothing = z.strictObject({}).optional();

function read(run: (simulator: Simulator) => unknown): ControlCommand {
  return { ...command(Nothing, run), isRead: true };
}

/** Every control command by name. Each does what the simulator's method of that name does. */
export const CONTROL_COMMANDS: Readonly<Record<string, ControlCommand>> = {
  state: read((simulator) => simulator.state()),
  requests: read((simulator) => ({ requests: simulator.requests() })),
  "clear-requests": command(Nothing, (simulator) => simulator.clearRequests()),
  expire: command(
    z.strictObject({ emailAddress: EmailAddress, reason: z.string().optional() }),
    (simulator, { emailAddress, reason }) => simulator.expire(emailAddress, reason),
  ),
  "sign-in": command(z.strictObject({ emailAddress: EmailAddress }), (simulator, { emailAddress }) =>
    simulator.signIn(emailAddress),
  ),
  create: command(
    (kinds) => z.strictObject({ kind: z.enum(kinds), fields: Fields }),
    (simulator, { kind, fields }) => simulator.create(kind, fields),
  ),
  "refuse-google": command(
    z.strictObject({ emailAddress: EmailAddress, error: z.string(), description: z.string() }),
    (simulator, { emailAddress, ...refusal }) => simulator.google.refuse(emailAddress, refusal),
  ),
  "accept-google": command(Nothing, (simulator) => simulator.google.accept()),
  edit: command(
    (kinds) => z.strictObject({ kind: z.enum(kinds), key: z.string(), patch: Fields }),
    (simulator, { kind, key, patch }) => simulator.edit(kind, key, patch),
  ),
  overwrite: command(
    (kinds) => z.strictObject({ kind: z.enum(kinds), key: z.string(), fields: Fields }),
    (simulator, { kind, key, fields }) => simulator.overwrite(kind, key, fields),
  ),
  delete: command(
    (kinds) => z.strictObject({ kind: z.enum(kinds), key: z.string() }),
    (simulator, { kind, key }) => simulator.delete(kind, key),
  ),
  "add-plan": command(
    z.strictObject({ name: z.string(), id: z.guid().optional() }),
    (simulator, { name, id }) => simulator.addPlan(name, id),
  ),
  "rename-plan": command(
    z.strictObject({ plan: z.string(), name: z.string() }),
    (simulator, { plan, name }) => simulator.renamePlan(plan, name),
  ),
  "remove-plan": command(z.strictObject({ plan: z.string() }), (simulator, { plan }) =>
    simulator.removePlan(plan),
  ),
  "add-fault": command(FaultBody, (simulator, fault) => simulator.addFault(sentFields(fault))),
  faults: read((simulator) => ({ faults: simulator.faults() })),
  "clear-faults": command(Nothing, (simulator) => simulator.clearFaults()),
  "refuse-grants": command(RefusalBody, (simulator, refusal) =>
    simulator.refuseGrants({ ...sentFields(refusal), reason: refusal.reason }),
  ),
  "accept-grants": command(Nothing, (simulator) => simulator.acceptGrants()),
  "revoke-tokens": command(Nothing, (simulator) => simulator.revokeTokens()),
  set: command(SettingsBody, (simulator, settings) => simulator.set(sentFields(settings))),
  "set-stale-reads": command(
    z.strictObject({ lagMs: Count, everyNth: z.int().min(1).optional() }),
    (simulator, { lagMs, everyNth = 1 }) => simulator.setStaleReads({ lagMs, everyNth }),
  ),
  "skew-clock": command(z.strictObject({ skewMs: z.int() }), (simulator, { skewMs }) =>
    simulator.skewClock(skewMs),
  ),
  route: command(z.strictObject({ to: z.string(), from: z.string() }), (simulator, mail) => ({
    route: simulator.route(mail) ?? null,
  })),
  reset: command(Nothing, (simulator) => simulator.reset()),
};
