package latent

// rows returns n rows of w zeros, consecutive in memory.
func rows(n, w int) [][]float32 {
	flat := make([]float32, n*w)
	out := make([][]float32, n)
	for i := range out {
		out[i] = flat[i*w : (i+1)*w : (i+1)*w]
	}
	return out
}

// narrow returns v in float32.
func narrow(v []float64) []float32 {
	narrowed := make([]float32, len(v))
	for i, entry := range v {
		narrowed[i] = float32(entry)
	}
	return narrowed
}
