#!/bin/sh
# Keeps one comment of a merge request, or one issue, for each stack. What ci/report.sh has made is in FOLDER.
#
#   sh ci/gitlab.sh comment FOLDER   on the merge request of this pipeline
#   sh ci/gitlab.sh issue FOLDER     open while something isn't as the program says, or nobody can tell
#
# GITLAB_TOKEN: of the project, scope api, role Reporter. Nobody else's text is taken for the report.
# CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID: set by the runner
set -eu

kind=$1
folder=$2
report=$folder/report.md
project=$CI_API_V4_URL/projects/$CI_PROJECT_ID

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
  printf 'header = "PRIVATE-TOKEN: %s"\n' "$GITLAB_TOKEN" >"$scratch/curl"
  method=$1
  url=$2
  shift 2
  curl --config "$scratch/curl" --silent --show-error --fail --request "$method" "$@" "$url"
}
send() {
  api "$1" "$2" --header "Content-Type: application/json" --data-binary @- >/dev/null
}

# The number of the first one that is ours, however many others there are: pages, until one is empty.
find_own() {
  author=$(api GET "$CI_API_V4_URL/user" | jq .id)
  page=1
  while true; do
    api GET "$1?per_page=100&state=opened&scope=all&page=$page" >"$scratch/page"
    [ "$(jq length "$scratch/page")" -gt 0 ] || return 0
    own=$(jq --raw-output --arg marker "$marker" --argjson author "$author" --arg id "$2" --arg text "$3" '
      map(select(.author.id == $author
        and (.[$text] // "" | split("\n")[0] | rtrimstr("\r")) == $marker))
      | first | .[$id] // empty' "$scratch/page")
    [ -z "$own" ] || break
    page=$((page + 1))
  done
  echo "$own"
}

comment() {
  notes=$project/merge_requests/$CI_MERGE_REQUEST_IID/notes
  own=$(find_own "$notes" id body)
  jq --null-input --rawfile body "$report" '{ $body }' | if [ -n "$own" ]; then
    send PUT "$notes/$own"
  else
    send POST "$notes"
  fi
}

issue() {
  own=$(find_own "$project/issues" iid description)
  code=$(cat "$folder/exit-code")
  stack=${marker#<!-- pulumi-vcc report }
  stack=${stack% -->}
  case $code in
    0) title= ;;
    2) title="Not as the program says: $stack" ;;
    *) title="Nobody can tell if it is as the program says: $stack" ;;
  esac
  if [ -n "$title" ]; then
    jq --null-input --rawfile description "$report" --arg title "$title" '{ $title, $description }' |
      if [ -n "$own" ]; then
        send PUT "$project/issues/$own"
      else
        send POST "$project/issues"
      fi
  elif [ -n "$own" ]; then
    jq --null-input --rawfile body "$report" '{ $body }' | send POST "$project/issues/$own/notes"
    echo '{ "state_event": "close" }' | send PUT "$project/issues/$own"
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
