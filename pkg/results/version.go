package results

// Version is latentlab's: numbers say by which they were computed, pages by which they were made. The scripts read it here, and
// CITATION.cff and CHANGELOG.md name the same.
const Version = "0.9.0"
