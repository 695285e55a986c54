import type { Kind } from "../../../provider/kinds/kind";
import { exported } from "./exported";
import { emailBlocklist } from "./handler";
import { EMAIL_BLOCKLISTS } from "./schema";
import { simulatedBlocklist } from "./simulated";

export const emailBlocklistKind: Kind<"EmailBlocklist", "blocklists", typeof simulatedBlocklist> = {
  resource: emailBlocklist,
  module: "email-blocklist",
  lists: [EMAIL_BLOCKLISTS],
  simulated: simulatedBlocklist,
  exported,
};
