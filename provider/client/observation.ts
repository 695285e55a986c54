import type { Contract } from "../../schema/contract/contract";
import { type ErrorCode, VccError } from "../errors";
import { counted } from "../text/counted";
import { shellWord } from "../text/shell-word";

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
  /** Subjects of which it was said that there is more. */
  readonly #hasMore = new Set<string>();
  readonly #asExpected: string[] = [];
  readonly #failed: string[] = [];
  #mismatch: Mismatch | undefined;

  /** Of what a reply shows about a subject, what hasn't been told yet, from now on told; `more` counts the rest, once. */
  news(
    subject: string,
    shown: readonly string[],
  ): { readonly names: readonly string[]; readonly more: number } {
    const told = this.#told.get(subject) ?? new Set();
    this.#told.set(subject, told);
    const fresh = [...new Set(shown)].filter((name) => !told.has(name));
    const names = fresh.slice(0, Math.max(0, MOST_TOLD - told.size));
    for (const name of names) told.add(name);
    const more = fresh.length - names.length;
    if (more === 0 || this.#hasMore.has(subject)) return { names, more: 0 };
    this.#hasMore.add(subject);
    return { names, more };
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

  /** A write that VCC refused, or of which nobody knows what became. */
  noteFailure(doing: string, code: ErrorCode): void {
    this.#failed.push(`${doing} (${code})`);
  }

  /** Error: where the reply to an earlier write wasn't what the contract says. */
  requireMatch(doing: string, { name, source }: Contract): void {
    if (this.#mismatch === undefined) return;
    const { doing: done, status, problem } = this.#mismatch;
    throw new VccError(
      "VCC_CONTRACT_MISMATCH",
      `Failed to ${doing}: nothing was sent, as the reply to an earlier write of this run doesn't fit ${contractName(name)}, and vcc:observe is on.`,
      {
        lines: [
          `That write: ${done}. VCC answered ${status}, so it has most likely done it, but its reply ${problem}.`,
          `Before it, ${named(this.#asExpected, "answered as expected")}.`,
          ...(this.#failed.length > 0
            ? [`Of other writes, ${named(this.#failed, "ended by an error")}.`]
            : []),
        ],
        hint:
          `Run ${checkOf(source)}, and where that finds nothing npx pulumi-vcc contract trial; go on with the profile that they write. ` +
          "Or switch it off with pulumi config set vcc:observe false, unless VCC_OBSERVE says otherwise. " +
          // The engine refreshes with the settings of the run before.
          "Then run pulumi up, which goes on from what VCC has, and after it pulumi up --refresh.",
      },
    );
  }
}

/** The contract as messages name it. */
export function contractName(name: Contract["name"]): string {
  return name ?? "the built-in contract";
}

/** The command that sets the account against the contract. */
function checkOf(source: Contract["source"]): string {
  if (source === undefined) return "npx pulumi-vcc contract check --out vcc-contract.yaml";
  return `npx pulumi-vcc contract check --contract ${shellWord(source.file)} --out checked.yaml`;
}

function named(writes: readonly string[], how: string): string {
  if (writes.length === 0) return `no write of this run was ${how}`;
  const rest = writes.length - MOST_NAMED;
  const shown = writes.slice(0, MOST_NAMED).join("; ") + (rest > 0 ? `; and ${rest} more` : "");
  return `${counted(writes.length, "write was", "writes were")} ${how}: ${shown}`;
}
