#!/bin/sh
# Stands in for a deployment: the simulated app reads its specs anew for every window, so there is nothing left to do but say so.
set -eu
echo "regenerated $REGENERATOR_CONTEXT from $(basename "$REGENERATOR_BLUEPRINT") and $(basename "$REGENERATOR_TENANT_CONFIG")"
