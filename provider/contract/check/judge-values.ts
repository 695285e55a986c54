import type { Contract } from "../../../schema/contract/contract";
import { type ContractKindName, sizeIn } from "../../../schema/contract/kinds";
import { type Finding, listOf, untold } from "./finding";
import { atPath } from "../../values/at-path";
import type { Survey } from "./survey";

const ONLY_A_WRITE = "only a write could tell";

function textsOf(
  survey: Survey,
  contract: Contract,
  kind: ContractKindName,
  field: string,
): readonly string[] {
  const spelling = contract.spellingOf(kind, field);
  const objects =
    kind === "emailSignature" ? survey.signatures.objects : (listOf(survey, kind)?.objects ?? []);
  if (spelling === null) return [];
  return objects.map((object) => atPath(object, spelling)).filter((value) => typeof value === "string");
}

/** A value beyond a limit contradicts it; that all are below doesn't confirm it. */
export function judgeLimit(
  survey: Survey,
  contract: Contract,
  kind: ContractKindName,
  field: string,
): Finding {
  const { unit = "characters", most = 0 } = contract.limit(kind, field) ?? {};
  const sizes = textsOf(survey, contract, kind, field).flatMap((text) => sizeIn(unit, text) ?? []);
  const longest = sizes.reduce((largest, size) => Math.max(largest, size), 0);
  if (longest <= most) return untold(ONLY_A_WRITE);
  const next = `Write the limit of VCC's own screens as kinds.${kind}.limits.${field}.`;
  return { verdict: "contradicted", seen: `one of ${longest} ${unit}`, next };
}

/** Two of one value contradict that it is unique; that there are none doesn't confirm it. */
export function judgeUnique(
  survey: Survey,
  contract: Contract,
  kind: ContractKindName,
  field: string,
): Finding {
  const texts = textsOf(survey, contract, kind, field).map((text) => text.toLowerCase());
  const several = texts.length - new Set(texts).size;
  if (several === 0) return untold(ONLY_A_WRITE);
  const next = "Objects are told apart by it: look at them in VCC's own screens before anything is declared.";
  return { verdict: "contradicted", seen: `${several} that others have, too`, next };
}
