import { buffer } from "node:stream/consumers";
import { argumentError } from "../../errors";
import { explainUnread, readText } from "../../files/read-text";
import { decodeText } from "../../text/decode-text";
import { showValue } from "../../../schema/rule";

/** Text of a file, or of standard input for `-`. Error: VCC_ARGUMENT_INVALID where it can't be read as UTF-8. */
export async function readInput(file: string): Promise<string> {
  const read = file === "-" ? decodeText(await buffer(process.stdin)) : readText(file);
  if ("text" in read) return read.text;
  const next = "Give the path of what pulumi preview --json has printed.";
  throw argumentError(explainUnread("a file", showValue(file), read, next));
}
