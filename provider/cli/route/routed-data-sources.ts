import { describeName } from "../../text/in-sentence";
import { own } from "../../values/own";
import type { RoutedDataSource } from "../output";
import type { RoutableAddress, RoutableMapping, RoutingFacts } from "./routing-facts";

/** A key that the address sets is set by then: the mapping's value is never looked at. Source: precedence documented. */
export function dataSourcesOf(
  mapping: RoutableMapping,
  address: RoutableAddress | undefined,
): RoutedDataSource[] {
  const [ours, theirs] = [address?.dataSources ?? {}, mapping.dataSources ?? {}];
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort().map((key) => {
    const [first, second] = [own(ours, key), own(theirs, key)];
    return first === undefined
      ? { key, value: second ?? "", setBy: "mapping", overridden: null }
      : { key, value: first, setBy: "address", overridden: second ?? null };
  });
}

/** What of the data sources can't be told, as sentences. */
export function dataSourceNotes(
  to: string,
  { name, dataSources }: RoutableMapping,
  address: RoutableAddress | undefined,
  { fleet }: RoutingFacts,
): string[] {
  const beginning = "There may be more data sources:";
  const untold =
    address === undefined && fleet !== undefined
      ? `${describeName(to)} is no inbox of the fleet file`
      : `VCC doesn't tell those of ${describeName(to)}`;
  return [
    ...(address?.dataSources === undefined
      ? [`${beginning} ${untold}, and the address's win over the mapping's.`]
      : []),
    ...(dataSources === undefined
      ? [`${beginning} VCC doesn't tell those of the mapping ${describeName(name)}.`]
      : []),
  ];
}
