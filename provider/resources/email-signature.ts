import {
  type EmailSignatureDto,
  EmailSignatureInputs,
  type EmailSignatureState,
} from "../../schema/email-signature";
import { defineResource } from "../core/definition";
import { sameHtml } from "../core/html";
import { readSettled, undefinedIfNotFound } from "../core/settled-read";
import { deleteOnce, exists } from "../core/write-once";
import { ConflictError } from "../errors";

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
    });
    return dto && toState(id, dto, prior?.html);
  },

  async update(context, id, prior, { html }) {
    if (sameHtml(prior.html, html)) return { ...prior, html };
    return toState(id, await context.api.signatures.put(id, html), html);
  },

  async delete(context, id) {
    const { signatures } = context.api;
    const isThere = () => exists(() => signatures.get(id));
    await deleteOnce(context, { delete: () => signatures.delete(id), isThere });
  },
});

/** VCC may normalise HTML: what the program wrote is kept where it means the same. */
function toState(
  addressId: string,
  dto: EmailSignatureDto,
  written: string | undefined,
): EmailSignatureState {
  const html = written !== undefined && sameHtml(written, dto.html) ? written : dto.html;
  return { addressId, html, updatedAt: dto.updatedAt };
}
