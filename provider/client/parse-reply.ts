import type * as z from "zod";
import { ResponseShapeError } from "../errors";
import { readJson } from "../values/json-object";
import { own } from "../values/own";
import { isRecord } from "../values/records";
import type { Method } from "./retry";

/** A successful reply, reduced to what the client reads. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly requestId?: string | undefined;
}

/** A call as a reply to it is read. */
export interface Asked {
  /** The attempted action, as an infinitive that ends no sentence: `create email address support@example.com`. */
  readonly doing: string;
  readonly method: Method;
  /** The method that tells what a repetition does, where the real one misleads. */
  readonly actsLike?: Method;
  readonly url: string;
  /** The profile by which the reply is read, where there is one. */
  readonly contract?: string | undefined;
  /** The field of the reply that holds an object's id, where it tells one. */
  readonly idKey?: string;
}

/**
 * The reply as its schema knows it; fields that the schema doesn't know are dropped.
 * Error: `ResponseShapeError` with the paths of the properties that break it, never with what the body holds.
 */
export function parseReply<Schema extends z.ZodType>(
  asked: Asked,
  reply: Reply,
  schema: Schema,
): z.infer<Schema> {
  const body = parseJson(asked, reply);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const objectId = asked.idKey === undefined ? undefined : idIn(body, asked.idKey);
  throw shapeError(asked, reply, describeIssues(result.error), objectId);
}

const MOST_ISSUES = 5;

/** Paths of the properties that break a schema; nothing of their values. */
export function describeIssues({ issues }: z.ZodError, parent: readonly PropertyKey[] = []): string {
  const places = issues.slice(0, MOST_ISSUES).map((issue) => {
    const path = [...parent, ...issue.path].map(String).join(".");
    const expected =
      issue.code === "invalid_type" ? ` is not of type ${issue.expected}` : " is not as expected";
    return `${path === "" ? "the body" : path}${expected}`;
  });
  return places.join("; ");
}

/** The id that an object in a reply has, whatever else of it can't be read. */
export function idIn(object: unknown, key: string): string | undefined {
  const id = isRecord(object) ? own(object, key) : undefined;
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** The error of a successful reply that isn't what the contract says. `problem` must quote nothing of the body. */
export function shapeError(
  asked: Asked,
  reply: Reply,
  problem: string,
  objectId?: string,
): ResponseShapeError {
  const { doing, method, actsLike = method, url, contract } = asked;
  return new ResponseShapeError(
    // A write's reply that can't be read leaves open what it did.
    actsLike === "GET" ? "VCC_UNREADABLE_REPLY" : "VCC_OUTCOME_UNKNOWN",
    `Failed to ${doing}: ${method} ${new URL(url).pathname} answered ${reply.status} but ${problem}.`,
    {
      problem,
      requestId: reply.requestId,
      hint: `Either the base URL points elsewhere (vcc:apiBaseUrl, vcc:authBaseUrl) or VCC's API differs from what ${contract ?? "this release"} knows: npx pulumi-vcc contract check tells.`,
      objectId,
    },
  );
}

function parseJson(asked: Asked, reply: Reply): unknown {
  if (reply.body.trim() === "") throw shapeError(asked, reply, "the body is empty");
  const read = readJson(reply.body);
  if ("problem" in read) throw shapeError(asked, reply, `the body ${read.problem}`);
  return read.value;
}
