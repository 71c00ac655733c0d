package figure

import (
	"errors"
	"fmt"
	"math"
)

// checkCodes accepts n × 2 codes, and n × 1, which are drawn on one line.
func checkCodes(z [][]float32) error {
	if len(z) == 0 {
		return errors.New("no codes: want at least one")
	}
	if d := len(z[0]); d != 1 && d != 2 {
		return fmt.Errorf("codes of %d numbers: a plane shows 2: choose two of them, or project them with PCA", d)
	}
	for i, code := range z {
		if len(code) != len(z[0]) {
			return fmt.Errorf("code %d has length %d, code 0 has %d", i, len(code), len(z[0]))
		}
		for _, v := range code {
			if !finite(float64(v)) {
				return fmt.Errorf("code %d is %v, which is not finite: did the training diverge?", i, code)
			}
		}
	}
	return nil
}

// checkPath accepts n × 2 codes.
func checkPath(codes [][]float32) error {
	if err := checkCodes(codes); err != nil {
		return err
	}
	if len(codes[0]) != 2 {
		return errors.New("codes of one number: a path needs 2, a plane to lie on")
	}
	return nil
}

// checkLabels accepts one label in 0 to 9 for each of n points, and nil for points without labels.
func checkLabels(labels []int, n int) error {
	if labels == nil {
		return nil
	}
	if len(labels) != n {
		return fmt.Errorf("%d labels for %d points", len(labels), n)
	}
	for i, label := range labels {
		if label < 0 || label >= len(classColors) {
			return fmt.Errorf("label %d is %d, want 0 to %d", i, label, len(classColors)-1)
		}
	}
	return nil
}

// checkImages accepts n ≥ 1 square images of one size and returns the side of one, 28 for 784 pixels.
func checkImages(images [][]float32) (side int, err error) {
	if len(images) == 0 {
		return 0, errors.New("no images: want at least one")
	}
	side = int(math.Round(math.Sqrt(float64(len(images[0])))))
	if side == 0 || side*side != len(images[0]) {
		return 0, fmt.Errorf("an image of %d pixels is not square, want 784 = 28 × 28 or another square", len(images[0]))
	}
	for i, img := range images {
		if len(img) != len(images[0]) {
			return 0, fmt.Errorf("image %d has %d pixels, image 0 has %d", i, len(img), len(images[0]))
		}
		for j, v := range img {
			if !finite(float64(v)) {
				return 0, fmt.Errorf("image %d: pixel %d is %v: did the training diverge?", i, j, v)
			}
		}
	}
	return side, nil
}

// checkNotes accepts no notes, or one drawable note for each of n images.
func checkNotes(notes []string, n int) error {
	if len(notes) != 0 && len(notes) != n {
		return fmt.Errorf("%d notes for %d images", len(notes), n)
	}
	for _, note := range notes {
		if err := drawable(note); err != nil {
			return err
		}
	}
	return nil
}

// checkFinite accepts numbers that are neither NaN nor infinite.
func checkFinite(name string, values []float64) error {
	for i, v := range values {
		if !finite(v) {
			return fmt.Errorf("%s[%d] is %v, which is not finite", name, i, v)
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
