import type { PageMeta } from "../../schema/api";
import { ResponseShapeError, VccError } from "../errors";
import { ByPath } from "../values/by-path";
import { readJson } from "../values/json-object";
import { own } from "../values/own";
import { isRecord } from "../values/records";
import { contractName } from "./observation";
import type { ClientOptions } from "./options";
import type { Reply } from "./parse-reply";
import type { Method } from "./retry";
import { createReplyShape, type ReplyShape, unknownFieldsOf } from "./reply-shape";
import { showField, showWord } from "./shown-names";

/** What a reply holds by the contract, so that it can be set against that. */
export interface ExpectedReply {
  /** Word of a contract profile for the kind. */
  readonly kind: string;
  /** In messages, such as `email addresses`. */
  readonly plural: string;
  /** Key of the objects, where the reply is a page of a list. */
  readonly listKey?: string;
  /** True for a reply that shows what was sent. */
  readonly isEcho?: boolean;
}

/** A call, and what its reply holds by the contract. */
interface ObservedCall {
  readonly doing: string;
  readonly method: Method;
  readonly body?: object;
  readonly expected?: ExpectedReply;
}

/** Sets each reply against the contract, for the setting `vcc:observe`. */
export interface Observer {
  /** Called right before a write is sent. Error: where it mustn't be, as an earlier one's reply doesn't fit. */
  requireMatch(call: ObservedCall): void;
  /** Called where no reply could be read, with the call's error. */
  noteFailure(call: ObservedCall, error: unknown): void;
  /** Reads a reply, and tells what of it the contract doesn't know. */
  read<Result>(call: ObservedCall, reply: Reply, read: () => Result): Result;
}

type Observed = Pick<ClientOptions, "account" | "contract" | "say">;

/** What was told, and whether writes go on, belongs to the account, however many clients it has. */
export function createObserver(options: Observed): Observer {
  const { contract, say } = options;
  const { observation } = options.account;
  const shapes = new ByPath();
  const shapeOf = (kind: string): ReplyShape => shapes.get(kind, () => createReplyShape(contract, kind));

  function note({ doing }: ObservedCall, { status }: Reply, problem: string | undefined): void {
    const isFirst = observation.noteWrite(doing, problem === undefined ? undefined : { status, problem });
    if (!isFirst) return;
    say(
      `warning: VCC answered ${status} to a write (${doing}), but its reply ${problem}. No further write is sent in this run, as vcc:observe is on.`,
    );
  }

  return {
    requireMatch: ({ doing }) => observation.requireMatch(doing, contract),
    noteFailure({ doing, method }, error) {
      if (method !== "GET" && error instanceof VccError) observation.noteFailure(doing, error.code);
    },
    read<Result>(call: ObservedCall, reply: Reply, read: () => Result): Result {
      const { expected, method } = call;
      const isWrite = method !== "GET";
      const json = readJson(reply.body);
      const body = "problem" in json ? undefined : json.value;
      const shape = expected && shapeOf(expected.kind);
      if (expected && shape) tellNews(options, expected, shape, body);
      let result: Result;
      try {
        result = read();
      } catch (error) {
        if (isWrite && error instanceof ResponseShapeError)
          note(call, reply, `isn't as expected: ${error.problem}`);
        throw error;
      }
      if (isWrite) note(call, reply, shape && mismatchOf(call, shape, body));
      return result;
    },
  };
}

/** Tells what of a reply the contract doesn't know, and nobody has told yet. */
function tellNews(
  { account, contract, say }: Observed,
  { plural, listKey }: ExpectedReply,
  shape: ReplyShape,
  body: unknown,
): void {
  const tell = (subject: string, what: string, shown: readonly string[]): void => {
    const { names, more } = account.observation.news(`${subject} ${what}`, shown);
    const all = [...names, ...(more > 0 ? [`and ${more} more`] : [])];
    if (all.length === 0) return;
    say(`VCC's ${subject} have ${what} that ${contractName(contract.name)} doesn't know: ${all.join(", ")}.`);
  };
  if (listKey !== undefined)
    tell(`lists of ${plural}`, "fields", unknownFieldsOf(pagePlaces(listKey))(body).map(showField));
  const objects = listKey === undefined ? [body] : objectsIn(body, listKey);
  tell(plural, "fields", objects.flatMap(shape.unknownFields).map(showField));
  const words = objects.flatMap((object) => shape.unknownWords(object));
  tell(
    plural,
    "words",
    words.map(({ place, word }) => `${place} ${showWord(word)}`),
  );
}

/** What in a write's reply, which could be read, isn't what the contract says. */
function mismatchOf(
  { expected, body: sent }: ObservedCall,
  shape: ReplyShape,
  body: unknown,
): string | undefined {
  const lacked = expected?.isEcho === true && sent !== undefined ? shape.lacking(sent, body) : [];
  if (lacked.length > 0) return `lacks what was sent as ${lacked.join(", ")}`;
  const [unknown] = shape.unknownWords(body);
  return unknown && `has ${showWord(unknown.word)} as ${unknown.place}, which is none of the known words`;
}

function objectsIn(body: unknown, listKey: string): readonly unknown[] {
  const objects = isRecord(body) ? own(body, listKey) : undefined;
  return Array.isArray(objects) ? (objects as readonly unknown[]) : [];
}

const META = ["page", "count", "pageCount", "totalCount"] satisfies readonly (keyof PageMeta)[];

function pagePlaces(listKey: string): readonly string[] {
  return [listKey, ...META.map((key) => `meta.${key}`)];
}
