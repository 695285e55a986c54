import { defineKind } from "../../../provider/kinds/kind";
import { exported } from "./exported";
import { emailBlocklist } from "./handler";
import { simulatedBlocklist } from "./simulated";

export const emailBlocklistKind = defineKind({
  resource: emailBlocklist,
  simulated: simulatedBlocklist,
  exported,
});
