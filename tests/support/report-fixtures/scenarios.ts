import type { Scenario } from "./scenario";
import { CREDENTIALS } from "./scenarios/credentials";
import { DRIFT } from "./scenarios/drift";
import { FAILURES } from "./scenarios/failures";
import { INBOXES } from "./scenarios/inboxes";
import { POLICIES } from "./scenarios/policies";
import { PROGRAMS_AND_COMMANDS } from "./scenarios/programs-and-commands";
import { PULL_REQUEST } from "./scenarios/pull-request";
import { ROUTING } from "./scenarios/routing";

/** Every scenario of which there is a fixture. */
export const SCENARIOS: readonly Scenario[] = [
  ...INBOXES,
  ...ROUTING,
  ...DRIFT,
  ...CREDENTIALS,
  ...FAILURES,
  ...POLICIES,
  ...PROGRAMS_AND_COMMANDS,
  PULL_REQUEST,
];
