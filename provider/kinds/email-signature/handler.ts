import { createHash } from "node:crypto";
import {
  EMAIL_SIGNATURE,
  type EmailSignatureDto,
  EmailSignatureInputs,
  type EmailSignatureState,
  SIGNATURE,
} from "../../../schema/email-signature";
import { EMAIL_ADDRESS, EMAIL_ADDRESSES } from "../../../schema/email-address";
import { toMs } from "../../../schema/time";
import { requireGone, requireUnlisted } from "../../consistency/absence";
import type { ResourceDefinition } from "../../lifecycle/definition";
import { canonicalHtml, sameHtml } from "../../text/html";
import type { Context } from "../../ports";
import { readSettled } from "../../consistency/read-your-writes";
import { deleteOnce, writeOnce } from "../../consistency/idempotent-writes";
import { ConflictError, undefinedIfNotFound } from "../../errors";
import { sayWhatChanges } from "../adoption";
import { requireRoomForSuccessorOf } from "../email-address/deletion";
import { deleteSignature, getSignature, putSignature } from "./calls";

/** A signature has no id of its own in VCC: the resource's id is its address's. */
export const emailSignature = {
  kind: EMAIL_SIGNATURE,
  contractKind: SIGNATURE.kind,
  inputs: EmailSignatureInputs,
  equal: { html: sameHtml },
  replaceOn: ["addressId"],
  unique: ["addressId"],

  async create(context, desired) {
    const { addressId, html, adopt } = desired;
    const address = context.registry.object(EMAIL_ADDRESS, addressId);
    const found = address.isMade
      ? undefined
      : await getSignature(context.api, addressId).catch(undefinedIfNotFound);
    const isAdopted = adopt === true || adopt === addressId;
    const isEqual = found !== undefined && sameHtml(found.html, html);
    // A signature has no name that proves whose it is; but on an address of this stack, nobody else writes this HTML.
    const isOwn = isEqual && address.isManaged;
    if (found !== undefined && !isOwn && !isAdopted) throw hasSignature(addressId, isEqual);
    // As it is, where no other resource of this stack can have it. Else it's written anew, though equal: `updatedAt`
    // moves, and tells the other one that it isn't its own any more.
    if (found !== undefined && !isEqual)
      sayWhatChanges(context, `The signature of the address "${addressId}"`, ["html"]);
    const state =
      isEqual && address.isNew
        ? toState(addressId, found, { html })
        : await setSignature(context, addressId, html, found);
    return { id: addressId, state };
  },

  async read(context, id, prior) {
    const dto = await readSignature(context, id, prior);
    const state = dto && toState(id, dto, prior);
    if (state?.html !== prior?.html || state === undefined || prior === undefined) return state;
    // The time of what this resource knows: a later one means that another resource wrote the same.
    return { ...state, updatedAt: prior.updatedAt };
  },

  async update(context, id, prior, desired) {
    const { html } = desired;
    if (sameHtml(prior.html, html)) return { state: { ...prior, html }, asked: desired };
    // No list shows signatures, and a PUT replaces the whole text: so each one that changes is looked at before.
    const found = await readSignature(context, id, prior);
    if (found !== undefined && sameHtml(found.html, html))
      return { state: toState(id, found, { html }), asked: desired };
    if (found !== undefined && toState(id, found, prior).html !== prior.html)
      throw edited(id, prior.updatedAt, found.updatedAt);
    return { state: await setSignature(context, id, html, found), asked: desired };
  },

  async delete(context, id, { updatedAt }) {
    await requireRoomForSuccessorOf(context, id);
    const found = await getSignature(context.api, id).catch(undefinedIfNotFound);
    if (found !== undefined && (toMs(found.updatedAt) ?? 0) > (toMs(updatedAt) ?? Number.POSITIVE_INFINITY)) {
      throw rewritten(id, updatedAt, found.updatedAt);
    }
    await deleteOnce({
      delete: () => deleteSignature(context.api, id),
      async confirmGone() {
        const find = () => getSignature(context.api, id).catch(undefinedIfNotFound);
        await requireGone(
          context,
          `the signature of email address ${id}`,
          async () => (await find()) !== undefined,
        );
        await confirmGone(context, id);
      },
    });
  },
} as const satisfies ResourceDefinition<EmailSignatureInputs, EmailSignatureState>;

/** The signature as soon as VCC shows one's own last write. */
async function readSignature(
  context: Context,
  addressId: string,
  prior: EmailSignatureState | undefined,
): Promise<EmailSignatureDto | undefined> {
  return readSettled(context, {
    get: () => getSignature(context.api, addressId),
    times: ({ updatedAt }) => [updatedAt],
    knownTimes: [prior?.updatedAt],
    confirmGone: () => confirmGone(context, addressId),
  });
}

function hasSignature(addressId: string, isEqual: boolean): ConflictError {
  const adopt = `add adopt: ${JSON.stringify(addressId)} to the arguments`;
  return new ConflictError("VCC_TAKEN", `The address "${addressId}" has a signature already.`, {
    hint: isEqual
      ? `It is this very HTML, but nothing proves that this stack made it. To manage it here, ${adopt}.`
      : `To replace it with this one, ${adopt}; its present HTML would be lost.`,
  });
}

