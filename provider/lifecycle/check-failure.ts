/** Broken rule: the property, and the reason with the value received and the next step. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}
