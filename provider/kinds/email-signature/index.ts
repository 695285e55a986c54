import type { Kind } from "../kind";
import { exported } from "./exported";
import { emailSignature } from "./handler";
import { simulatedSignature } from "./simulated";

export const emailSignatureKind: Kind<"EmailSignature", "signatures", typeof simulatedSignature> = {
  resource: emailSignature,
  module: "email-signature",
  // No list shows signatures.
  lists: [],
  simulated: simulatedSignature,
  exported,
};
