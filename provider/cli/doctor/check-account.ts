import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import {
  INTERACTION_PLAN_MAPPINGS,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import type { Account } from "../../hosts/account";
import type { Listing } from "../../ports";
import { hasErrorCode, isClientRefusal, isForbidden, VccError } from "../../errors";
import type { Deadline } from "../../values/deadline";
import type { Check } from "../output";

/** Findings about the account itself. */
export interface AccountFindings {
  readonly checks: readonly Check[];
  /** Undefined where VCC doesn't tell. */
  readonly addresses: Listing<EmailAddressDto> | undefined;
  readonly mappings: readonly InteractionPlanMappingDto[] | undefined;
}

/** Asks for a token of each scope, and for the addresses and mappings of the email channel. */
export async function checkAccount(
  { tokens, contract, context: { api } }: Account,
  deadline: Deadline,
): Promise<AccountFindings> {
  const scopes = contract.scopes.map((scope) =>
    checkCall(`token ${scope}`, () => tokens.get(scope), deadline).then(({ check }) => check),
  );
  const [addresses, mappings] = await Promise.all([
    checkCall(
      CHANNEL,
      () => api.reader(EMAIL_ADDRESSES).listAll(),
      deadline,
      contract.listPath(EMAIL_ADDRESSES),
    ),
    checkCall(
      CHANNEL,
      () => api.reader(INTERACTION_PLAN_MAPPINGS).listAll(),
      deadline,
      contract.listPath(INTERACTION_PLAN_MAPPINGS),
    ),
  ]);
  const channel = addresses.check.level === "fine" ? mappings.check : addresses.check;
  return {
    checks: [
      ...(await Promise.all(scopes)),
      channel,
      ...unreadChecks("address", addresses.value),
      ...unreadChecks("mapping", mappings.value),
    ],
    addresses: addresses.value,
    mappings: mappings.value?.objects,
  };
}

const CHANNEL = "email channel";

/** Nobody can tell if mail reaches anybody there. */
function unreadChecks(noun: string, listing: Listing<unknown> | undefined): readonly Check[] {
  return (listing?.unreadable ?? []).map(({ id, problem }) => ({
    name: `${noun} ${id ?? "without an id"}`,
    level: "unknown",
    reason: `VCC shows it in another form than this release knows: ${problem}. Look at it in VCC's own screens.`,
  }));
}

async function checkCall<T>(
  name: string,
  call: () => Promise<T>,
  deadline: Deadline,
  path?: string,
): Promise<{ readonly check: Check; readonly value?: T }> {
  const work = call().then(
    (value) => ({ check: { name, level: "fine", reason: null } as const, value }),
    (error: unknown) => {
      // The wait before a repetition is cut short at the deadline.
      if (!(error instanceof VccError) && !deadline.signal.aborted) throw error;
      return { check: error instanceof VccError ? failedCheck(name, error, path) : late(name) };
    },
  );
  return deadline.within<{ check: Check; value?: T }>(work, () => ({ check: late(name) }));
}

/** A refusal is an answer; whatever else went wrong tells nothing of the account. */
function failedCheck(name: string, error: VccError, path: string | undefined): Check {
  const isRefusal = isClientRefusal(error) || isForbidden(error);
  const isNowhere = hasErrorCode(error, "VCC_DOUBTFUL_404");
  const asked = isNowhere && path !== undefined ? ` What was asked for: GET ${path}.` : "";
  return { name, level: isRefusal ? "broken" : "unknown", reason: error.message + asked };
}

function late(name: string): Check {
  const reason = "VCC gave no answer in time. Try again with a longer --timeout.";
  return { name, level: "unknown", reason };
}
