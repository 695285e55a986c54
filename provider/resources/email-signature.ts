import {
  type EmailSignatureDto,
  EmailSignatureInputs,
  type EmailSignatureState,
} from "../../schema/email-signature";
import { undefinedIfNotFound } from "../core/absence";
import { defineResource } from "../core/definition";
import { sameHtml } from "../core/html";
import type { Context } from "../core/ports";
import { readSettled } from "../core/settled-read";
import { waitUntilVisible } from "../core/visibility";
import { deleteOnce } from "../core/write-once";
import { ApiError, ConflictError } from "../errors";
import { confirmAddressGone } from "./email-address";

/** A signature has no id of its own in VCC: the resource's id is its address's. */
export const emailSignature = defineResource<EmailSignatureInputs, EmailSignatureState>({
  kind: "EmailSignature",
  inputs: EmailSignatureInputs,
  defaults: {},
  equal: { html: sameHtml },
  desires: [],
  replaceOn: ["addressId"],
  replaceOnUnknown: [],
  deleteBeforeReplace: () => false,
  unique: ["addressId"],

  async create(context, desired) {
    const { addressId, html, adopt } = desired;
    const found = await context.api.signatures.get(addressId).catch(undefinedIfNotFound);
    if (
      found !== undefined &&
      sameHtml(found.html, html) &&
      !context.managedIds.has("EmailSignature", addressId)
    ) {
      return { id: addressId, state: toState(addressId, found, html) };
    }
    if (found !== undefined && adopt !== addressId) {
      throw new ConflictError(`The address "${addressId}" has a signature already.`, {
        hint: `To replace it with this one, add adopt: ${JSON.stringify(addressId)} to the arguments; its present HTML would be lost.`,
        paths: ["html"],
      });
    }
    return {
      id: addressId,
      state: toState(addressId, await context.api.signatures.put(addressId, html), html),
    };
  },

  async read(context, id, prior) {
    const dto = await readSettled(context, {
      get: () => context.api.signatures.get(id),
      times: ({ updatedAt }) => [updatedAt],
      knownTimes: [prior?.updatedAt],
      confirmGone: () => confirmGone(context, id),
    });
    return dto && toState(id, dto, prior?.html);
  },

  async update(context, id, prior, { html }) {
    if (sameHtml(prior.html, html)) return { ...prior, html };
    return toState(id, await context.api.signatures.put(id, html), html);
  },

  async delete(context, id) {
    await deleteOnce({
      delete: () => context.api.signatures.delete(id),
      async confirmGone() {
        await requireUnseen(context, id);
        await confirmGone(context, id);
      },
    });
  },
});

/** Error: where VCC still shows the signature after the time that it may lag behind a deletion. */
async function requireUnseen(context: Context, addressId: string): Promise<void> {
  const seen = await waitUntilVisible({
    look: () => context.api.signatures.get(addressId).catch(undefinedIfNotFound),
    isVisible: (dto) => dto === undefined,
    deadlineMs: context.now() + context.limits.visibilityWaitMs,
    intervalMs: context.limits.pollIntervalMs,
    sleep: context.sleep,
    now: context.now,
  });
  if (seen === undefined) return;
  throw new ApiError(
    `VCC answers 404 to the deletion of the signature of email address ${addressId}, but still shows it.`,
    { hint: "Check that this client may delete it (scope admin:write).", status: 404 },
  );
}

/**
 * No list shows signatures, so their address is the witness: a client that may read it would be shown its signature.
 * Error: where the address answers 404, too, but the list still shows it.
 */
async function confirmGone(context: Context, addressId: string): Promise<void> {
  const address = await context.api.addresses.get(addressId).catch(undefinedIfNotFound);
  if (address === undefined) return confirmAddressGone(context, addressId);
  context.say(
    `warning: the signature of ${address.emailAddress}: VCC answers 404, though it shows the address; so somebody has removed it, and it is taken for gone.`,
  );
}

/** VCC may normalise HTML: what the program wrote is kept where it means the same. */
function toState(
  addressId: string,
  dto: EmailSignatureDto,
  written: string | undefined,
): EmailSignatureState {
  const html = written !== undefined && sameHtml(written, dto.html) ? written : dto.html;
  return { addressId, html, updatedAt: dto.updatedAt };
}
