import type { Contract } from "../../schema/contract/contract";
import { VccError } from "../errors";

/** The error of something that the account's API hasn't. `what` goes with "no", such as `email profiles`. */
export function notInContract({ name }: Contract, what: string): VccError {
  return new VccError(
    "VCC_NOT_IN_CONTRACT",
    `VCC's API has no ${what}, by ${name ?? "the built-in contract"}.`,
    {
      hint: "If it has, correct that file. Else remove what needs it from the program; what is in the state already, pulumi state delete takes out of it.",
    },
  );
}
