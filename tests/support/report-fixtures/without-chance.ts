import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { DAY_MS } from "../../../schema/time";
import { REPOSITORY } from "../repository";

/** Circumstances of a run that differ from one to the next. */
interface Circumstances {
  readonly startedAtMs: number;
  /** The project's folder. */
  readonly folder: string;
  /** Id of the stack's identity; undefined of a stack that has none. */
  readonly identity: string | undefined;
}

type Files = Readonly<Record<string, string>>;
type Edit = (files: Files) => Files;

const HOUR_MS = 60 * 60 * 1_000;
/** The moment at which all fixtures seem to be made. */
const MADE_AT = "2026-06-01T08:00:00.000Z";
const MADE_AT_MS = new Date(MADE_AT).getTime();

const MOMENT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/gu;
const DAY = /\b20\d{2}-\d{2}-\d{2}\b(?!T)/gu;
/** Ids of the simulator's objects. */
const OBJECT_ID = /(?<=\b(?:adr|map|pro|prf)_)[0-9a-f]{12}\b/gu;
/** Id of the engine's own resource for a provider; an unknown value looks like one, and stays. */
const PROVIDER_ID =
  /(?!04da6b54-80e4-46f7-96ec-b56ff0331ba9)[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/gu;
const GENERATED = /(?<=[a-z0-9]-)[0-9a-f]{8}(?![0-9a-f-])/gu;
/** Behind `sha256:`, a credential's; else the mark that a resource was made. Pulumi's debugging has commas for colons. */
const FINGERPRINT = /(?<=\bsha256:)[0-9a-f]{32}\b/gu;
const MARK = /(?<=__made(?:\\?":\s*\\?"|,,,))[\w-]{8}/gu;

/**
 * The files of a run with the same random ids, fingerprints, times, ports and folders in each run: every value is
 * replaced by the same one wherever it stands, so that what was equal stays equal, and what came later stays later.
 */
export function withoutChance(files: Files, { startedAtMs, folder, identity }: Circumstances): Files {
  const edits: readonly Edit[] = [
    // The longer ones first, as they may lie in each other.
    replaced(folder, "/program"),
    replaced(REPOSITORY, "/package"),
    replaced(homedir(), "/home/user"),
    ...(identity === undefined ? [] : [replaced(identity, "0".repeat(31) + "1")]),
    (given) => editAll(given, (text) => text.replace(/(?<=(?:127\.0\.0\.1|localhost):)\d+/gu, "50000")),
    (given) => editAll(given, (text) => text.replace(/(?<="timestamp":)\d{10}/gu, `${MADE_AT_MS / 1_000}`)),
    (given) => editAll(given, (text) => text.replace(/(?<="duration(?:Seconds)?":\s*)\d+/gu, "1")),
    numbered(PROVIDER_ID, (nth) => `00000000-0000-4000-8000-${String(nth).padStart(12, "0")}`),
    numbered(OBJECT_ID, (nth) => String(nth).padStart(12, "0")),
    numbered(GENERATED, (nth) => String(nth).padStart(8, "0")),
    numbered(FINGERPRINT, (nth) => hexOf(`fingerprint ${nth}`, 32)),
    numbered(MARK, (nth) => hexOf(`mark ${nth}`, 8)),
    (given) => withFixedTimes(given, startedAtMs),
  ];
  return edits.reduce<Files>((edited, edit) => edit(edited), files);
}

function editAll(files: Files, edit: (text: string) => string): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, edit(text)]));
}

function replaced(what: string, by: string): Edit {
  return (files) => editAll(files, (text) => text.replaceAll(what, by));
}

/** Each value that the pattern finds becomes another, by the order in which they are met. */
function numbered(pattern: RegExp, toText: (nth: number) => string): Edit {
  return (files) => {
    const known = new Map<string, string>();
    const of = (found: string): string => {
      const text = known.get(found) ?? toText(known.size + 1);
      known.set(found, text);
      return text;
    };
    return editAll(files, (text) => text.replace(pattern, of));
  };
}

function hexOf(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** Moments of the run become seconds after `MADE_AT`, in their order; others are moved by whole days, as days are. */
function withFixedTimes(files: Files, startedAtMs: number): Files {
  const moments = Object.values(files).flatMap((text) => text.match(MOMENT) ?? []);
  const ofRun = [...new Set(moments)]
    .filter((moment) => isDuringRun(new Date(moment).getTime(), startedAtMs))
    .sort((one, other) => new Date(one).getTime() - new Date(other).getTime());
  const movedMs = (Math.floor(MADE_AT_MS / DAY_MS) - Math.floor(startedAtMs / DAY_MS)) * DAY_MS;
  const move = (moment: string): string => {
    const rank = ofRun.indexOf(moment);
    if (rank >= 0) return new Date(MADE_AT_MS + rank * 1_000).toISOString();
    return new Date(new Date(moment).getTime() + movedMs).toISOString();
  };
  return editAll(files, (text) =>
    text.replace(MOMENT, move).replace(DAY, (day) => move(`${day}T00:00:00Z`).slice(0, 10)),
  );
}

function isDuringRun(ms: number, startedAtMs: number): boolean {
  return ms > startedAtMs - HOUR_MS && ms < startedAtMs + 3 * HOUR_MS;
}
