package digits

import "math"

// point is a place in the image in pixels: x to the right, y down, the centre of the top left pixel at 0, 0.
type point struct{ x, y float64 }

// trace draws polylines with a round pen of the given diameter in pixels into image: full ink up to half a pixel inside
// the pen's edge, none from half a pixel outside on, linear in the distance between.
func trace(image *[Pixels]float64, lines [][]point, diameter float64) {
	reach := diameter/2 + 0.5
	var near [Pixels]float64 // the squared distance to the nearest line, up to reach
	for p := range near {
		near[p] = reach * reach
	}
	for _, line := range lines {
		for i := 1; i < len(line); i++ {
			measure(&near, line[i-1], line[i], reach)
		}
	}
	for p, d := range near {
		image[p] = 0
		if d < reach*reach {
			image[p] = min(reach-math.Sqrt(d), 1)
		}
	}
}

// measure lowers near to the squared distance from the segment a–b where that is less.
func measure(near *[Pixels]float64, a, b point, reach float64) {
	dx, dy := b.x-a.x, b.y-a.y
	inverse := 1 / max(dx*dx+dy*dy, 1e-12) // a dot is a segment too
	top, bottom := span(a.y, b.y, reach)
	left, right := span(a.x, b.x, reach)
	for y := top; y <= bottom; y++ {
		for x := left; x <= right; x++ {
			px, py := float64(x)-a.x, float64(y)-a.y
			along := min(max((px*dx+py*dy)*inverse, 0), 1)
			ex, ey := px-along*dx, py-along*dy
			p := y*Side + x
			near[p] = min(near[p], ex*ex+ey*ey)
		}
	}
}

// span returns the first and the last pixel within reach of a and b, or of anything between.
func span(a, b, reach float64) (first, last int) {
	return max(int(math.Ceil(min(a, b)-reach)), 0), min(int(math.Floor(max(a, b)+reach)), Side-1)
}

// centre returns the centre of mass of an image with ink.
func centre(image *[Pixels]float64) point {
	var x, y, mass float64
	for p, v := range image {
		x += v * float64(p%Side)
		y += v * float64(p/Side)
		mass += v
	}
	return point{x / mass, y / mass}
}
