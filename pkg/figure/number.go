package figure

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// readable writes the number in s for readers: "−2", "20,000".
func readable(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
		if strings.Trim(s, "0.") == "" {
			sign = ""
		}
	}
	whole, rest := s, ""
	if i := strings.IndexAny(s, ".e"); i >= 0 {
		whole, rest = s[:i], s[i:]
	}
	if strings.Contains(rest, "e") {
		return sign + s
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + rest
}

// short writes a number with three significant digits, and all that it has before the point.
func short(v float64) string {
	if a := math.Abs(v); a >= 1000 && a < 1e9 {
		return readable(strconv.FormatFloat(v, 'f', 0, 64))
	}
	return readable(strconv.FormatFloat(v, 'g', 3, 64))
}

// counted returns "1 image", "5 images".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return readable(strconv.Itoa(n)) + " " + what + "s"
}

// numbers writes a code as "(−1.3, 0.5)".
func numbers(code []float32) string {
	var parts []string
	for _, v := range code {
		part := short(float64(v))
		if math.Abs(float64(v)) < 1e6 {
			part = readable(fmt.Sprintf("%.1f", v))
		}
		parts = append(parts, part)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
