import { connect } from "node:net";

const LOOK_EVERY_MS = 500;

/**
 * Ends this process soon after the engine that started it: a killed engine leaves its providers running, and they would
 * go on with writes that nobody records. Pulumi names the engine's address in the first argument.
 */
export function endWithEngine(address = process.argv[2], end: () => void = () => process.exit(1)): void {
  const [, host, port] = /^(.+):(\d+)$/u.exec(address ?? "") ?? [];
  if (host === undefined || port === undefined) return;
  let wasThere = false;
  const look = () => {
    const socket = connect({ host, port: Number(port) });
    socket.unref();
    socket.once("connect", () => {
      wasThere = true;
      socket.destroy();
    });
    socket.once("error", () => {
      if (wasThere) end();
    });
  };
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
}
