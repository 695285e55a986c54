/** Command whose digest holds drift, all mappings of the stack and the order of the steps. */
export const WHOLE_PREVIEW = "pulumi preview --json --refresh --show-sames --show-replacement-steps";
/** Command of this package that makes such a digest and reads it, with the event log of the same run. */
export const REPORT_RUN = "npx pulumi-vcc report --run";
