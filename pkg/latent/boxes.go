package latent

import "slices"

// SharedBoxes returns which share of the codes b (n × d), between 0 and 1, lie in the same box as one of the codes a (m × d).
// Boxes come of dividing each axis, from the least to the greatest of a, into parts of one length; what of b lies beyond belongs
// to the outermost. Where codes have few numbers most boxes hold some of a; in a space of many nearly none does (Bellman's "curse
// of dimensionality", Adaptive control processes, 1961). It panics where a and b are empty, not finite or not of one width, and
// where parts is not between 1 and 255.
func SharedBoxes(a, b [][]float32, parts int) float64 {
	const function = "SharedBoxes"
	d := wantSameWidth(function, "first code", a, "second code", b)
	wantCount(function, "parts", parts, 1, 255, "parts of an axis")
	low, high := slices.Clone(a[0]), slices.Clone(a[0])
	for _, z := range a {
		for k, v := range z {
			low[k], high[k] = min(low[k], v), max(high[k], v)
		}
	}
	box := make([]byte, d)
	in := func(z []float32) string {
		for k, v := range z {
			box[k] = 0
			if high[k] > low[k] {
				share := (float64(v) - float64(low[k])) / (float64(high[k]) - float64(low[k]))
				box[k] = byte(max(0, min(float64(parts-1), share*float64(parts))))
			}
		}
		return string(box)
	}
	full := make(map[string]bool, len(a))
	for _, z := range a {
		full[in(z)] = true
	}
	shared := 0
	for _, z := range b {
		if full[in(z)] {
			shared++
		}
	}
	return float64(shared) / float64(len(b))
}
