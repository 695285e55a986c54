import { sameTime, toMs, withZone } from "../../schema/time";
import { fromGmt } from "../../provider/values/gmt";
import { OWN_TIME_ZONE, setTimeZone } from "../support/time-zone";

const EIGHT = Date.UTC(2026, 10, 1, 8);

describe.each(["Asia/Tokyo", "America/New_York"])("a time, read in %s,", (zone) => {
  beforeEach(() => setTimeZone(zone));
  afterEach(() => setTimeZone(OWN_TIME_ZONE));

  test.each([
    { told: "2026-11-01T08:00:00Z", ms: EIGHT },
    { told: "2026-11-01T08:00:00", ms: EIGHT },
    { told: "2026-11-01T08:00", ms: EIGHT },
    { told: "2026-11-01T08:00:00.000", ms: EIGHT },
    { told: "2026-11-01T08:00Z", ms: EIGHT },
    { told: "2026-11-01T17:00:00+09:00", ms: EIGHT },
    { told: "2026-11-01T03:00:00-0500", ms: EIGHT },
    { told: "2026-11-01", ms: Date.UTC(2026, 10, 1) },
    // None of these is ISO 8601, though Date.parse reads them, most as this machine's time.
    { told: "2026-11-01 08:00:00", ms: undefined },
    { told: "11/01/2026", ms: undefined },
    { told: "Nov 1 2026 08:00:00", ms: undefined },
    { told: "2026-02-30T08:00:00Z", ms: undefined },
    { told: "2026-11-01T08:00:00+99:00", ms: undefined },
    { told: "2026-11-01T08:00:00Z+01:00", ms: undefined },
    { told: "2026", ms: undefined },
    { told: "1793520000", ms: undefined },
    { told: "yesterday", ms: undefined },
    { told: "", ms: undefined },
    { told: null, ms: undefined },
  ])("$told is $ms", ({ told, ms }) => expect(toMs(told)).toBe(ms));

  test.each([
    { header: "Sun, 01 Nov 2026 08:00:00 GMT", ms: EIGHT },
    { header: "Nov  1 08:00:00 2026 GMT", ms: EIGHT },
    { header: "Sun, 01 Nov 2026 08:00:00", ms: undefined },
    { header: "2026-11-01T08:00:00", ms: undefined },
    { header: "-5", ms: undefined },
    { header: undefined, ms: undefined },
  ])("of a header or a certificate, $header, is $ms", ({ header, ms }) => expect(fromGmt(header)).toBe(ms));
});

test.each([
  { told: "2026-11-01T08:00:00", shown: "2026-11-01T08:00:00Z" },
  { told: "2026-11-01T08:00:00+01:00", shown: "2026-11-01T08:00:00+01:00" },
  { told: "2026-11-01", shown: "2026-11-01" },
  { told: "yesterday", shown: "yesterday" },
])("$told is shown as $shown", ({ told, shown }) => expect(withZone(told)).toBe(shown));

test.each([
  { one: "2026-11-01T08:00:00", other: "2026-11-01T09:00:00+01:00", same: true },
  { one: "2026-11-01T08:00:00Z", other: "2026-11-01T08:00:01Z", same: false },
  { one: "yesterday", other: "yesterday", same: true },
  { one: "yesterday", other: "today", same: false },
  { one: null, other: undefined, same: true },
  { one: "2026-11-01T08:00:00Z", other: undefined, same: false },
])("$one and $other: the same is $same", ({ one, other, same }) => expect(sameTime(one, other)).toBe(same));
