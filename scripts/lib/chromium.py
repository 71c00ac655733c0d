"""The installed Chromium and the options that keep it from reaching other machines."""

import shutil

EXECUTABLE = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""Its path; None where there is none."""

MISSING = "there is no Chromium: install it (Debian: sudo apt install chromium)"

ARGUMENTS = [
    "--no-sandbox",  # the sandbox needs user namespaces, which containers seldom have
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    # Requests that a browser makes to its vendor unasked.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--no-pings",
    "--no-first-run",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    # No host name resolves but those of this machine, so a page that needs one fails as it would without a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
]
