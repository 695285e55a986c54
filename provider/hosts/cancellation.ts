import { createRequire } from "node:module";

interface EmptyMessage {
  readonly Empty: { deserializeBinary(bytes: unknown): unknown };
}

/**
 * Calls back when the engine asks its providers to stop, as after Ctrl-C. Pulumi's dynamic-provider process takes that
 * call and does nothing; the engine goes on to wait for whatever is under way. It is the only call with an empty message
 * once a provider is at work, so its reading is what shows it. Where Pulumi's process isn't as known, nothing happens.
 */
export function onCancel(cancel: () => void, program = process.argv[1]): void {
  if (program === undefined) return;
  try {
    const { Empty } = createRequire(program)("google-protobuf/google/protobuf/empty_pb.js") as EmptyMessage;
    const read = Empty.deserializeBinary.bind(Empty);
    Empty.deserializeBinary = (bytes) => {
      cancel();
      return read(bytes);
    };
  } catch {
    // A process of another make: the waits end by themselves.
  }
}
