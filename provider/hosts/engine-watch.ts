import { connect } from "node:net";

const LOOK_EVERY_MS = 500;
/** An engine that hasn't been seen yet may be slow to listen; one that refuses this often in a row is gone. */
const REFUSALS_OF_THE_DEAD = 4;

/**
 * Ends this process soon after the engine that started it: a killed engine leaves its providers running, and they would
 * go on with writes that nobody records. Pulumi names the engine's address in the first argument.
 */
export function endWithEngine(address = process.argv[2], end: () => void = () => process.exit(1)): void {
  const [, host, port] = /^(.+):(\d+)$/u.exec(address ?? "") ?? [];
  if (host === undefined || port === undefined) return;
  let wasThere = false;
  let refusals = 0;
  const look = () => {
    const socket = connect({ host, port: Number(port) });
    socket.unref();
    socket.once("connect", () => {
      wasThere = true;
      refusals = 0;
      socket.destroy();
    });
    socket.once("error", ({ code }: NodeJS.ErrnoException) => {
      // Any other failure is this machine's, such as that no port is free, and says nothing about the engine.
      if (code !== "ECONNREFUSED") return;
      refusals += 1;
      if (wasThere || refusals >= REFUSALS_OF_THE_DEAD) end();
    });
  };
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
}
