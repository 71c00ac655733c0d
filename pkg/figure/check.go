package figure

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"gonum.org/v1/plot/vg"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/plane"
)

// wrong panics with a sentence about an argument of what, such as "Scatter".
func wrong(what, format string, args ...any) {
	panic("figure: " + what + ": " + fmt.Sprintf(format, args...))
}

// How much a figure takes: more of it could not be told apart, and would take a laptop's memory or minutes of its time.
const (
	mostArea    = 3_000_000 // square points, 48 MB of pixels
	longestSide = 10_000    // points
	mostText    = 1000      // characters of one text
	mostPoints  = 20_000    // of a scatter
	mostCorners = 5000      // of a curve
	mostPath    = 2000      // codes of a path
	mostPointed = 2000      // points that answer the pointer
	mostCurves  = 20        // looks there are
	mostLayers  = 50
	mostImages  = 5000
	mostSide    = 1000 // pixels of an image
	mostSteps   = 500  // of an animation
	mostBeside  = 20
	// mostShown is the greatest number that an axis or a colour stands for, and 1/mostShown the least positive one on a
	// logarithmic axis.
	mostShown = 1e100
)

// checkCount panics where there are no things or too many of them.
func checkCount(what string, n int, things string, most int) {
	if n == 0 {
		wrong(what, "no %s: want at least one", things)
	}
	checkMost(what, n, things, most)
}

// checkMost panics where there are too many things.
func checkMost(what string, n int, things string, most int) {
	if n > most {
		wrong(what, "%d %s, want at most %d: choose some of them", n, things, most)
	}
}

// checkSize panics where a figure would be too large to draw.
func checkSize(what string, size vg.Point) {
	if area := size.X.Points() * size.Y.Points(); !(area <= mostArea && max(size.X, size.Y) <= longestSide) {
		wrong(what, "the figure would be %.0f × %.0f points, want at most %d square points and %d along a side: show less in it",
			size.X.Points(), size.Y.Points(), mostArea, longestSide)
	}
}

// checkText panics where text is too long and where the font lacks a character of it, in whose place there would be an
// empty box.
func checkText(what, text string) {
	if n := utf8.RuneCountInString(text); n > mostText {
		wrong(what, "a text of %d characters, want at most %d: %.40q…", n, mostText, text)
	}
	if r, lacks := paint.Lacks(text); lacks {
		wrong(what, "%q: the font has no %q (%U): write it another way", text, r, r)
	}
}

// checkLine panics as checkText does, and where text has more lines than one.
func checkLine(what, text string) {
	checkText(what, text)
	if strings.Contains(text, "\n") {
		wrong(what, "%q has a line break: want one line", text)
	}
}

// checkCodes panics unless z are 1 to most codes, n × 2, or n × 1, which are drawn on one line.
func checkCodes(what string, z [][]float32, most int) {
	checkCount(what, len(z), "codes", most)
	if d := len(z[0]); d != 1 && d != 2 {
		wrong(what, "codes of %d numbers: a plane shows 2: choose two of them, or project them with PCA", d)
	}
	for i, code := range z {
		if len(code) != len(z[0]) {
			wrong(what, "code %d has length %d, code 0 has %d", i, len(code), len(z[0]))
		}
		for _, v := range code {
			if !finite(float64(v)) {
				wrong(what, "code %d is %v, which is not finite: did the training diverge?", i, code)
			}
		}
	}
}

// checkPath panics unless codes are n × 2, at most most.
func checkPath(what string, codes [][]float32, most int) {
	checkCodes(what, codes, most)
	if len(codes[0]) != 2 {
		wrong(what, "codes of one number: a path needs 2, a plane to lie on")
	}
}

// checkLabels panics unless there is one label in 0 to 9 for each of n points, or labels is nil for points without.
func checkLabels(what string, labels []int, n int) {
	if labels == nil {
		return
	}
	if len(labels) != n {
		wrong(what, "%d labels for %d points", len(labels), n)
	}
	for i, label := range labels {
		if label < 0 || label >= paint.Classes {
			wrong(what, "label %d is %d, want 0 to %d", i, label, paint.Classes-1)
		}
	}
}

// checkImages panics unless images are square and of one size, neither too many nor too large. It returns the side of one,
// 28 for 784 pixels.
func checkImages(what string, images [][]float32) (side int) {
	checkCount(what, len(images), "images", mostImages)
	side = int(math.Round(math.Sqrt(float64(len(images[0])))))
	if side > mostSide {
		wrong(what, "images of %d pixels a side, want at most %d", side, mostSide)
	}
	if side == 0 || side*side != len(images[0]) {
		wrong(what, "an image of %d pixels is not square, want 784 = 28 × 28 or another square", len(images[0]))
	}
	for i, img := range images {
		if len(img) != len(images[0]) {
			wrong(what, "image %d has %d pixels, image 0 has %d", i, len(img), len(images[0]))
		}
		for j, v := range img {
			if !finite(float64(v)) {
				wrong(what, "image %d: pixel %d is %v: did the training diverge?", i, j, v)
			}
		}
	}
	return side
}

// checkNotes panics unless there are no notes, or one drawable note for each of n images.
func checkNotes(what string, notes []string, n int) {
	if len(notes) != 0 && len(notes) != n {
		wrong(what, "%d notes for %d images", len(notes), n)
	}
	for _, note := range notes {
		checkLine(what, note)
	}
}

// checkNumbers panics on numbers that no axis shows.
func checkNumbers(what, name string, values []float64) {
	for i, v := range values {
		if problem := unshown(v); problem != "" {
			wrong(what, "%s[%d] is %v, %s", name, i, v, problem)
		}
	}
}

// unshown says why no axis shows v, "" where one does.
func unshown(v float64) string {
	switch {
	case !finite(v):
		return "which is not finite"
	case math.Abs(v) > mostShown:
		return fmt.Sprintf("want at most %g", mostShown)
	}
	return ""
}

// checkSpan panics where no axes can show a span.
func checkSpan(what string, s plane.Span) {
	if !s.HasInside() {
		wrong(what, "span %+v has no inside: want each Min below its Max", s)
	}
	checkNumbers(what, "span", []float64{s.XMin, s.XMax, s.YMin, s.YMax})
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
