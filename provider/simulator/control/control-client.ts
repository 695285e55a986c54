import * as z from "zod";
import { CONTROL_PATH } from "./control-commands";

const Refusal = z.object({ message: z.string() });

/**
 * Sends a control command to a simulator in another process and returns its reply.
 * Error: an `Error` that says what the simulator refused, or that none listens at `url`.
 */
export async function sendControl(url: string, command: string, body: unknown = {}): Promise<unknown> {
  const response = await post(
    `${url.replace(/(?<!\/)\/+$/u, "")}${CONTROL_PATH}/${encodeURIComponent(command)}`,
    body,
  );
  const reply: unknown = await response.json().catch(() => undefined);
  if (response.ok) return reply;
  const { message = `status ${response.status}` } = Refusal.safeParse(reply).data ?? {};
  throw new Error(`The simulator at ${url} refused ${command}: ${message}`);
}

async function post(url: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  try {
    return await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    // fetch's own error says "fetch failed" and nothing of use.
    throw new Error(
      `No simulator answers at ${new URL(url).origin}. Start one with: npx pulumi-vcc simulate`,
    );
  }
}
