import { toVccError } from "../../provider/client/to-vcc-error";
import { redactForeign, rememberSecret } from "../../provider/text/redact";

const SECRETS = 5_000;
const PAGES = 100;
const PAGE = `<html>${"<p>Bad gateway between here and there</p>".repeat(1_500)}</html>`;
const CALL = { doing: "create email address support@example.com", namesObject: false, ambiguous: true };
const REPLY = {
  status: 422,
  body: JSON.stringify({
    title: "Unprocessable",
    errors: [{ message: "is not a mailbox of this domain", path: "emailAddress" }],
  }),
};

/**
 * Prints what 5,000 errors and the cleaning of large pages cost once the keys of 5,000 inboxes are known, as multiples of
 * the same without any. Has to run before anything else makes secrets known.
 */
export function measureErrors(): void {
  // Without a first time of everything.
  makeErrors();
  const before = { errors: seconds(makeErrors), pages: seconds(cleanPages) };
  const remembering = seconds(() => {
    for (let index = 0; index < SECRETS; index += 1) rememberSecret(keyOf(index));
  });
  const errors = seconds(makeErrors) / before.errors;
  const pages = seconds(cleanPages) / before.pages;
  console.log(`${SECRETS} known secrets`);
  console.log(`  to remember them   ${(remembering / before.errors).toFixed(1)} times ${SECRETS} errors`);
  console.log(`  ${SECRETS} errors        ${errors.toFixed(1)} times as long as without secrets`);
  console.log(
    `  ${PAGES} pages of ${Math.round(PAGE.length / 1_000)} kB ${pages.toFixed(1)} times as long as without secrets\n`,
  );
}

function makeErrors(): void {
  for (let index = 0; index < SECRETS; index += 1) toVccError(CALL, REPLY);
}

function cleanPages(): void {
  for (let index = 0; index < PAGES; index += 1) redactForeign(PAGE);
}

/** A service account's key as it is long, and unlike any other. */
function keyOf(index: number): string {
  const lines = Array.from({ length: 26 }, (_, line) =>
    Buffer.from(`${index}-${line}-`.repeat(8)).toString("base64").slice(0, 64),
  );
  return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1_000;
}
