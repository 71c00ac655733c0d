// Package vectors has what packages share that compute on vectors, the rows of n × w numbers: their checks, distances, and other types.
package vectors

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"unsafe"
)

// Width returns the common length of rows, each of which is a noun ("image", "code"), or says what is wrong with them: there are
// none, they are empty, of different lengths, or hold a number that is not finite.
func Width(noun string, rows [][]float32) (width int, fault string) {
	if len(rows) == 0 {
		return 0, fmt.Sprintf("there are no %ss: want at least one", noun)
	}
	width = len(rows[0])
	if width == 0 {
		return 0, fmt.Sprintf("%s 0 is empty: want at least one number", noun)
	}
	for i, row := range rows {
		if len(row) != width {
			return 0, fmt.Sprintf("%s %d has %d numbers, but %s 0 has %d: want as many", noun, i, len(row), noun, width)
		}
		if j, ok := Finite(row); !ok {
			return 0, fmt.Sprintf("%s %d holds %v in place %d: want finite numbers", noun, i, row[j], j)
		}
	}
	return width, ""
}

// Finite tells whether all numbers are finite, and else the place of the first that is not.
func Finite(row []float32) (place int, ok bool) {
	for j, v := range row {
		if v-v != 0 {
			return j, false
		}
	}
	return 0, true
}

// SquaredDistance returns ‖a − b‖².
func SquaredDistance(a, b []float32) float64 {
	sum := 0.0
	for i, v := range a {
		difference := float64(v) - float64(b[i])
		sum += difference * difference
	}
	return sum
}

// Convert returns the same numbers as another type.
func Convert[To, From float32 | float64](rows [][]From) [][]To {
	converted := make([][]To, len(rows))
	for i, row := range rows {
		converted[i] = make([]To, len(row))
		for j, v := range row {
			converted[i][j] = To(v)
		}
	}
	return converted
}

// Digest returns the SHA-256 of the numbers in rows, in hex.
func Digest(rows [][]float32) string {
	h := sha256.New()
	for _, row := range rows {
		h.Write(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(row))), 4*len(row)))
	}
	return hex.EncodeToString(h.Sum(nil))
}
