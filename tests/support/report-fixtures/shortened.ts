/** Further frames of a stack in a state, behind the first that lies in the program: the way there through Pulumi and Node. */
const LATER_FRAMES =
  /(?<="stackTrace":\s*\[(?:\s*\{[^}]*\},)*?\s*\{\s*"sourcePosition":\s*"project:\/\/\/(?!\.\.)[^"]*"\s*\})(?:,\s*\{[^}]*\})+/gu;
/** Frames of a stack that never comes to the program. */
const FOREIGN_FRAMES =
  /(?<="stackTrace":\s*\[\s*\{[^}]*\})(?:,\s*\{(?!\s*"sourcePosition":\s*"project:\/\/\/(?!\.\.))[^}]*\})+(?=\s*\])/gu;
/** Lines of an event log about Pulumi's own debugging. */
const DEBUGGING = /^\{[^\n]*"diagnosticEvent":\{[^\n]*"severity":"debug"[^\n]*\n/gmu;

/** A preview's digest without indentation, and without most of the stacks that lie in states. */
export function shortenedDigest(text: string): string {
  return text.replace(/^ +/gmu, "").replace(LATER_FRAMES, "").replace(FOREIGN_FRAMES, "");
}

/** An event log without the lines of debugging. */
export function shortenedLog(text: string): string {
  return renumberedLog(text.replace(DEBUGGING, ""));
}

/** An event log of which lines were taken out or put in, numbered like that of a run without or with them. */
export function renumberedLog(text: string): string {
  let next = 0;
  return text.replace(/^\{"sequence":\d+/gmu, () => `{"sequence":${next++}`);
}
