const FIELD_NAME = /^[A-Za-z_$][\w$-]{0,59}$/u;

/** True for what looks like the name of a field in an API's JSON, of at most 60 characters. */
export function isFieldName(text: string): boolean {
  return FIELD_NAME.test(text);
}
