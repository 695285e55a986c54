import type { Change } from "../../../schema/report/change-report";
import type { FindingId } from "../../../schema/report/finding";
import type { HtmlFeature } from "../../text/html-features";
import type { HtmlReader } from "../html-reader";
import { isSignature } from "../signature-sides";
import { aboutMailbox, aboutResource, type Draft } from "./draft";

const FEATURES: Readonly<Record<HtmlFeature["kind"], { readonly id: FindingId; readonly text: string }>> = {
  script: { id: "signature-script", text: "gains something that runs code" },
  remoteImage: { id: "signature-remote-image", text: "gains an image that each reader's mail program loads" },
  trackingPixel: {
    id: "signature-tracking-pixel",
    text: "gains an image that nobody sees, which tells who reads",
  },
};

/** Findings about a signature: its text, and what its HTML does in the reader's mail program. */
export function signatureFindings(
  changes: readonly Change[],
  mailbox: string | undefined,
  reader: HtmlReader,
): Draft[] {
  const html = changes.find(isSignature);
  if (html === undefined) return [];
  const { resource, from, to } = html;
  const subject = mailbox === undefined ? aboutResource({ ...resource, type: "" }) : aboutMailbox(mailbox);
  const whose = mailbox === undefined ? `signature ${resource.name}` : `signature of ${mailbox}`;
  const [id, text] = existence(from, to);
  const change: Draft = { id, subject, text: `The ${whose} ${text}.`, values: [] };
  const after = isHidden(to) ? undefined : featuresOf(to, reader);
  if (after === undefined) {
    const why = `Nobody can tell what the ${whose} does in a mail program: its HTML is secret, not known yet, too large, or nested too deeply.`;
    return [change, { id: "cannot-tell", subject, text: why, values: ["signature"] }];
  }
  const before = new Set(featuresOf(from, reader)?.map(({ kind, target }) => `${kind} ${target}`));
  const gained = after.filter(({ kind, target }) => !before.has(`${kind} ${target}`));
  return [
    change,
    ...gained.map(({ kind, target }) => ({
      id: FEATURES[kind].id,
      subject,
      text: `The ${whose} ${FEATURES[kind].text}: ${target}.`,
      values: [target],
    })),
  ];
}

function existence(from: Change["from"], to: Change["to"]): [FindingId, string] {
  if (from === null) return ["signature-added", "is new"];
  if (to === null) return ["signature-removed", "goes: answers have none any more"];
  const isTakenOver = typeof from === "object" && "takenOver" in from;
  return ["signature-changed", isTakenOver ? "is taken over, and becomes the one of the program" : "changes"];
}

function featuresOf(html: Change["from"], reader: HtmlReader): readonly HtmlFeature[] | undefined {
  return typeof html === "string" ? reader(html).features : [];
}

function isHidden(html: Change["to"]): boolean {
  return typeof html === "object" && html !== null;
}
