#!/bin/sh
# Says what a preview would change, or what isn't as the program says, for people on the forge.
#
#   sh ci/report.sh preview STACK FOLDER
#   sh ci/report.sh drift STACK FOLDER
#
# FOLDER then has report.md, which begins with the marker of its stack, and exit-code. That code also ends this script:
# 0 no error among the findings, 2 an error, or drift, 5 nobody can tell, 1 the command failed. There is no report.md
# where no report could be made: what tells reports on the forge then says so there.
#
# FLEET: the fleet file (default: inboxes.yaml), which gives findings their place where it's there
# COMMIT: the commit that the report is of
# BASE: the commit before the change, by which rules that were switched off lately are told
set -eu

kind=$1
stack=$2
folder=$3
fleet=${FLEET:-inboxes.yaml}

mkdir -p "$folder"
rm -f "$folder/report.md" "$folder/exit-code"

# The files before the change: a fleet file leads to others.
before=$(mktemp -d)
trap 'git worktree remove --force "$before/tree" >/dev/null 2>&1 || true; rm -rf "$before"' EXIT
trap 'exit 1' HUP INT TERM
has_before() {
  [ -n "${BASE:-}" ] || return 1
  git worktree add --detach "$before/tree" "$BASE" >/dev/null 2>&1 || {
    echo "$BASE can't be read here, so it isn't told which rules this change switches off." >&2
    return 1
  }
  # It may be new, or this change may be what mends it.
  [ -f "$before/tree/$fleet" ] && npx pulumi-vcc validate "$before/tree/$fleet" >/dev/null 2>&1
}

preview() {
  if [ ! -f "$fleet" ]; then
    npx pulumi-vcc report --run "$@"
  elif has_before; then
    npx pulumi-vcc report --run --fleet "$fleet" --fleet-before "$before/tree/$fleet" "$@"
  else
    npx pulumi-vcc report --run --fleet "$fleet" "$@"
  fi
}

drift() {
  npx pulumi-vcc drift "$@"
}

set -- --stack "$stack" --format markdown --out "$folder/report.md" ${COMMIT:+--commit "$COMMIT"}
code=0
case $kind in
  preview) preview "$@" || code=$? ;;
  drift) drift "$@" || code=$? ;;
  *)
    echo "preview or drift, got $kind" >&2
    exit 1
    ;;
esac
echo "$code" >"$folder/exit-code"
exit "$code"
