/**
 * A simulated account for tests of your own programs: `import { … } from "pulumi-vcc/simulator"`.
 *
 * @module simulator
 */
export { ApiError } from "./account/api-error";
export type { Fault } from "./http/faults";
export type { Grant, GrantMethod } from "./account/grants";
export type { IdentityRefusal } from "./identity/google";
export type { StaleReads } from "./account/journal";
export type { AccountState, ObjectKind } from "./kinds";
export type { StoredAddress } from "../kinds/email-address/simulated";
export type { StoredMapping, StoredPlan } from "../kinds/interaction-plan-mapping/simulated";
export type { StoredProfile } from "../kinds/email-profile/simulated";
export type { StoredSignature } from "../kinds/email-signature/simulated";
export type { SimulatorOptions } from "./options";
export type { PlanSeed } from "./plans";
export type { Fields } from "./routes/simulated-kind";
export type { Refusal, RefuseGrant } from "./refusals";
export type { RequestRecord } from "./http/request-log";
export { type Mail, rankMappings, type RoutableMapping, type Route, routeMail } from "./routing";
export type { Settings } from "./http/api-server";
export type { Simulator } from "./simulator";
export { createSimulator, type RunningSimulator, startSimulator, type StartOptions } from "./start-simulator";
