// Package paint is what figures are drawn with: text in the lecture's notation, colours and markers, images of ink, and
// the canvases that turn all of it into pixels or into a drawing. It knows nothing of the figures themselves, which are
// in package figure above it. Lengths are in points; in a notebook a point is shown as a pixel.
package paint

import "fmt"

// checkShare panics where a share or an opacity is not within [0, 1].
func checkShare(what string, t float64) {
	if !(t >= 0 && t <= 1) {
		panic(fmt.Sprintf("paint: %s: %v: want a number from 0 to 1", what, t))
	}
}

// checkLabel panics where a label is not that of a digit.
func checkLabel(what string, label int) {
	if label < 0 || label >= Classes {
		panic(fmt.Sprintf("paint: %s: label %d: want 0 to %d", what, label, Classes-1))
	}
}
