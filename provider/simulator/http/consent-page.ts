import { simulatedAddress } from "../../kinds/email-address/simulated";
import { signedInByPerson } from "../account/authentication";
import type { SimulatedAccount } from "../routes/simulated-kind";

const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  // The page is all there is: nothing may be loaded by it, and no other page may frame it.
  "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
};

/** The page of a consent link. */
export function consentPage({ store, consents }: SimulatedAccount, code: string): Response {
  const addressId = consents.addressId(code);
  const address = addressId === undefined ? undefined : store.table(simulatedAddress).get(addressId);
  if (address === undefined) return linkIsOver();
  const button = `<button>Sign in as ${escapeHtml(address.emailAddress)}</button>`;
  return page(
    200,
    `<p>VCC simulator: let the contact center use this mailbox?</p><form method="post">${button}</form>`,
  );
}

/** The page after its button, which signs the mailbox in. A link works once. */
export function giveConsent({ store, consents, clock }: SimulatedAccount, code: string): Response {
  const addressId = consents.addressId(code);
  const address = addressId === undefined ? undefined : store.table(simulatedAddress).get(addressId);
  if (address === undefined) return linkIsOver();
  consents.use(code);
  store.change(() => store.table(simulatedAddress).put(address.id, signedInByPerson(address, clock)));
  return page(200, `<p>${escapeHtml(address.emailAddress)} is signed in. You can close this page.</p>`);
}

function linkIsOver(): Response {
  return page(410, "<p>This link has been used or has expired. Ask for a new one.</p>");
}

function page(status: number, content: string): Response {
  const html = `<!doctype html><html lang="en"><title>VCC simulator</title><body>${content}</body></html>`;
  return new Response(html, { status, headers: PAGE_HEADERS });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
