import type { Contract } from "../../schema/contract/contract";
import { VccError } from "../errors";
import { counted } from "../text/counted";

/** Most names and words that are told of one kind. */
const MOST_TOLD = 20;
/** Most writes that an error names. */
const MOST_NAMED = 5;

/** Write whose reply isn't what the contract says. */
interface Mismatch {
  /** The attempted action, as an infinitive. */
  readonly doing: string;
  readonly status: number;
  /** What is wrong with the reply, as a clause without its subject. */
  readonly problem: string;
}

/** State of an observed account in this process: what was told of it, and what is known of writes. */
export class Observation {
  readonly #told = new Map<string, Set<string>>();
  readonly #asExpected: string[] = [];
  #mismatch: Mismatch | undefined;

  /** Of what a reply shows about a subject, what hasn't been told yet, from now on told; `more` counts the rest, once. */
  news(
    subject: string,
    shown: readonly string[],
  ): { readonly names: readonly string[]; readonly more: number } {
    const told = this.#told.get(subject) ?? new Set();
    this.#told.set(subject, told);
    const isFull = told.size >= MOST_TOLD;
    const fresh = isFull ? [] : [...new Set(shown)].filter((name) => !told.has(name));
    const names = fresh.slice(0, MOST_TOLD - told.size);
    for (const name of names) told.add(name);
    return { names, more: fresh.length - names.length };
  }

  /** True for the first mismatch, after which no write is sent. */
  noteWrite(doing: string, mismatch: Omit<Mismatch, "doing"> | undefined): boolean {
    if (mismatch === undefined) {
      this.#asExpected.push(doing);
      return false;
    }
    if (this.#mismatch !== undefined) return false;
    this.#mismatch = { doing, ...mismatch };
    return true;
  }

  /** Error: where the reply to an earlier write wasn't what the contract says. */
  requireMatch(doing: string, { name }: Contract): void {
    if (this.#mismatch === undefined) return;
    const { doing: done, status, problem } = this.#mismatch;
    throw new VccError(
      "VCC_CONTRACT_MISMATCH",
      `Failed to ${doing}: nothing was sent, as the reply to an earlier write of this run doesn't fit ${contractName(name)}, and vcc:observe is on.`,
      {
        lines: [
          `That write: ${done}. VCC answered ${status}, so it has most likely done it, but its reply ${problem}.`,
          `Before it, ${named(this.#asExpected)}.`,
        ],
        hint:
          `Run ${checkOf(name)}, and correct the contract profile by what it says; or switch it off with ` +
          // The engine refreshes with the settings of the run before.
          "pulumi config set vcc:observe false. Then run pulumi up, which goes on from what VCC has, and after it pulumi up --refresh.",
      },
    );
  }
}

/** The contract as messages name it. */
export function contractName(name: Contract["name"]): string {
  return name ?? "the built-in contract";
}

/** The command that sets the account against the contract. The name is the file, and its digest in brackets. */
function checkOf(name: Contract["name"]): string {
  return name === undefined
    ? "npx pulumi-vcc contract check --out vcc-contract.yaml"
    : `npx pulumi-vcc contract check --contract ${name.replace(/ \([^(]*\)$/u, "")}`;
}

function named(writes: readonly string[]): string {
  if (writes.length === 0) return "no write of this run was answered";
  const rest = writes.length - MOST_NAMED;
  const shown = writes.slice(0, MOST_NAMED).join("; ") + (rest > 0 ? `; and ${rest} more` : "");
  return `${counted(writes.length, "write was", "writes were")} answered as expected: ${shown}`;
}
