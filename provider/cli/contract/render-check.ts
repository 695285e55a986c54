import { claimId, type ClaimResult } from "../../contract/check/check-contract";
import type { Part } from "../../contract/check/finding";
import { counted } from "../../text/counted";
import { shellWord } from "../../text/shell-word";
import { groupBy } from "../../values/group-by";
import { table } from "../console";
import type { ContractCheckOutput } from "../output";

/** The result as a person reads it: what contradicts, what couldn't be told and why, the rest by number, and what to do. */
export function renderCheck(output: ContractCheckOutput): string {
  const { contract, claims, calls, stopped, untoldByReads, unknownFields } = output;
  const contradicted = claims.filter(({ verdict }) => verdict === "contradicted");
  const open = openOf(claims, "read");
  const confirmed = claims.filter(({ verdict }) => verdict === "confirmed");
  return [
    `Contract: ${contract ?? "as built in"}. ${counted(calls, "call", "calls")}, all of them reads or for a token.`,
    ...(stopped === null ? [] : [`Stopped: ${stopped}.`]),
    ...section("Contradicted:", contradicted.flatMap(rowsOf)),
    ...section("Can't tell:", openRows(open)),
    "",
    `Confirmed: ${numbers(confirmed.map(({ id }) => id))}.`,
    `This account has nothing that shows: ${numbers(openOf(claims, "chance").map(({ id }) => id))}.`,
    `No read can tell: ${numbers([...openOf(claims, "write").map(({ id }) => id), ...untoldByReads])}.`,
    ...Object.entries(unknownFields).map(
      ([kind, names]) => `Fields that the contract doesn't know, ${kind}: ${names.join(", ")}.`,
    ),
    "",
    sum(contradicted, open, confirmed),
    ...next(output),
    ...(output.report === null
      ? []
      : [
          `${output.report} has a report that can be shared. Nothing has been sent: read it before you share it.`,
        ]),
  ].join("\n");
}

function openOf(claims: readonly ClaimResult[], wanted: ClaimResult["toldBy"]): readonly ClaimResult[] {
  return claims.filter(({ verdict, toldBy }) => verdict === "cannotTell" && toldBy === wanted);
}

function section(title: string, rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : ["", title, table(rows)];
}

function rowsOf({ id, text, seen, next: todo, parts = [] }: ClaimResult): readonly string[][] {
  return [
    [`  ${id}`, [text, ...said({ seen, next: todo })].join(": ")],
    ...parts.map((part) => ["", `  ${[part.name, ...said(part)].join(": ")}`]),
  ];
}

function said({ seen, next: todo }: Pick<Part, "seen" | "next">): readonly string[] {
  const sentences = [seen, todo].filter((one) => one !== undefined);
  return sentences.length === 0 ? [] : [sentences.join(". ")];
}

/** Claims that one thing stands in the way of are told together. */
function openRows(open: readonly ClaimResult[]): readonly string[][] {
  const reasons = groupBy(open, ({ id, seen = id, next: todo, parts }) => [
    todo === undefined && parts === undefined ? seen : id,
  ]);
  return [...reasons].flatMap(([reason, claims]) => {
    if (claims.length === 1) return claims.flatMap(rowsOf);
    return [["", `${reason}: ${numbers(claims.map(({ id }) => id))}`]];
  });
}

/** Numbers of claims in order, neighbours as `C14–C17`. */
function numbers(ids: readonly string[]): string {
  if (ids.length === 0) return "none";
  const sorted = ids.map((id) => Number(id.slice(1))).sort((one, other) => one - other);
  const runs: [first: number, last: number][] = [];
  for (const number of sorted) {
    const run = runs.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([first, last]) => (first === last ? claimId(first) : `${claimId(first)}–${claimId(last)}`))
    .join(", ");
}

function sum(
  contradicted: readonly ClaimResult[],
  open: readonly ClaimResult[],
  confirmed: readonly ClaimResult[],
): string {
  return `${contradicted.length} contradicted, ${confirmed.length} confirmed, ${open.length} open that a read can tell.`;
}

/** What a person has to know of a written profile that had results of a trial. */
export function ofEndedTrial({ endsTrial }: { readonly endsTrial: boolean }): readonly string[] {
  return endsTrial
    ? [
        "What a trial had found was of the contract before, and isn't in it: run npx pulumi-vcc contract trial again.",
      ]
    : [];
}

function next(output: ContractCheckOutput): readonly string[] {
  const { corrections, out, verdict } = output;
  const number = counted(corrections.length, "correction", "corrections", "no");
  if (out !== null)
    return [
      ...ofEndedTrial(output),
      corrections.length > 0
        ? `${out} has the profile with ${number}. Next: npx pulumi-vcc contract check --contract ${shellWord(out)}`
        : `${out} has the profile as it was${verdict === "confirmed" ? "" : ": what is open above, only you can correct"}.`,
    ];
  if (corrections.length > 0) return [`--out vcc-contract.yaml writes a profile with ${number}.`];
  return verdict === "confirmed" ? ["Nothing that can be read contradicts the contract."] : [];
}
