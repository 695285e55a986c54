import { PLANS_SCOPE, READ_SCOPE, type Scope, WRITE_SCOPE } from "../../../schema/api";
import type { EmailAddressDto } from "../../../schema/email-address";
import type { Tokens } from "../../client/token";
import type { VccApi } from "../../core/ports";
import { AuthError, ForbiddenError, VccError } from "../../errors";
import type { Deadline } from "./deadline";
import type { Check } from "./report";

const SCOPES: readonly Scope[] = [PLANS_SCOPE, READ_SCOPE, WRITE_SCOPE];

/** What the account itself says. */
export interface PlatformFindings {
  readonly checks: readonly Check[];
  /** Undefined where VCC doesn't tell. */
  readonly addresses: readonly EmailAddressDto[] | undefined;
}

/** Whether the API client gets a token of each scope, and whether the email channel answers. */
export async function checkPlatform(
  tokens: Tokens,
  api: VccApi,
  deadline: Deadline,
): Promise<PlatformFindings> {
  const scopes = SCOPES.map((scope) =>
    checkCall(`token ${scope}`, () => tokens.get(scope), deadline).then(({ check }) => check),
  );
  const channel = checkCall("email channel", () => api.addresses.listFresh(), deadline);
  const { check, value } = await channel;
  return { checks: [...(await Promise.all(scopes)), check], addresses: value };
}

async function checkCall<T>(
  name: string,
  call: () => Promise<T>,
  deadline: Deadline,
): Promise<{ readonly check: Check; readonly value?: T }> {
  const work = call().then(
    (value) => ({ check: { name, level: "fine", reason: null } as const, value }),
    (error: unknown) => {
      // The wait before a repetition is cut short at the deadline.
      if (!(error instanceof VccError) && !deadline.signal.aborted) throw error;
      return { check: error instanceof VccError ? failedCheck(name, error) : late(name) };
    },
  );
  return deadline.within<{ check: Check; value?: T }>(work, () => ({ check: late(name) }));
}

/** A refusal is an answer; whatever else went wrong tells nothing of the account. */
function failedCheck(name: string, error: VccError): Check {
  const isRefusal = error instanceof AuthError || error instanceof ForbiddenError;
  return { name, level: isRefusal ? "broken" : "unknown", reason: error.message };
}

function late(name: string): Check {
  const reason = "VCC gave no answer in time. Try again with a longer --timeout.";
  return { name, level: "unknown", reason };
}
