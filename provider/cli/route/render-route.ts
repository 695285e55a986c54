import type { ShownValue } from "../../../schema/report/shown-value";
import { describeRoute } from "../../report/render/words/mail";
import { asSentence, describeName } from "../../text/in-sentence";
import { describeValue } from "../../report/render/words/values";
import type { RankedRoute, RoutedDataSource, RouteOutput } from "../output";

const PLACE_WORDS: Readonly<Record<RankedRoute["comesFirst"], string>> = {
  yes: "comes first",
  no: "gets nothing",
  perhaps: "may come first",
};

/** The answer in one sentence, the mappings rank by rank, and the data sources. */
export function renderRoute(output: RouteOutput): string {
  const { text, dataSources, cannotTell, notes } = output;
  return [
    asSentence(text),
    "",
    ...describeRanks(output),
    ...(dataSources === null ? [] : ["", ...describeDataSources(dataSources)]),
    // The first one is in the sentence.
    ...section("Besides", cannotTell.slice(1)),
    ...section("Note", notes),
  ].join("\n");
}

function describeRanks({ routes, fleet }: RouteOutput): string[] {
  const of = fleet === null ? "the account" : describeFleet(fleet);
  if (routes.length === 0) return [`No mapping of ${of} is known to name the mailbox.`];
  const elsewhere = fleet === null ? "" : "; mappings that are managed elsewhere may take the mail first";
  return [
    `Mappings of ${of} that name the mailbox, in the order in which VCC asks them${elsewhere}:`,
    ...routes.map((route) => `  ${String(route.rank)}. ${describeRank(route)}`),
  ];
}

function describeFleet({ file, environment }: NonNullable<RouteOutput["fleet"]>): string {
  return `${describeName(file)}${environment === null ? "" : ` in ${describeName(environment)}`}`;
}

function describeRank({ comesFirst, reason, testing, modifiedAt, ...route }: RankedRoute): string {
  const senders = testing?.senders ?? [];
  const isUntold = testing !== null && testing.senders === null;
  const shown = testing === null || isUntold ? null : { plan: testing.plan, senders: [...senders] };
  const untold = isUntold ? "; VCC doesn't tell if it has a testing plan" : "";
  const modified = modifiedAt === null ? "" : `, modified ${modifiedAt}`;
  return `${describeRoute({ ...route, testing: shown }, describeTold)}${untold}${modified}: ${PLACE_WORDS[comesFirst]}, as ${asSentence(reason)}`;
}

function describeTold(value: ShownValue): string {
  return value === null ? "that VCC doesn't tell" : describeValue(value);
}

function describeDataSources(dataSources: readonly RoutedDataSource[]): string[] {
  if (dataSources.length === 0) return ["Data sources of the interaction: none"];
  return [
    "Data sources of the interaction, the address's before the mapping's:",
    ...dataSources.map(({ key, value, setBy, overridden }) => {
      const lost = overridden === null ? "" : `, not the mapping's ${describeValue(overridden)}`;
      return `  ${describeName(key)} = ${describeValue(value)}, the ${setBy}'s${lost}`;
    }),
  ];
}

function section(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : ["", `${title}:`, ...sentences.map((one) => `  ${asSentence(one)}`)];
}
