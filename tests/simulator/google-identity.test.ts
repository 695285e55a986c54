import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { MAILBOX } from "../support/identities";

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => simulator.stop());

/** Asks as Google's library does, with an assertion of the given claims. */
async function askToken(
  claims: object,
): Promise<{ readonly status: number; readonly body: Record<string, string> }> {
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
  const reply = await fetch(simulator.environment["VCC_GOOGLE_TOKEN_URL"] ?? "", {
    method: "POST",
    body: new URLSearchParams({ assertion: `e30.${payload}.c2ln` }),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, string> };
}

async function askProfile(token: string): Promise<Response> {
  const root = simulator.environment["VCC_GMAIL_ROOT_URL"] ?? "";
  return fetch(`${root}/gmail/v1/users/me/profile`, { headers: { authorization: `Bearer ${token}` } });
}

describe("the stand-in for Google", () => {
  test("gives a token for the mailbox that an assertion names, and tells whose it is", async () => {
    const { status, body } = await askToken({ sub: MAILBOX });
    expect(status).toBe(200);
    const profile = await askProfile(body["access_token"] ?? "");
    expect(await profile.json()).toMatchObject({ emailAddress: MAILBOX });
  });

  test("refuses an assertion that names no mailbox, and a token that it didn't give", async () => {
    expect(await askToken({})).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    expect((await askProfile("unknown")).status).toBe(401);
  });

  test("refuses a mailbox as it was told to, until it is told otherwise", async () => {
    simulator.google.refuse("Support@example.com", {
      error: "invalid_grant",
      description: "Invalid email or User ID",
    });
    expect(await askToken({ sub: MAILBOX })).toMatchObject({
      status: 400,
      body: { error: "invalid_grant", error_description: "Invalid email or User ID" },
    });
    simulator.google.accept();
    expect((await askToken({ sub: MAILBOX })).status).toBe(200);
  });

  test("is no part of the account's API: nothing of it is in the request log", () => {
    expect(simulator.requests()).toEqual([]);
  });
});
