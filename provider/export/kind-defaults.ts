import { idOf, nameOf } from "../../schema/endpoint";
import { globMatcher } from "../values/globs";
import type { Kind } from "../kinds/kind";
import { assignNames, namedInVcc } from "./entry-names";
import type { AccountSnapshot } from "./exported-kind";

/** The kinds in the order in which people are told of them: inboxes with all that is theirs first. */
export function inReportOrder(kinds: readonly Kind[]): readonly Kind[] {
  const isOfInbox = ({ exported }: Kind): boolean => exported.fleet?.section === "inboxes";
  return [...kinds.filter(isOfInbox), ...kinds.filter((kind) => !isOfInbox(kind))];
}

/** An object as people know it. */
export function labelOf(spec: Kind["exported"], dto: object): string {
  return spec.label?.(dto) ?? nameOf(spec.list, dto);
}

/** Names of resources by id of each kind, by the kind's name. */
export function nameAccount(
  kinds: readonly Kind[],
  account: AccountSnapshot,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const names = new Map<string, ReadonlyMap<string, string>>();
  const namesOf = (kind: string): ReadonlyMap<string, string> => names.get(kind) ?? new Map<string, string>();
  for (const { resource, exported } of kinds) {
    names.set(resource.kind, exported.names?.(account, namesOf) ?? namesInVcc(exported, account));
  }
  return names;
}

function namesInVcc({ list, noun }: Kind["exported"], account: AccountSnapshot): ReadonlyMap<string, string> {
  const objects = account.objects(list);
  return assignNames(
    objects.map((dto) => ({ id: idOf(list, dto), candidates: namedInVcc(nameOf(list, dto), noun) })),
  );
}

/** Objects of a kind that some globs choose, or those whose parts it has. */
export function selectedObjects(
  { exported }: Kind,
  account: AccountSnapshot,
  only: readonly string[],
): readonly object[] {
  const matches = globMatcher(only);
  return (
    exported.select?.(matches, account) ??
    account.objects(exported.list).filter((dto) => matches(labelOf(exported, dto)))
  );
}
