import { canonicalAddress } from "../../../schema/canonical-address";
import { describeName } from "../../text/in-sentence";
import { describeValue } from "../../report/render/words/values";
import { rank } from "../../report/routing/rank";
import { EXIT_CODES, type RouteOutput } from "../output";
import { type RoutedMail, toRoutedMail, type Mail, UNROUTED_MAIL } from "./routed-mail";
import { pullDoubts, whyNotPulled } from "./pulled";
import { rankedRoutes } from "./ranked-routes";
import { dataSourceNotes, dataSourcesOf } from "./routed-data-sources";
import type { RoutingFacts } from "./routing-facts";

/** What becomes of a mail, with the reason. */
interface Conclusion {
  readonly verdict: RouteOutput["verdict"];
  /** As a sentence. */
  readonly text: string;
  readonly routed: RoutedMail;
  readonly cannotTell: readonly string[];
}

const EXIT_CODE_OF_VERDICT = {
  taken: EXIT_CODES.fine,
  nobody: EXIT_CODES.found,
  cannotTell: EXIT_CODES.unknown,
} as const satisfies Record<RouteOutput["verdict"], number>;

/** Works out where a mail goes, and why. */
export function findRoute(mail: Mail, facts: RoutingFacts): RouteOutput {
  const key = canonicalAddress(mail.to);
  const ranking = rank(facts.mappings.filter(({ mailboxes }) => mailboxes.has(key)));
  const addresses = facts.addresses.filter(({ emailAddress }) => canonicalAddress(emailAddress) === key);
  const mapped = toRoutedMail(mail, ranking, facts, key);
  const isMapped = ranking.mappings.length > 0;
  const routes = rankedRoutes(ranking, mapped.winner);
  const { verdict, text, routed, cannotTell } = conclude(mail, mapped, {
    reason: routes.find(({ comesFirst }) => comesFirst === "yes")?.reason,
    basis: basisOf(facts),
    notPulled: whyNotPulled(mail.to, addresses, isMapped, facts),
    doubts: pullDoubts(mail.to, addresses, facts),
    isMapped,
  });
  const { winner, plan = null, isTesting } = routed;
  const [address] = addresses;
  const untold = winner === undefined ? [] : dataSourceNotes(mail.to, winner, address, facts);
  return {
    schema: "pulumi-vcc/route/v1",
    exitCode: EXIT_CODE_OF_VERDICT[verdict],
    address: mail.to,
    from: mail.from ?? null,
    fleet: facts.fleet ?? null,
    verdict,
    text,
    mapping: winner?.name ?? null,
    plan,
    isTesting: plan === null ? null : isTesting,
    status: address?.status ?? null,
    routes,
    dataSources: winner === undefined ? null : dataSourcesOf(winner, address),
    cannotTell,
    notes: [...facts.notes, ...untold],
  };
}

/** What is certain goes before what can't be told. */
function conclude(
  mail: Mail,
  mapped: RoutedMail,
  pull: {
    readonly reason: string | undefined;
    readonly basis: string;
    readonly notPulled: string | undefined;
    readonly doubts: readonly string[];
    readonly isMapped: boolean;
  },
): Conclusion {
  const isUnmapped = !pull.isMapped && mapped.doubts.length === 0;
  const because = pull.notPulled ?? (isUnmapped ? "no mapping names it." : undefined);
  if (because !== undefined) {
    const text = `Nobody takes mail to ${describeName(mail.to)}: ${because}`;
    return { verdict: "nobody", text, routed: UNROUTED_MAIL, cannotTell: [] };
  }
  const doubts = [...new Set([...pull.doubts, ...mapped.doubts])];
  if (doubts.length === 0)
    return { verdict: "taken", text: describeTaken(mail, mapped, pull), routed: mapped, cannotTell: [] };
  const text = `Nobody can tell where mail to ${describeName(mail.to)} goes. ${doubts[0] ?? ""}`;
  return { verdict: "cannotTell", text, routed: mapped, cannotTell: doubts };
}

function describeTaken(
  { to, from }: Mail,
  { winner, plan, isTesting }: RoutedMail,
  { reason, basis }: { readonly reason: string | undefined; readonly basis: string },
): string {
  const mail = from === undefined ? "mail" : `mail of ${describeName(from)}`;
  const which = isTesting ? "testing plan" : "plan";
  const because = reason === undefined ? "" : `, as ${reason}`;
  return `${basis}, ${mail} to ${describeName(to)} goes to the ${which} ${describeValue(plan ?? null)}: the mapping ${describeName(winner?.name ?? "")} takes it${because}.`;
}

/** What an answer rests on. */
function basisOf({ fleet }: RoutingFacts): string {
  if (fleet === undefined) return "By the account's mappings";
  const { file, environment } = fleet;
  return `By the fleet file ${describeName(file)}${environment === null ? "" : ` in ${describeName(environment)}`}`;
}
