import * as z from "zod";
import type { Part } from "./endpoint";
import { Adopt } from "./fields";
import { Html, orEmpty, Time } from "./foreign";
import { obeyedPart, UNUSABLE_IN_HTML } from "../provider/text/plain-text";
import { MAX_SIGNATURE_BYTES } from "./limits";
import { content, contentRule, rule, strictFields, OF_LIMIT } from "./rule";

/** Inputs that a program declares. The meaning of each field is told at `EmailSignatureArgs`. */
export const EmailSignatureInputs = strictFields(
  {
    addressId: z
      .string({ error: rule("the id of an email address", "Pass the id of an EmailAddress.") })
      .min(1, { error: rule("the id of an email address", "Pass the id of an EmailAddress.") }),
    html: content(
      z
        .string({ error: contentRule("HTML text", "Pass the signature's HTML, for example from a file.") })
        .superRefine((html, context) => {
          const unusable = UNUSABLE_IN_HTML.exec(html)?.[0];
          if (unusable !== undefined) {
            context.addIssue({
              code: "custom",
              message: `HTML without control characters, got ${obeyedPart(unusable)}. Remove it.`,
            });
          }
          const bytes = Buffer.byteLength(html, "utf8");
          if (bytes <= MAX_SIGNATURE_BYTES) return;
          context.addIssue({
            code: "custom",
            params: OF_LIMIT,
            message: `at most ${MAX_SIGNATURE_BYTES} bytes (100 KB) of UTF-8, got ${bytes} bytes. Link to images instead of embedding them.`,
          });
        }),
    ),
    adopt: Adopt.optional(),
  },
  "the arguments of an EmailSignature",
);
export type EmailSignatureInputs = z.infer<typeof EmailSignatureInputs>;

export interface EmailSignatureState extends EmailSignatureInputs {
  /** Digests of what VCC has made of `html`, where that is something else: it counts as equal. */
  readonly __answered?: readonly string[];
  readonly updatedAt: string;
}

/** The signature on the wire. Source: assumed. */
export const EmailSignatureDto = z.object({ html: Html, updatedAt: orEmpty(Time) });
export type EmailSignatureDto = z.infer<typeof EmailSignatureDto>;

/** The class of signatures, as Pulumi knows it. */
export const EMAIL_SIGNATURE = "EmailSignature";

/** The signature of an address: docs/contract.md#signatures. Source: assumed. */
export const SIGNATURE: Part = { kind: "emailSignature", plural: "signatures", path: "/signature" };
