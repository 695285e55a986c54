import { randomBytes } from "node:crypto";
import { ConfigError } from "../errors";

const IDENTITY_BYTES = 16;

/**
 * The stack's identity as far as one run has shown it: a random id that lies in the engine's state alone, so that names
 * generated from it are proof. A copy of program and configuration makes another one.
 */
export class StackIdentity {
  readonly #isStoredAtEnd: boolean;
  #isDeclared = false;
  #isNew = false;

  /** `isStoredAtEnd`: the engine stores its state only once, when the run ends. */
  constructor({ isStoredAtEnd = false }: { readonly isStoredAtEnd?: boolean } = {}) {
    this.#isStoredAtEnd = isStoredAtEnd;
  }

  /** True if the engine has asked about it in this run: a run with `--target` may leave it out. */
  get isDeclared(): boolean {
    return this.#isDeclared;
  }

  declare(): void {
    this.#isDeclared = true;
  }

  /** Makes the identity of a stack that has none. */
  make(): string {
    this.#isNew = true;
    return randomBytes(IDENTITY_BYTES).toString("hex");
  }

  /** Error: a `ConfigError` where a run that is killed would take the identity along, and not know its own objects. */
  requireStored(): void {
    if (!this.#isNew || !this.#isStoredAtEnd) return;
    throw new ConfigError(
      "VCC_IDENTITY_NOT_STORED",
      "Nothing was made yet: PULUMI_SKIP_CHECKPOINTS lets the engine store this stack's new identity only at the end of " +
        "the run, and after a run that is killed nothing would prove which objects are this stack's.",
      {
        hint: "Run pulumi up once more: this run has stored the identity. npx pulumi-vcc up does both in one.",
      },
    );
  }
}
