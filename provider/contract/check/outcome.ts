import { readErrorBody } from "../../client/error-shapes";
import type { ReadResult } from "../../client/read-only";

/** How a read ended. */
export type Outcome =
  | "read"
  /** In another form than any that can be looked into. */
  | "otherForm"
  | "notFound"
  /** The token's scope is too little, by the API's own word. */
  | "scope"
  | "forbidden"
  | "notProvisioned"
  | "version"
  | "noToken"
  | "unanswered"
  /** The account asked for a pause, or all calls are spent. */
  | "stopped";

/** Versions that a 400 names, the highest first. Source: documented. */
export function validVersions(answer: ReadResult): readonly number[] {
  if (!("status" in answer) || answer.status !== 400 || !/version/iu.test(answer.body)) return [];
  const [, list] = /Valid values: ([\d, ]{1,100})/u.exec(answer.body) ?? [];
  return (list ?? "")
    .split(",")
    .map((word) => Number(word.trim()))
    .filter((version) => Number.isInteger(version) && version > 0)
    .sort((a, b) => b - a)
    .slice(0, 2);
}

export function refuses(answer: ReadResult, what: RegExp): boolean {
  return "status" in answer && answer.status === 400 && what.test(answer.body);
}

/** How a read ended, and why it isn't what was asked for. */
export interface Ending {
  readonly outcome: Outcome;
  readonly why: string;
}

/** Why a reply isn't what was asked for; undefined where it is. */
export function unreadOf(answer: ReadResult, stopped: string | undefined): Ending | undefined {
  if (!("status" in answer)) {
    if (stopped !== undefined) return { outcome: "stopped", why: stopped };
    return { outcome: answer.isNoToken ? "noToken" : "unanswered", why: answer.problem };
  }
  const { status } = answer;
  if (status === 200) return undefined;
  const why = `VCC answers ${status}`;
  return status === 429 ? { outcome: "stopped", why } : refusalOf(answer, why);
}

function refusalOf({ status, body }: Extract<ReadResult, { status: number }>, why: string): Ending {
  const { code, messages, fromApi } = readErrorBody(body);
  if (fromApi === false) return { outcome: "unanswered", why: `something in front of VCC answers ${status}` };
  if (status === 404) return { outcome: "notFound", why };
  if (status === 400 && messages.some((text) => /version/iu.test(text))) return { outcome: "version", why };
  if (code === "insufficient_scope") return { outcome: "scope", why: `${why}, ${code}` };
  if (code === "FeatureNotProvisioned") return { outcome: "notProvisioned", why: `${why}, ${code}` };
  return { outcome: status === 403 || status === 401 ? "forbidden" : "unanswered", why };
}