function edited(addressId: string, knownAt: string, at: string): ConflictError {
  return new ConflictError(
    "VCC_SIGNATURE_EDITED",
    `The signature of the address "${addressId}" isn't changed: VCC has other HTML, written at ${at}, than the preview of this run knew, which was of ${knownAt}.`,
    {
      hint: "pulumi up --refresh shows that, and puts the program's HTML in its place. To keep what somebody wrote, copy it into the program first.",
    },
  );
}

function rewritten(addressId: string, knownAt: string, at: string): ConflictError {
  return new ConflictError(
    "VCC_SIGNATURE_EDITED",
    `The signature of the address "${addressId}" isn't deleted: it was written at ${at}, and this resource last knew it as of ${knownAt}.`,
    {
      hint:
        "If somebody edited it, run again with --refresh. If another resource has it now, as after a rename without " +
        "its former name in the program (aliases, or formerNames in a fleet file), or somebody saved the same HTML, take this resource out of the state: pulumi state delete, with its URN.",
    },
  );
}

/**
 * No list shows signatures, so their address is the witness: a client that may read it would be shown its signature.
 * Error: where the address answers 404, too, but the list still shows it.
 */
async function confirmGone(context: Context, addressId: string): Promise<void> {
  const address = await context.api.collection(EMAIL_ADDRESSES).get(addressId).catch(undefinedIfNotFound);
  if (address === undefined) return requireUnlisted(context, EMAIL_ADDRESSES, addressId);
  context.say(
    `warning: the signature of ${address.emailAddress}: VCC answers 404, though it shows the address; so somebody has removed it, and it is taken for gone.`,
  );
}

/**
 * Sets the signature. `before`: as it was a moment ago, where there was one. After a lost reply it is set where VCC
 * shows this very HTML: a later time alone proves nothing, because somebody else may have written it. Only of an
 * address that this very run has made, nobody else has written one.
 */
async function setSignature(
  context: Context,
  addressId: string,
  html: string,
  before: EmailSignatureDto | undefined,
): Promise<EmailSignatureState> {
  const isSameAsBefore = (seen: EmailSignatureDto) =>
    before !== undefined && sameHtml(seen.html, before.html);
  const isLater = ({ updatedAt }: EmailSignatureDto) =>
    (toMs(updatedAt) ?? 0) > (toMs(before?.updatedAt) ?? Number.POSITIVE_INFINITY);
  const isNewHere = before === undefined && context.registry.object(EMAIL_ADDRESS, addressId).isNew;
  let last: EmailSignatureDto | undefined;
  const dto = await writeOnce(context, {
    write: () => putSignature(context.api, addressId, html),
    get: async () => (last = await getSignature(context.api, addressId)),
    // The same HTML written anew shows by its time alone.
    isDone: (seen) => isNewHere || (sameHtml(seen.html, html) && (!isSameAsBefore(seen) || isLater(seen))),
  }).catch((error: unknown) => {
    if (last !== undefined && !isSameAsBefore(last)) {
      context.say(
        `warning: the signature of email address ${addressId}: VCC has HTML of ${last.html.length} characters, written at ` +
          `${last.updatedAt}. Whether that is what VCC has made of the program's, or somebody else's, can't be told.`,
      );
    }
    throw error;
  });
  const isReshaped = !sameHtml(dto.html, html) && dto.html.trim() !== "";
  if (!isReshaped) return toState(addressId, dto, { html });
  context.say(
    `warning: the signature of email address ${addressId}: VCC keeps other HTML than was sent, ` +
      `${dto.html.length} characters in place of ${html.length}. Look at a reply once; from now on the two count as equal.`,
  );
  return toState(addressId, dto, { html, __answered: digestsOf(dto.html) });
}

/** HTML that was written, and digests of what VCC has made of it. */
type Written = Pick<EmailSignatureState, "html" | "__answered">;

/** VCC may normalise HTML: what the program wrote is kept where it means the same, or is what VCC makes of it. */
function toState(
  addressId: string,
  dto: EmailSignatureDto,
  written: Written | undefined,
): EmailSignatureState {
  const { html, updatedAt } = dto;
  if (written === undefined) return { addressId, html, updatedAt };
  if (sameHtml(written.html, html)) return { addressId, html: written.html, updatedAt };
  const { __answered: answered = [] } = written;
  const isAnswer = digestsOf(html).some((digest) => answered.includes(digest));
  return isAnswer
    ? { addressId, html: written.html, __answered: answered, updatedAt }
    : { addressId, html, updatedAt };
}

/**
 * Digests of the text and of its meaning, because VCC may respell it. Not the HTML itself, which may be marked as a
 * secret.
 */
function digestsOf(html: string): string[] {
  return [html, canonicalHtml(html)].map((text) => createHash("sha256").update(text).digest("base64url"));
}
