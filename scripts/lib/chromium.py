"""The Chromium of this machine, and how it is started: alone, so that it reaches no other machine."""

import shutil

EXECUTABLE = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""Its path; None where there is none."""

MISSING = "there is no Chromium: install it (Debian: sudo apt install chromium)"

ARGUMENTS = [
    "--no-sandbox",  # whose user namespaces containers seldom have
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    # What a browser asks its makers for of its own accord.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--no-pings",
    "--no-first-run",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    # No name has an address, so that a page that needs one fails here as it would without a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
