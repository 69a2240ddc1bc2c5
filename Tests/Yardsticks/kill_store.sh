#!/bin/sh
# Kills the store with SIGKILL in a burst of appends, again and again, and holds the log against what was accepted.
# usage: kill_store.sh FERA_BENCH [TIMES]
set -eu
bench=$1
times=${2:-20}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
: > "$folder/ledger"
round=0
while [ "$round" -lt "$times" ]; do
    round=$((round + 1))
    "$bench" store --burst "$folder/data" > "$folder/round" &
    pid=$!
    sleep "0.$((round * 37 % 60 + 30))"
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
    # A last line that was cut short was not heard.
    sed -n '/c[0-9]*$/p' "$folder/round" >> "$folder/ledger"
    "$bench" store --check "$folder/data" "$folder/ledger"
done
echo "$times kills survived"
