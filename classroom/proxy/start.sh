#!/usr/bin/env bash
# Starts the proxy, with HTTPS where a certificate is named. A key is often root's alone: it is read as root, then given up.
set -euo pipefail
CONFIGPROXY_AUTH_TOKEN=$(cat /run/classroom/proxy-token)
export CONFIGPROXY_AUTH_TOKEN
tls=()
if [ -s /run/tls/cert.pem ]; then
  install -d -m 700 -o proxy /tmp/tls
  install -m 400 -o proxy -t /tmp/tls /run/tls/cert.pem /run/tls/key.pem
  tls=(/tmp/tls)
fi
exec setpriv --reuid=proxy --regid=proxy --clear-groups --no-new-privs node /opt/proxy/main.mjs "${tls[@]}"
