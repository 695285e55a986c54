import { isSimultaneousAdministration, readErrorBody } from "../../provider/client/error-shapes";
import { parseReply } from "../../provider/client/parse-reply";
import { parseRetryAfter } from "../../provider/client/retry";
import { toVccError } from "../../provider/client/to-vcc-error";
import { engineFailure } from "../../provider/cli/pulumi/engine-failure";
import { parseCertificate, parsePrivateKey } from "../../provider/credentials/material/pem";
import { VccError } from "../../provider/errors";
import { toSlug } from "../../provider/export/entry-names";
import { toWording } from "../../provider/kinds/email-signature/exported-words";
import { printedProblems } from "../../provider/report/fleet-findings";
import { readRun } from "../../provider/report/read/read-run";
import { topKey } from "../../provider/report/read/property-paths";
import { diffSignature } from "../../provider/report/render/diff-signature";
import { codeSpan, toInlineHtml, toMarkdown } from "../../provider/report/render/escape-markdown";
import { shownCopy } from "../../provider/report/render/html/shown-copy";
import { parseSecretUrl } from "../../provider/settings/secret-urls";
import { readSettings } from "../../provider/settings/settings";
import { normalizeHtml } from "../../provider/simulator/account/normalize-html";
import { decodeText } from "../../provider/text/decode-text";
import { canonicalHtml, parseBounded, plainText } from "../../provider/text/html";
import { htmlFeatures } from "../../provider/text/html-features";
import { asSentence, describeName, quoted } from "../../provider/text/in-sentence";
import { withoutFolders } from "../../provider/text/local-paths";
import {
  asContent,
  asHtml,
  asName,
  toForeignLine,
  toLine,
  withEscapes,
} from "../../provider/text/plain-text";
import { redact, redactForeign } from "../../provider/text/redact";
import { forTerminal } from "../../provider/text/terminal";
import { visibleText } from "../../provider/text/visible-text";
import { parseUrn } from "../../provider/values/urns";
import { EmailAddressInputs } from "../../schema/email-address";
import { EmailProfileDto } from "../../schema/email-profile";
import { sameTime, toMs, withZone } from "../../schema/time";
import { problemsOf } from "./fleet-text";
import { reportOf } from "./report-of";

export type Read = (text: string) => unknown;

const CALL = { doing: "read", namesObject: true, ambiguous: false };
const ASKED = { doing: "read", method: "GET", url: "https://api.example/x" } as const;
const FAILED = { args: ["preview"], folder: "/program", code: 1 };

/** Settings that somebody set to this text. */
function settings(text: string): unknown {
  const keys = ["REGION", "CLIENT_ID", "CLIENT_SECRET", "API_BASE_URL", "MAX_RETRIES", "GOOGLE_TOKEN_URL"];
  const environment = Object.fromEntries(keys.map((key) => [`VCC_${key}`, text]));
  return readSettings({ environment: { ...environment, VCC_ALLOWED_HOSTS: text }, config: () => undefined });
}

/** A preview in which somebody's text is a signature, a message and a name. */
function preview(text: string): string {
  const urn = "urn:pulumi:dev::p::pulumi-nodejs:dynamic/vcc:EmailSignature::x";
  const side = (html: string) => {
    const bag = { html, addressId: "adr_1" };
    return { urn, custom: true, id: "adr_1", inputs: bag, outputs: bag };
  };
  const step = { op: "update", urn, oldState: side("<p>a</p>"), newState: side(text), detailedDiff: {} };
  const diagnostics = [{ severity: "error", message: text, urn: `${urn}${text}` }];
  return JSON.stringify({
    config: {},
    steps: [step],
    diagnostics,
    duration: 1,
    changeSummary: { update: 1 },
  });
}

/** Whoever reads text that somebody else wrote, and the share of the usual length that is tried, where it takes long. */
export const READERS: Readonly<Record<string, { readonly read: Read; readonly share?: number }>> = {
  "body of a failed reply": { read: readErrorBody },
  "words of VCC": {
    read: (text) => toVccError(CALL, { status: 400, body: JSON.stringify({ message: text }) }),
  },
  "body of a 409": { read: isSimultaneousAdministration },
  "body of a reply": { read: (text) => parseReply(ASKED, { status: 200, body: text }, EmailProfileDto) },
  "time to wait": { read: (text) => parseRetryAfter(text, text, 0) },
  "own text": { read: redact },
  "foreign text": { read: redactForeign },
  line: { read: toLine },
  "foreign line": { read: toForeignLine },
  content: { read: asContent },
  name: { read: (text) => [asName(text), describeName(text), quoted(text), asSentence(text)] },
  "HTML as it is printed": { read: asHtml },
  "text with escapes": { read: withEscapes },
  "lines for a terminal": { read: forTerminal },
  "paths in a text": { read: withoutFolders },
  bytes: { read: (text) => decodeText(Buffer.from(text, "utf8")) },
  "HTML that is compared": { read: canonicalHtml },
  "HTML that is text": { read: plainText },
  "features of HTML": { read: (text) => htmlFeatures(parseBounded(text) ?? []) },
  "text in HTML": { read: visibleText },
  "HTML of the simulator": { read: normalizeHtml },
  "shown copy of HTML": { read: (text) => shownCopy(text)?.copy.toString() },
  "difference of HTML": { read: (text) => diffSignature({ from: "<p>a</p>", to: text })?.source },
  "words in HTML": { read: toWording },
  "output of the engine": { read: (text) => readRun(text, "The file") },
  "values in the engine's output": { read: (text) => reportOf(preview(text)), share: 0.5 },
  "words of the engine": { read: (text) => engineFailure({ ...FAILED, stderr: text }) },
  "path of a property": { read: topKey },
  "printed problem": {
    read: (text) => printedProblems({ messages: [{ text, severity: "error", urn: undefined }] }, undefined),
  },
  Markdown: { read: (text) => [toMarkdown(text), toInlineHtml(text), codeSpan(text)] },
  URL: { read: (text) => [parseSecretUrl(text), parseSecretUrl(`https://api.example/${text}`)] },
  settings: { read: settings },
  "fleet file": { read: problemsOf, share: 0.25 },
  "value in a fleet file": {
    read: (text) => problemsOf(`inboxes: { a: { emailAddress: ${JSON.stringify(text)}, mapping: {} } }`),
  },
  "arguments of a program": {
    read: (text) =>
      EmailAddressInputs.safeParse({
        emailAddress: text,
        name: text,
        description: text,
        dataSources: { [text]: text },
      }),
  },
  mailbox: { read: (text) => EmailAddressInputs.safeParse({ emailAddress: `a@${text}` }) },
  key: { read: parsePrivateKey },
  certificate: { read: (text) => parseCertificate(text) },
  slug: { read: toSlug },
  time: { read: (text) => [toMs(text), withZone(text), sameTime(text, `${text}Z`)] },
  URN: { read: parseUrn },
};

export const SECRET = "S3cr3t-of-this-test-0123456789";

/** What a reader answers: nothing wrong, an error of this package, or another one. */
export function answer(read: Read, text: string): string | undefined {
  try {
    read(text);
    return undefined;
  } catch (error) {
    if (error instanceof VccError) return error.message.includes(SECRET) ? "tells a secret" : undefined;
    return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : String(error);
  }
}
