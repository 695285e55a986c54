/**
 * A simulated account for tests of your own programs: `import { … } from "pulumi-vcc/simulator"`.
 *
 * @module simulator
 */
export { ApiError } from "./http/api-error";
export type { Fault } from "./http/faults";
export type { Grant, GrantMethod } from "./account/grants";
export type { IdentityRefusal } from "./identity/google";
export type { StaleReads } from "./account/journal";
export type {
  AccountState,
  StoredAddress,
  StoredMapping,
  StoredPlan,
  StoredProfile,
  StoredSignature,
} from "./account/model";
export type { PlanSeed, SimulatorOptions } from "./options";
export type { Fields, ObjectKind } from "./control/out-of-band";
export type { Refusal, RefuseGrant } from "./account/refusals";
export type { RequestRecord } from "./http/request-log";
export { type Mail, rankMappings, type RoutableMapping, type Route, routeMail } from "./account/routing";
export type { Settings } from "./settings";
export { createSimulator, type Simulator } from "./simulator";
export { type RunningSimulator, startSimulator, type StartOptions } from "./start-simulator";
