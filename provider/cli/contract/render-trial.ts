import type { TriedClaim } from "../../contract/trial/findings";
import { counted } from "../../text/counted";
import { table } from "../console";
import type { ContractTrialOutput } from "../output";

/** The result as a person reads it: each claim by kind, what is left, and what to do. */
export function renderTrial(output: ContractTrialOutput): string {
  const { contract, name, earlier, claims, stopped } = output;
  const tried = claims.filter(({ parts }) => parts.some(({ isTried }) => isTried !== false));
  const untried = claims.filter((claim) => !tried.includes(claim));
  return [
    ...(name === null
      ? [
          `Earlier trials had left ${counted(earlier.length, "object")}.`,
          ...earlier.map(({ noun, name: of, id }) => `  ${noun} "${of}"${id === null ? "" : ` (${id})`}`),
          "VCC's lists may lag: after one that was killed a moment ago, look again.",
        ]
      : [`Contract: ${contract ?? "as built in"}. All that was made was named "${name}".`]),
    ...(stopped === null ? [] : [`Stopped: ${stopped}`]),
    ...(tried.length === 0 ? [] : ["", table(tried.flatMap(rowsOf))]),
    ...(untried.length === 0 ? [] : ["", `Not tried: ${untried.map(({ id }) => id).join(", ")}.`]),
    "",
    ...left(output),
    ...next(output),
  ].join("\n");
}

const WORDS = { confirmed: "holds", contradicted: "DOESN'T HOLD", cannotTell: "can't tell" } as const;

function rowsOf({ id, text, verdict, parts }: TriedClaim): readonly string[][] {
  const told = parts.filter(({ seen, next: todo }) => seen !== undefined || todo !== undefined);
  return [
    [id, WORDS[verdict], text],
    ...told.map((part) => [
      "",
      "",
      `  ${part.name}: ${[part.seen, part.next].filter((one) => one !== undefined).join(". ")}`,
    ]),
  ];
}

function left({ leftovers, undoCommand }: ContractTrialOutput): readonly string[] {
  if (leftovers.length === 0) return ["Nothing of it is left in the account."];
  return [
    "LEFT IN THE ACCOUNT:",
    ...leftovers.map(
      ({ noun, name, id, why }) => `  ${noun} "${name}"${id === null ? "" : ` (${id})`}: ${why}`,
    ),
    `Look at it in VCC, and delete it there, or with ${undoCommand}`,
  ];
}

function next({ results, out, verdict, name, stopped }: ContractTrialOutput): readonly string[] {
  if (name === null) return [];
  const number = counted(results.length, "result");
  const written = results.length === 0 ? "as it was" : `with ${number}`;
  if (out !== null)
    return [
      `${out} has the profile ${written}.`,
      ...(stopped === null ? [] : ["The trial ended before its end, so that isn't all: try again."]),
    ];
  if (results.length > 0) return [`--out vcc-contract.yaml writes a profile with ${number}.`];
  return verdict === "confirmed" ? ["All that a trial can tell is as the contract says."] : [];
}
