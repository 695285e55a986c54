const OTHERS = 0o077;
const PERMISSIONS = 0o777;

/**
 * Permissions of a file in octal, where others on this machine can use it; undefined where its owner alone can, and on
 * Windows, which has no POSIX permissions.
 */
export function openPermissions(
  { mode }: { readonly mode: number },
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  return platform === "win32" || (mode & OTHERS) === 0 ? undefined : (mode & PERMISSIONS).toString(8);
}
