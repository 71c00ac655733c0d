package main

import "latentlab/pkg/digits"

// blurred returns the mean of each pixel and its eight neighbours.
func blurred(images [][]float32) [][]float32 {
	out := make([][]float32, len(images))
	for i, image := range images {
		out[i] = make([]float32, len(image))
		for y := range digits.Side {
			for x := range digits.Side {
				for dy := -1; dy <= 1; dy++ {
					for dx := -1; dx <= 1; dx++ {
						if v, u := y+dy, x+dx; v >= 0 && v < digits.Side && u >= 0 && u < digits.Side {
							out[i][y*digits.Side+x] += image[v*digits.Side+u] / 9
						}
					}
				}
			}
		}
	}
	return out
}

// rounded returns images with each pixel moved to the nearer of 0 and 1.
func rounded(images [][]float32) [][]float32 {
	out := make([][]float32, len(images))
	for i, image := range images {
		out[i] = make([]float32, len(image))
		for p, v := range image {
			if v >= 0.5 {
				out[i][p] = 1
			}
		}
	}
	return out
}
