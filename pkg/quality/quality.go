// Package quality measures how good generated images are: how like a set of real ones in distribution, how real each, how
// many of the real ones they cover, and, for a VAE, how near its bound is to log p(x).
//
// Distances are taken between features (n × 64), which the classifier in the room below computes of images: what they say holds
// for that classifier, whose identity belongs beside each number. The measures themselves are plain numbers, and link no engine.
//
// A wrong argument is a bug: every function panics, with one sentence, where its arguments are empty, of unequal lengths,
// not finite or out of range.
package quality

import (
	"fmt"

	"latentlab/pkg/internal/vectors"
)

// refuse panics with the sentence that says what is wrong with an argument of a function, and what is right.
func refuse(function, format string, args ...any) {
	panic("quality: " + function + ": " + fmt.Sprintf(format, args...))
}

// wantRows returns the common length of rows, each of which is a noun ("feature row"). It refuses fewer than least, empty ones,
// different lengths and numbers that are not finite.
func wantRows(function, noun string, rows [][]float32, least int) int {
	if len(rows) < least {
		refuse(function, "there are %d %ss: want at least %d", len(rows), noun, least)
	}
	w, fault := vectors.Width(noun, rows)
	if fault != "" {
		refuse(function, "%s", fault)
	}
	return w
}

// mostRows is how many rows two sets may have each where all pairs are compared.
const mostRows = 20_000

// wantPairs is wantSets for measures that compare all pairs of rows: it refuses more than mostRows.
func wantPairs(function string, real, fakes [][]float32, least int) int {
	if n := max(len(real), len(fakes)); n > mostRows {
		refuse(function, "there are %d rows: want at most %d, since all pairs are compared", n, mostRows)
	}
	return wantSets(function, real, fakes, least)
}

// wantSets returns the common length of the features of two sets, each of at least so many rows.
func wantSets(function string, real, fakes [][]float32, least int) int {
	w, f := wantRows(function, "real row", real, least), wantRows(function, "fake row", fakes, least)
	if w != f {
		refuse(function, "each real row has %d numbers, each fake row %d: want as many", w, f)
	}
	return w
}
