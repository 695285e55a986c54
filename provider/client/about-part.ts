import type { Contract } from "../../schema/contract/contract";
import type { ContractCall } from "../../schema/contract/kinds";
import type { ListEndpoint } from "../../schema/endpoint";
import type { PartCall } from "../ports";
import { type ApiCall, idSegment } from "./calls";
import { notInContract } from "./not-in-contract";

/** A call about what belongs to the object with this id. Error: where the account's API has no such call. */
export function aboutPart(
  contract: Contract,
  owner: ListEndpoint<object>,
  id: string,
  { doing, part }: Pick<PartCall, "doing" | "part">,
): Pick<ApiCall, "api" | "doing" | "path" | "namesObject"> {
  if (contract.lacks(part.kind) || contract.lacksCall(owner.kind, part.kind as ContractCall))
    throw notInContract(contract, part.plural);
  return {
    api: owner.api,
    doing: `${doing} ${owner.noun} ${id}`,
    path: contract.partPath(owner, part).replace("{id}", () => idSegment(owner, id)),
    namesObject: true,
  };
}
