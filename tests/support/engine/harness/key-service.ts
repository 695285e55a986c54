import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A stand-in for Vault's transit engine, which wraps the key that a stack's secrets are encrypted with. */
export interface KeyService {
  /** Variables by which the engine finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** For `pulumi stack init --secrets-provider`. */
  readonly secretsProvider: string;
  close(): void;
}

const PREFIX = "vault:v1:";

/** Starts one. It keeps no key, so that any of them unwraps what another one has wrapped. */
export async function startKeyService(): Promise<KeyService> {
  const server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const body = JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as Record<string, string>;
      const { plaintext, ciphertext = "" } = body;
      const data =
        plaintext === undefined
          ? { plaintext: ciphertext.slice(PREFIX.length) }
          : { ciphertext: PREFIX + plaintext };
      response.end(JSON.stringify({ data }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    environment: { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "only of a test" },
    secretsProvider: "hashivault://test",
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
