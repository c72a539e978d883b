#!/usr/bin/env bash
# Builds the command and serves a copy of the sample workspace. Everything after the options below goes to «regenerator serve»:
#   ./run.sh                         serve the sample until Ctrl-C
#   ./run.sh --once --output json    one pass, one JSON object
#   ./run.sh --fresh                 start the sample over
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v dotnet >/dev/null; then
  echo "run.sh: the .NET 10 SDK is missing (dotnet is not on the PATH); see https://dotnet.microsoft.com/download" >&2
  exit 1
fi

if ! command -v npm >/dev/null; then # bundles the scripts of the Studio
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm
  else
    echo "run.sh: npm is missing (sudo apt-get install --no-install-recommends nodejs npm)" >&2
    exit 1
  fi
fi

workspace=.work/shop
if [ "${1:-}" = "--fresh" ]; then
  rm -rf "$workspace"
  shift
fi
if [ ! -d "$workspace" ]; then
  mkdir -p .work
  cp -r samples/shop "$workspace"
fi

log=.work/build.log
if ! dotnet build src/Regenerator.Cli -c Release --nologo -v quiet >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
REGENERATOR_COMMAND=./regenerator exec ./regenerator serve "$workspace" "$@"
