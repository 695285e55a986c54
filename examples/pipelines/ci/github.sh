#!/bin/sh
# Keeps one comment of a pull request, or one issue, for each stack. What ci/report.sh has made is in FOLDER.
#
#   sh ci/github.sh comment FOLDER   on the pull request NUMBER
#   sh ci/github.sh issue FOLDER     open while something isn't as the program says, or nobody can tell
#
# GITHUB_TOKEN: may write comments of pull requests, or issues
# AUTHOR: who writes with it (default: github-actions[bot]). Nobody else's text is taken for the report.
# GITHUB_API_URL, GITHUB_REPOSITORY: set by the runner
set -eu

kind=$1
folder=$2
report=$folder/report.md
author=${AUTHOR:-github-actions[bot]}
repository=$GITHUB_API_URL/repos/$GITHUB_REPOSITORY

[ -s "$report" ] || {
  echo "There is no $report: the job that makes it has failed before." >&2
  exit 1
}
# The report begins with a line that no reader sees, and that is the same for every report of its stack.
IFS= read -r marker <"$report"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# METHOD URL [JSON from standard input]. The token goes through a file, as everybody on a machine sees arguments.
api() {
  printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN" >"$scratch/curl"
  method=$1
  url=$2
  shift 2
  curl --config "$scratch/curl" --silent --show-error --fail --request "$method" \
    --header "Accept: application/vnd.github+json" --header "X-GitHub-Api-Version: 2022-11-28" "$@" "$url"
}
send() {
  api "$1" "$2" --header "Content-Type: application/json" --data-binary @- >/dev/null
}

# The number of the first one that is ours, however many others there are: pages, until one is empty.
find_own() {
  page=1
  while true; do
    api GET "$1?per_page=100&state=open&page=$page" >"$scratch/page"
    [ "$(jq length "$scratch/page")" -gt 0 ] || return 0
    own=$(jq --raw-output --arg marker "$marker" --arg author "$author" --arg id "$2" '
      map(select(.user.login == $author and .pull_request == null
        and (.body // "" | split("\n")[0] | rtrimstr("\r")) == $marker))
      | first | .[$id] // empty' "$scratch/page")
    [ -z "$own" ] || break
    page=$((page + 1))
  done
  echo "$own"
}

comment() {
  own=$(find_own "$repository/issues/$NUMBER/comments" id)
  jq --null-input --rawfile body "$report" '{ $body }' | if [ -n "$own" ]; then
    send PATCH "$repository/issues/comments/$own"
  else
    send POST "$repository/issues/$NUMBER/comments"
  fi
}

issue() {
  own=$(find_own "$repository/issues" number)
  code=$(cat "$folder/exit-code")
  stack=${marker#<!-- pulumi-vcc report }
  stack=${stack% -->}
  case $code in
    0) title= ;;
    2) title="Not as the program says: $stack" ;;
    *) title="Nobody can tell if it is as the program says: $stack" ;;
  esac
  if [ -n "$title" ]; then
    jq --null-input --rawfile body "$report" --arg title "$title" '{ $title, $body }' | if [ -n "$own" ]; then
      send PATCH "$repository/issues/$own"
    else
      send POST "$repository/issues"
    fi
  elif [ -n "$own" ]; then
    jq --null-input --rawfile body "$report" '{ $body }' | send POST "$repository/issues/$own/comments"
    echo '{ "state": "closed", "state_reason": "completed" }' | send PATCH "$repository/issues/$own"
  fi
}

case $kind in
  comment) comment ;;
  issue) issue ;;
  *)
    echo "comment or issue, got $kind" >&2
    exit 1
    ;;
esac
