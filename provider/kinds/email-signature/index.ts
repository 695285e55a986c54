import type { Kind } from "../kind";
import { emailSignature } from "./handler";

export const emailSignatureKind: Kind<"EmailSignature"> = {
  resource: emailSignature,
  module: "email-signature",
  // No list shows signatures.
  lists: [],
};
