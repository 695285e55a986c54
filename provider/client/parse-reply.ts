import type * as z from "zod";
import { ResponseShapeError } from "../errors";

/** A successful reply, reduced to what the client reads. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly requestId?: string | undefined;
}

interface Asked {
  readonly doing: string;
  readonly method: string;
  readonly url: string;
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
  const result = schema.safeParse(parseJson(asked, reply));
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 5).map((issue) => {
    const path = issue.path.map(String).join(".");
    const expected =
      issue.code === "invalid_type" ? ` is not of type ${issue.expected}` : " is not as expected";
    return `${path === "" ? "the body" : path}${expected}`;
  });
  throw shapeError(asked, reply, places.join("; "));
}

/** The error of a successful reply that isn't what the contract says. `problem` must quote nothing of the body. */
export function shapeError(asked: Asked, reply: Reply, problem: string): ResponseShapeError {
  const path = new URL(asked.url).pathname;
  return new ResponseShapeError(
    `Failed to ${asked.doing}: ${asked.method} ${path} answered ${reply.status} but ${problem}.`,
    {
      requestId: reply.requestId,
      hint: "Either the base URL points elsewhere (vcc:apiBaseUrl, vcc:authBaseUrl) or VCC's API differs from what this version knows.",
    },
  );
}

function parseJson(asked: Asked, reply: Reply): unknown {
  try {
    return JSON.parse(reply.body);
  } catch {
    throw shapeError(asked, reply, "the body is not JSON");
  }
}
