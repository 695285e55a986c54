import type { Context } from "hono";
import * as z from "zod";
import { ApiError } from "../account/api-error";
import type { ObjectKind } from "../kinds";
import { CONTROL_COMMANDS, CONTROL_PATH } from "./control-commands";
import type { Simulator } from "../simulator";

/**
 * `POST /_simulator/<command>` with a JSON body, for people and for programs in other processes; `GET` will do for
 * `state`, `requests` and `faults`. Answers 200 with what the command returns, or an empty object; 400 with `{message}`
 * where it can't be done, 404 for an unknown command.
 */
export function addControlRoutes(simulator: Simulator, kinds: readonly ObjectKind[]): void {
  simulator.app.all(`${CONTROL_PATH}/:command`, async (context) => {
    const name = context.req.param("command");
    const command = Object.hasOwn(CONTROL_COMMANDS, name) ? CONTROL_COMMANDS[name] : undefined;
    const isGet = context.req.method === "GET" && command?.isRead === true;
    if (command === undefined || !(isGet || context.req.method === "POST")) {
      const known = Object.keys(CONTROL_COMMANDS).join(", ");
      return context.json(
        { message: `No command ${context.req.method} ${name}. POST one of ${known}.` },
        404,
      );
    }
    try {
      const body = isGet ? undefined : await jsonBody(context);
      return context.json(command.run(simulator, kinds, body) ?? {});
    } catch (error) {
      return context.json({ message: messageOf(error) }, 400);
    }
  });
}

/** A JSON content type keeps foreign web pages out: they can't send one without asking first. */
async function jsonBody(context: Context): Promise<unknown> {
  if (!/^application\/json\b/iu.test(context.req.header("content-type") ?? "")) {
    throw new Error("Send the command's body as application/json.");
  }
  const text = await context.req.text();
  return text === "" ? undefined : JSON.parse(text);
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  if (error instanceof ApiError) return `The API's rules forbid it: ${JSON.stringify(error.body)}`;
  return error instanceof Error ? error.message : String(error);
}
