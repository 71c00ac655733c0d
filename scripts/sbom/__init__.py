"""What ships, from the lock files: scripts/sbom.sh."""
