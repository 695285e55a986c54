/** How the simulated account behaves beyond its objects. */
export interface Settings {
  /** Whether the email channel is enabled; without it every call but the plans' answers 403. True at first. */
  isProvisioned: boolean;
  /** Whether a write that begins during another answers 409 "Simultaneous administration". False at first. */
  detectsOverlappingWrites: boolean;
  /** How long a write takes, in ms; 0 at first. Above 0, overlaps are easier to meet. */
  writeDurationMs: number;
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  isProvisioned: true,
  detectsOverlappingWrites: false,
  writeDurationMs: 0,
};
