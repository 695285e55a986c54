import type { ClaimResult } from "../../contract/check/check-contract";
import type { Finding } from "../../contract/check/finding";
import { counted } from "../../text/counted";
import { table } from "../console";
import type { ContractCheckOutput } from "../output";

const WORDS: Readonly<Record<Finding["verdict"], string>> = {
  confirmed: "confirmed",
  contradicted: "contradicted",
  cannotTell: "can't tell",
};

/** The result as a person reads it: each claim that a read tells something of, and what to do next. */
export function renderCheck(output: ContractCheckOutput): string {
  const { contract, claims, calls, stopped, untoldByReads, unknownFields } = output;
  const told = claims.filter(({ toldBy, verdict }) => toldBy !== "write" || verdict === "contradicted");
  const byWrites = claims.filter((claim) => !told.includes(claim)).map(({ id }) => id);
  const rows = told.flatMap(rowsOf);
  const unknown = Object.entries(unknownFields).map(
    ([kind, names]) => `Fields that the contract doesn't know, ${kind}: ${names.join(", ")}.`,
  );
  return [
    `Contract: ${contract ?? "as built in"}. ${counted(calls, "call", "calls")}, all of them reads or for a token.`,
    ...(stopped === null ? [] : [`Stopped: ${stopped}.`]),
    "",
    table([["CLAIM", "RESULT", ""], ...rows]),
    "",
    `No read can tell: ${[...byWrites, ...untoldByReads].sort(byNumber).join(", ")}.`,
    ...unknown,
    sum(claims),
    ...next(output),
  ].join("\n");
}

function rowsOf({ id, verdict, text, seen, next: todo, parts = [] }: ClaimResult): readonly string[][] {
  const more = [seen, todo].filter((part) => part !== undefined).join(". ");
  return [
    [id, WORDS[verdict], more === "" ? text : `${text}: ${more}`],
    ...parts.map((part) => [
      "",
      WORDS[part.verdict],
      `  ${part.name}: ${[part.seen, part.next].filter((one) => one !== undefined).join(". ")}`,
    ]),
  ];
}

function byNumber(one: string, other: string): number {
  return Number(one.slice(1)) - Number(other.slice(1));
}

function sum(claims: readonly ClaimResult[]): string {
  const count = (wanted: Finding["verdict"], toldBy?: ClaimResult["toldBy"]) =>
    claims.filter(
      (claim) => claim.verdict === wanted && (toldBy === undefined ? true : claim.toldBy === toldBy),
    ).length;
  const open = count("cannotTell", "read");
  return `${count("contradicted")} contradicted, ${count("confirmed")} confirmed, ${open} that a read should have told.`;
}

function next({ corrections, out, verdict }: ContractCheckOutput): readonly string[] {
  if (out !== null)
    return [
      `The profile with ${counted(corrections.length, "correction", "corrections")} is in ${out}. Next: npx pulumi-vcc contract check --contract ${out}`,
    ];
  if (corrections.length > 0)
    return [
      `${counted(corrections.length, "correction", "corrections")} can be made for you: add --out vcc-contract.yaml.`,
    ];
  return verdict === "confirmed" ? ["Nothing that can be read contradicts the contract."] : [];
}
