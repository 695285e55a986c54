import * as z from "zod";
import { Name, Time } from "../../../provider/simulator/account/fields";
import { SimulatedCollection } from "../../../provider/simulator/routes/collection";
import { EMAIL_BLOCKLISTS } from "./schema";

export const simulatedBlocklist = new SimulatedCollection({
  noun: "blocklist",
  stateKey: "blocklists",
  addedInLaterRelease: true,
  endpoint: EMAIL_BLOCKLISTS,
  idPrefix: "blk",
  stored: z.looseObject({
    id: z.string(),
    name: z.string(),
    senders: z.array(z.string()),
    createdAt: Time,
    updatedAt: Time,
  }),
  content: { name: Name, senders: z.array(z.string().min(1)) },
  defaults: { senders: [] },
  unique: [{ path: "name" }],
  notFound: () => ({ message: "Blocklist not found" }),
  secretBodies: [{ pathEnd: "/unlock", redact: () => "[secret]" }],
});
