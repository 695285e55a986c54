/** Behaviour of the simulated account beyond its objects. */
export interface Settings {
  /** True if the email channel is enabled; without it every call but the plans' answers 403. True at first. */
  isProvisioned: boolean;
  /** True if a write that begins during another answers 409 "Simultaneous administration". False at first. */
  detectsOverlappingWrites: boolean;
  /** Duration of a write, in ms; 0 at first. Above 0, overlaps are easier to meet. */
  writeDurationMs: number;
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  isProvisioned: true,
  detectsOverlappingWrites: false,
  writeDurationMs: 0,
};
