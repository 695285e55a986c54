import { open } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";

const CHUNK_BYTES = 1_048_576;
/** Time between two looks at a file that hasn't grown. */
const LOOK_EACH_MS = 100;

/**
 * Lines of a file in UTF-8 that somebody writes, as they are written, to the end that it has once `written` is settled.
 * A file that isn't there is made, for this user alone.
 */
export async function* linesAsWritten(file: string, written: Promise<unknown>): AsyncGenerator<string> {
  const writer = { hasEnded: false };
  const end = written
    .catch(() => undefined)
    .then(() => {
      writer.hasEnded = true;
    });
  const decoder = new StringDecoder("utf8");
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const handle = await open(file, "a+", 0o600);
  let begun: string[] = [];
  try {
    for (let [at, isLast] = [0, false]; !isLast;) {
      // Before the look: what is written after it is read in the next turn.
      const hadEnded = writer.hasEnded;
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, at);
      at += bytesRead;
      const [first = "", ...others] = decoder.write(chunk.subarray(0, bytesRead)).split("\n");
      begun.push(first);
      for (const next of others) {
        yield begun.join("");
        begun = [next];
      }
      isLast = hadEnded && bytesRead === 0;
      if (bytesRead === 0 && !isLast)
        await Promise.race([end, sleep(LOOK_EACH_MS, undefined, { ref: false })]);
    }
    const rest = begun.join("");
    if (rest !== "") yield rest;
  } finally {
    await handle.close();
  }
}
