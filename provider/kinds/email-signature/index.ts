import type { Kind } from "../kind";
import { emailSignature } from "./handler";

export const emailSignatureKind = {
  resource: emailSignature,
  module: "email-signature",
  // No list shows signatures.
  lists: [],
} as const satisfies Kind;
