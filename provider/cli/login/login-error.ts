import { type ErrorCode, VccError } from "../../errors";

/** How `login` ends. */
export const LOGIN_EXIT_CODES = {
  /** Signed in, checked and stored. */
  stored: 0,
  /** Options, settings, or the place to store it are unusable; or nobody can sign in here. */
  unusable: 1,
  /** Nobody signed in in time. */
  overdue: 2,
  /** The person declined, or the identity provider refused. */
  refused: 3,
  /** The sign-in works, but opens another mailbox, or lacks a permission. */
  wrong: 4,
  /** The identity provider gave no clear answer. */
  unclear: 5,
} as const;

type Failure = Exclude<keyof typeof LOGIN_EXIT_CODES, "stored">;

const CODES: Readonly<Record<Failure, ErrorCode>> = {
  unusable: "VCC_LOGIN_UNUSABLE",
  overdue: "VCC_LOGIN_OVERDUE",
  refused: "VCC_LOGIN_REFUSED",
  wrong: "VCC_LOGIN_WRONG",
  unclear: "VCC_LOGIN_UNCLEAR",
};

/** A sign-in that came to nothing: nothing is stored. */
export class LoginError extends VccError {
  readonly exitCode: number;
  constructor(outcome: Failure, message: string, hint?: string, lines?: readonly string[]) {
    super(CODES[outcome], message, { hint, lines });
    this.exitCode = LOGIN_EXIT_CODES[outcome];
  }
}

/** How `login` ends with an error of ours. */
export function exitCodeOf(error: VccError): number {
  return error instanceof LoginError ? error.exitCode : LOGIN_EXIT_CODES.unusable;
}
