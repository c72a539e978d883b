#!/bin/sh
# Stands in for a contract test suite: runs against the candidate, before anything live has changed.
set -eu
: "${REGENERATOR_BLUEPRINT:?is not set: run through the executor}" "${REGENERATOR_TENANT_CONFIG:?}"
for test in "$@"; do
  case "$test" in
    checkout)
      grep -q '"shop.workflow.checkout"' "$REGENERATOR_BLUEPRINT" || { echo "FAIL $test: the blueprint has no checkout"; exit 1; } ;;
    product-list)
      grep -q '"shop.view.product-list"' "$REGENERATOR_BLUEPRINT" || { echo "FAIL $test: the blueprint has no product list"; exit 1; } ;;
    *)
      echo "FAIL $test: no such test; known: checkout, product-list"; exit 1 ;;
  esac
  echo "ok $test"
done
